#include <algorithm>
#include <limits>
#include <map>
#include <utility>

#include "onsale/domain/inventory.h"

// The waitlist: who may join it, and what it is offered.

namespace onsale::domain {

std::optional<Refusal> Inventory::RefuseToWait(const Event& event, const Reserve& command,
                                               const Wish& wish) {
  if (event.definition->offer_ms == 0) return Refuse(RefusalKind::kNoWaitlist);
  if (waiting_.Of(event.number(), command.customer) > 0) {
    return Refuse(RefusalKind::kAlreadyWaiting);
  }
  if (event.waitlist.size() >= static_cast<std::size_t>(kWaitlistMax)) {
    return Refuse(RefusalKind::kWaitlistFull);
  }
  if (const auto places = FindPlaces(event, wish, /*the_waitlist=*/false)) {
    Refusal refusal = Refuse(RefusalKind::kNotSoldOut);
    refusal.available = event.available_to(places->section, wish.accessible);
    return refusal;
  }
  return std::nullopt;
}

void Inventory::WatchClosing(const Event& event) {
  if (event.definition->closes_at) closings_.insert({*event.definition->closes_at, event.number()});
}

// Nothing is offered in a sale that has closed: who still waits is told so.
std::size_t Inventory::EndWaitlists(std::size_t max, ChangeSet& changes) {
  std::size_t ended = 0;
  while (ended < max && !closings_.empty() && closings_.begin()->first <= now_) {
    Event& event = events_.at(closings_.begin()->second);
    for (; ended < max && !event.waitlist.empty(); ++ended) {
      Reservation entry = *event.reservations[event.waitlist.entry(0)];
      entry.status = ReservationStatus::kExpired;
      entry.expires_at = *event.definition->closes_at;
      Apply(event, std::move(entry), ChangeKind::kExpired, changes);
    }
    if (event.waitlist.empty()) closings_.erase(closings_.begin());
  }
  return ended;
}

void Inventory::MarkOffersDue(Event& event) {
  if (event.waitlist.empty()) return;
  event.offers_due = true;
  offers_due_.insert(event.number());
}

// While a sale is not open nothing is offered; the event stays due.
std::size_t Inventory::MakeOffers(std::size_t max, ChangeSet& changes) {
  std::size_t made = 0;
  for (auto it = offers_due_.begin(); it != offers_due_.end() && made < max;) {
    Event& event = events_.at(*it);
    if (!event.waitlist.empty() && StateAt(*event.definition, now_) != EventState::kOpen) {
      ++it;
      continue;
    }
    made += MakeOffers(event, max - made, changes);
    if (made < max) {
      event.offers_due = false;
      it = offers_due_.erase(it);
    }
  }
  return made;
}

// In order; an entry that cannot have what it wants is passed over only once somebody behind it
// gets what could have been its own, and the log says why. What `max` cuts off goes on from there
// the next time: entries that were passed over are not so again for the same reason.
std::size_t Inventory::MakeOffers(Event& event, std::size_t max, ChangeSet& changes) {
  PassedByKind passed;  // for another reason than before
  TooFew too_few;
  std::size_t made = 0;
  for (std::size_t i = 0; i < event.waitlist.size() && made < max;) {
    if (MostFree(event) < event.waitlist.quantity_min()) break;
    const Reservation& entry = *event.reservations[event.waitlist.entry(i)];
    SkipReason reason = SkipReason::kNone;
    const std::optional<Places> places = PlacesToOffer(event, entry, too_few, reason);
    if (!places) {
      if (entry.skipped != reason) {
        passed[{entry.section, entry.accessible}].push_back({entry.id.number, reason});
      }
      ++i;
      continue;
    }
    made += LogSkips(event, TakePassed(event, places->section, passed), max - made, changes);
    if (made == max) break;
    Offer(event, entry, *places, changes);  // and so it is no longer entry(i)
    ++made;
  }
  return made;
}

std::optional<Inventory::Places> Inventory::PlacesToOffer(const Event& event,
                                                          const Reservation& entry, TooFew& too_few,
                                                          SkipReason& reason) {
  reason = SkipReason::kLimit;
  if (RefuseOverLimit(event, entry.customer, entry.quantity)) return std::nullopt;
  reason = SkipReason::kTooFew;
  constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();
  const auto known = too_few.try_emplace({entry.section, entry.accessible}, kNone).first;
  if (entry.quantity >= known->second) return std::nullopt;
  auto places = FindPlaces(event, {entry.section, entry.quantity, entry.accessible, {}},
                           /*the_waitlist=*/true);
  if (!places) known->second = entry.quantity;
  return places;
}

// Those that could have had places of this section, in the order of the waitlist.
std::vector<Inventory::Passed> Inventory::TakePassed(const Event& event, std::uint16_t section,
                                                     PassedByKind& passed) {
  std::vector<Passed> taken;
  for (const std::uint16_t wished : {section, kAnySection}) {
    for (const bool accessible : {false, true}) {
      const auto found = passed.find({wished, accessible});
      if (found == passed.end() || !MaySendTo(event, {wished, 0, accessible, {}}, section))
        continue;
      taken.insert(taken.end(), found->second.begin(), found->second.end());
      passed.erase(found);
    }
  }
  std::sort(taken.begin(), taken.end(),
            [](const Passed& a, const Passed& b) { return a.number < b.number; });
  return taken;
}

std::size_t Inventory::LogSkips(Event& event, std::span<const Passed> passed, std::size_t max,
                                ChangeSet& changes) {
  const auto logged = passed.first(std::min(max, passed.size()));
  for (const Passed& skip : logged) {
    Reservation skipped = *event.reservations[skip.number];
    skipped.skipped = skip.reason;
    Apply(event, std::move(skipped), ChangeKind::kSkipped, changes);
  }
  return logged.size();
}

void Inventory::Offer(Event& event, const Reservation& entry, const Places& places,
                      ChangeSet& changes) {
  Reservation offered = entry;
  offered.status = ReservationStatus::kHeld;
  offered.skipped = SkipReason::kNone;
  offered.section = places.section;
  offered.hold_ms = event.definition->offer_ms;
  offered.expires_at = now_ + offered.hold_ms;
  const SeatPlanPtr& plan = event.definition->sections[places.section].plan;
  for (const SeatIndex seat : places.seats) offered.seats.push_back(plan->seats[seat].number);
  Apply(event, std::move(offered), ChangeKind::kOffered, changes);
}

std::int64_t Inventory::MostFree(const Event& event) {
  std::int64_t most = 0;
  for (std::size_t i = 0; i < event.counters.size(); ++i) {
    most = std::max(most, event.available(i));
  }
  return most;
}

}  // namespace onsale::domain
