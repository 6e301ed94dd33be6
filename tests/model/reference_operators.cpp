#include <algorithm>

#include "model/reference.h"
#include "model/words.h"

// What operators ask for. Faults of texts and plans have tests of their own: those asked for here
// are good ones.

namespace onsale::model {

std::string Reference::Answer(const domain::CreateEvent& command) {
  Definition definition;
  const std::string fault = Prepare(command, Events(), definition);
  return fault.empty() ? "event " + Create(definition) : fault;
}

std::string Reference::Answer(const domain::ImportEvents& command) {
  std::vector<std::string> ids = Events();
  std::vector<Definition> definitions;
  for (std::size_t i = 0; i < command.events.size(); ++i) {
    Definition definition;
    const std::string fault = Prepare(command.events[i], ids, definition);
    if (!fault.empty()) return fault + (i == 0 ? "" : " at " + std::to_string(i));
    ids.push_back(definition.id);
    definitions.push_back(definition);
  }
  std::string answer = "imported";
  for (const Definition& definition : definitions) answer += " " + Create(definition);
  return answer;
}

std::string Reference::Answer(const domain::JoinQueue& command) {
  return FindEvent(command.event) == nullptr ? "event-not-found" : "no-queue";
}

std::string Reference::Prepare(const domain::CreateEvent& command,
                               const std::vector<std::string>& ids_before, Definition& made) const {
  const auto exists = [&](const std::string& id) {
    return std::count(ids_before.begin(), ids_before.end(), id) > 0;
  };
  made = DefinitionOf(command.definition);
  if (command.id_from_name) {
    for (int i = 2; exists(made.id); ++i) {
      made.id = command.definition.id + "-" + std::to_string(i);
    }
  }
  if (command.opens_now) made.opens_at = now_;
  if (made.closes_at && *made.closes_at <= made.opens_at) return "invalid-event";
  for (const Section& section : made.sections) {
    if (section.places < 1) return "invalid-event";
  }
  return exists(made.id) ? "event-exists" : "";
}

std::string Reference::Create(Definition definition) {
  Event event;
  event.definition = std::move(definition);
  event.definition.number = next_number_++;
  event.sequence = 1;
  events_.push_back(event);
  return TellEvent(event, now_);
}

std::string Reference::Answer(const domain::EditEvent& command) {
  Event* event = FindEvent(command.event);
  if (event == nullptr) return "event-not-found";
  Definition edited = event->definition;
  if (command.accent) edited.accent = *command.accent;
  if (command.image) edited.image = *command.image;
  if (command.paused) edited.paused = *command.paused;
  if (command.opens_at) edited.opens_at = *command.opens_at;
  if (command.closes_at) edited.closes_at = *command.closes_at;
  if (command.limit_per_customer) edited.limit = *command.limit_per_customer;
  if (command.hold_ms) edited.hold_ms = *command.hold_ms;
  if (command.offer_ms) edited.offer_ms = *command.offer_ms;
  if (command.keep_accessible) edited.keep_accessible = *command.keep_accessible;
  bool valid = true;
  if (command.capacity) {
    valid = edited.sections.size() == 1 && SetCapacity(*event, 0, *command.capacity, edited);
  }
  for (const auto& edit : command.sections) valid = valid && EditSection(*event, edit, edited);
  if (edited.closes_at && *edited.closes_at <= edited.opens_at) valid = false;
  for (const Section& section : edited.sections) valid = valid && section.places >= 0;
  if (!valid) return "invalid-event";
  if (std::string refusal = RefuseTaken(*event, edited); !refusal.empty()) return refusal;
  if (edited.offer_ms == 0 && !event->Waiting().empty()) {
    return "waitlist-not-empty " + std::to_string(event->Waiting().size());
  }
  if (!(edited == event->definition)) {
    event->definition = edited;
    event->MarkOffersDue();
    ++event->sequence;
  }
  return "event " + TellEvent(*event, now_);
}

// False for what makes no sense.
bool Reference::EditSection(const Event& event, const domain::SectionEdit& edit,
                            Definition& edited) {
  std::size_t i = 0;
  while (i < edited.sections.size() && edited.sections[i].id != edit.id) ++i;
  if (i == edited.sections.size()) {
    const bool one_of_both = edit.capacity.has_value() != (edit.plan != nullptr);
    if (!edit.name || !one_of_both) return false;
    Section added;
    added.id = edit.id;
    added.seated = edit.plan != nullptr;
    edited.sections.push_back(added);
  }
  Section& section = edited.sections[i];
  if (edit.name) section.name = *edit.name;
  if (edit.category) section.category = *edit.category;
  if (edit.price) section.price = *edit.price;
  if (edit.capacity && !SetCapacity(event, i, *edit.capacity, edited)) return false;
  if (edit.plan == nullptr) return true;
  if (!section.seated) return false;
  section.seats = SeatsOf(*edit.plan);
  section.places = static_cast<std::int64_t>(section.seats.size());
  return true;
}

// Capacity is what is there to be sold: what is blocked comes on top.
bool Reference::SetCapacity(const Event& event, std::size_t section, std::int64_t capacity,
                            Definition& edited) {
  if (edited.sections[section].seated) return false;
  edited.sections[section].places = capacity;
  if (capacity < 0) return true;  // the last one said counts
  for (const Reservation& r : event.reservations) {
    if (r.section == section && r.status == Status::kBlocked) {
      edited.sections[section].places += r.quantity;
    }
  }
  return true;
}

// What is held, confirmed or blocked has to stay.
std::string Reference::RefuseTaken(const Event& event, const Definition& edited) const {
  for (std::size_t i = 0; i < event.definition.sections.size(); ++i) {
    const Section& before = event.definition.sections[i];
    const Section& after = edited.sections[i];
    const std::int64_t taken =
        event.Count(i, Status::kHeld, now_) + event.Count(i, Status::kConfirmed, now_);
    const std::int64_t blocked = event.Count(i, Status::kBlocked, now_);
    if (!after.seated && after.places < taken + blocked) {
      return "capacity-below-taken " + after.id + " " + std::to_string(taken);
    }
    std::vector<std::string> removed;
    for (const Seat& seat : before.seats) {
      const bool stays = std::any_of(after.seats.begin(), after.seats.end(),
                                     [&](const Seat& other) { return other.id == seat.id; });
      if (!stays && !event.IsFree(i, seat.id, now_)) removed.push_back(before.id + "-" + seat.id);
    }
    if (!removed.empty()) return "taken-seats-removed" + Join(removed);
  }
  return "";
}

std::string Reference::Answer(const domain::DeleteEvent& command) {
  Event* event = FindEvent(command.event);
  if (event == nullptr) return "event-not-found";
  std::int64_t taken = 0;
  for (const Reservation& r : event->reservations) {
    if (r.active()) taken += r.quantity;
  }
  if (taken > 0) return "event-active " + std::to_string(taken);
  events_.erase(events_.begin() + (event - events_.data()));
  return "deleted";
}

// A block is the operator's: it comes before the waitlist, and may name seats that are kept.
std::string Reference::Answer(const domain::Block& command) {
  Event* event = FindEvent(command.event);
  if (event == nullptr) return "event-not-found";
  if (std::string earlier = Replay(*event, command.idempotency); !earlier.empty()) return earlier;
  domain::Reserve request;
  request.section = command.section;
  request.quantity = command.quantity;
  request.seats = command.seats;
  Wish wish;
  if (std::string fault = ReadWish(*event, request, wish); !fault.empty()) return fault;
  wish.accessible = !wish.seats.empty();
  Places places;
  const std::string refusal = FindPlaces(*event, wish, /*of_the_waitlist=*/true, places);
  if (!refusal.empty()) return refusal;
  Reservation made;
  made.id = {event->definition.number, event->reservations.size(), command.secret};
  made.status = Status::kBlocked;
  made.section = places.section;
  made.seats = places.seats;
  made.quantity = wish.quantity;
  made.created_at = now_;
  made.customer = command.reason;
  made.sequence = ++event->sequence;
  event->reservations.push_back(made);
  std::string answer = TellOutcome(*event, made);
  Remember(*event, command.idempotency, answer);
  return answer;
}

std::string Reference::Answer(const domain::Release& command) {
  Event* event = FindEvent(command.event);
  if (event == nullptr) return "event-not-found";
  Event* of_block = nullptr;
  Reservation* found = FindReservation(command.id, &of_block);
  if (found == nullptr || !found->is_block() || of_block != event) return "block-not-found";
  if (found->status == Status::kBlocked) {
    found->status = Status::kReleased;
    event->MarkOffersDue();
    found->sequence = ++event->sequence;
  }
  return TellOutcome(*event, *found);
}

}  // namespace onsale::model
