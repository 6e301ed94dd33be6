#include "model/reference_event.h"

#include <algorithm>

#include "model/words.h"
#include "support/brute_seats.h"

namespace onsale::model {

std::vector<Seat> SeatsOf(const domain::SeatPlan& plan) {
  std::vector<Seat> seats;
  for (const domain::Row& row : plan.rows) {
    for (std::size_t i = row.first; i < row.first + row.count; ++i) {
      const domain::Seat& seat = plan.seats[i];
      seats.push_back(
          {row.name + "-" + std::string(plan.NameInRow(seat)), row.name, seat.marks, seat.gap});
    }
  }
  return seats;
}

Section SectionOf(const domain::SectionDefinition& section) {
  Section made;
  made.id = section.id;
  made.name = section.name;
  made.category = section.label.category;
  made.price = section.label.price;
  made.places = section.capacity;
  if (section.plan == nullptr) return made;
  made.seated = true;
  made.seats = SeatsOf(*section.plan);
  return made;
}

Definition DefinitionOf(const domain::EventDefinition& definition) {
  Definition made;
  made.id = definition.id;
  made.accent = definition.accent;
  made.image = definition.image;
  made.opens_at = definition.opens_at;
  made.closes_at = definition.closes_at;
  made.paused = definition.paused;
  made.limit = definition.limit_per_customer;
  made.hold_ms = definition.hold_ms;
  made.offer_ms = definition.offer_ms;
  made.keep_accessible = definition.keep_accessible;
  for (const auto& section : definition.sections) made.sections.push_back(SectionOf(section));
  return made;
}

bool Reservation::TakesPlaces(TimeMs time) const {
  if (status == Status::kHeld) return expires_at > time;
  return status == Status::kConfirmed || status == Status::kBlocked;
}

std::string Event::StateAt(TimeMs time) const {
  if (definition.closes_at && *definition.closes_at <= time) return "closed";
  if (definition.paused) return "paused";
  return definition.opens_at > time ? "scheduled" : "open";
}

std::optional<std::size_t> Event::FindSection(const std::string& id) const {
  for (std::size_t i = 0; i < definition.sections.size(); ++i) {
    if (definition.sections[i].id == id) return i;
  }
  return std::nullopt;
}

std::int64_t Event::Count(std::size_t section, Status status, TimeMs time) const {
  std::int64_t count = 0;
  for (const Reservation& r : reservations) {
    if (r.section == section && r.status == status && r.TakesPlaces(time)) count += r.quantity;
  }
  return count;
}

std::int64_t Event::Available(std::size_t section, TimeMs time) const {
  std::int64_t available = definition.sections[section].places;
  for (const Reservation& r : reservations) {
    if (r.section == section && r.TakesPlaces(time)) available -= r.quantity;
  }
  return available;
}

std::int64_t Event::Available(TimeMs time) const {
  std::int64_t total = 0;
  for (std::size_t i = 0; i < definition.sections.size(); ++i) total += Available(i, time);
  return total;
}

std::string Event::SeatStates(std::size_t section, TimeMs time) const {
  const std::vector<Seat>& seats = definition.sections[section].seats;
  std::string states;
  for (const Seat& seat : seats) {
    const bool marked = (seat.marks & (domain::kAccessible | domain::kCompanion)) != 0;
    states += marked && definition.keep_accessible ? 'k' : 'a';
  }
  for (const Reservation& r : reservations) {
    if (r.section != section || !r.TakesPlaces(time)) continue;
    const char letter = r.status == Status::kHeld ? 'h' : r.status == Status::kBlocked ? 'b' : 'c';
    for (std::size_t i = 0; i < seats.size(); ++i) {
      if (std::count(r.seats.begin(), r.seats.end(), seats[i].id) > 0) states[i] = letter;
    }
  }
  return states;
}

bool Event::IsFree(std::size_t section, const std::string& seat, TimeMs time) const {
  const std::vector<Seat>& seats = definition.sections[section].seats;
  const std::string states = SeatStates(section, time);
  for (std::size_t i = 0; i < seats.size(); ++i) {
    if (seats[i].id == seat) return states[i] == 'a' || states[i] == 'k';
  }
  return false;
}

std::int64_t Event::RoomFor(const Wish& wish, std::size_t section, TimeMs time) const {
  if (!definition.sections[section].seated) {
    // No place of a general section is an accessible one: who needs one is not sent there unasked.
    const bool asked = wish.section == section;
    return wish.accessible && !asked ? 0 : Available(section, time);
  }
  const std::string states = SeatStates(section, time);
  std::int64_t open = 0, free = 0, accessible = 0;
  for (std::size_t i = 0; i < states.size(); ++i) {
    if (states[i] == 'a') ++open;
    if (states[i] != 'a' && states[i] != 'k') continue;
    ++free;
    if ((definition.sections[section].seats[i].marks & domain::kAccessible) != 0) ++accessible;
  }
  if (!wish.accessible) return open;
  return accessible > 0 ? free : 0;
}

std::int64_t Event::UsedBy(const std::string& customer) const {
  std::int64_t used = 0;
  for (const Reservation& r : reservations) {
    if (r.active() && Lower(r.customer) == Lower(customer)) used += r.quantity;
  }
  return used;
}

std::string Event::OverLimit(const std::string& customer, std::int64_t quantity) const {
  if (definition.limit == 0) return "";
  const std::int64_t used = UsedBy(customer);
  if (used + quantity <= definition.limit) return "";
  return "limit-exceeded " + std::to_string(used) + "/" + std::to_string(definition.limit);
}

std::vector<std::size_t> Event::Waiting() const {
  std::vector<std::size_t> numbers;
  for (std::size_t i = 0; i < reservations.size(); ++i) {
    if (reservations[i].status == Status::kWaiting) numbers.push_back(i);
  }
  return numbers;
}

void Event::MarkOffersDue() { offers_due = offers_due || !Waiting().empty(); }

bool Event::WaitsFor(std::size_t section) const {
  return offers_due &&
         std::any_of(reservations.begin(), reservations.end(), [section](const Reservation& r) {
           return r.status == Status::kWaiting &&
                  (r.section == section || r.section == kAnySection);
         });
}

std::int64_t Event::PlaceOf(const Reservation& reservation) const {
  if (reservation.status != Status::kWaiting) return 0;
  std::int64_t place = 1;
  for (const std::size_t number : Waiting()) {
    if (number < reservation.id.number) ++place;
  }
  return place;
}

namespace {

test::BrutePlan BrutePlanOf(const Event& event, std::size_t section, TimeMs time) {
  const std::vector<Seat>& seats = event.definition.sections[section].seats;
  const std::string states = event.SeatStates(section, time);
  test::BrutePlan plan;
  std::uint32_t row = 0, position = 0;
  for (std::size_t i = 0; i < seats.size(); ++i) {
    if (i > 0 && seats[i].row != seats[i - 1].row) ++row, position = 0;
    position += seats[i].gap;
    const bool free = states[i] == 'a' || states[i] == 'k';
    plan.push_back({row, position++, seats[i].marks, states[i] == 'k', free});
  }
  return plan;
}

}  // namespace

std::optional<Places> BestPlaces(const Event& event, const Wish& wish, bool of_the_waitlist,
                                 TimeMs time) {
  std::vector<std::size_t> with_room;
  for (std::size_t i = 0; i < event.definition.sections.size(); ++i) {
    if (wish.section != kAnySection && wish.section != i) continue;
    if (!of_the_waitlist && event.WaitsFor(i)) continue;
    if (event.RoomFor(wish, i, time) >= wish.quantity) with_room.push_back(i);
  }
  for (const auto seating : {domain::Seating::kTogether, domain::Seating::kAdjacent,
                             domain::Seating::kNeighbours, domain::Seating::kAnyhow}) {
    for (const std::size_t section : with_room) {
      Places places{section, {}};
      if (!event.definition.sections[section].seated) return places;
      const test::BrutePlan plan = BrutePlanOf(event, section, time);
      const auto quantity = static_cast<std::uint32_t>(wish.quantity);
      const auto found = wish.accessible ? test::BruteAccessibleSeats(plan, quantity, seating)
                                         : test::BruteSeats(plan, quantity, seating);
      if (found.empty()) continue;
      for (const std::uint32_t i : found) {
        places.seats.push_back(event.definition.sections[section].seats[i].id);
      }
      return places;
    }
  }
  return std::nullopt;
}

}  // namespace onsale::model
