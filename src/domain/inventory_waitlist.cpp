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
// can, and the log says why.
std::size_t Inventory::MakeOffers(Event& event, std::size_t max, ChangeSet& changes) {
  struct Passed {
    std::uint64_t number;
    SkipReason reason;
  };
  std::vector<Passed> passed;  // since the last offer, for another reason than before
  // The smallest group of each kind for which there was too little: for none of that size or more
  // there will be in this pass, as what is free only gets less.
  std::map<std::pair<std::uint16_t, bool>, std::uint32_t> too_few;
  std::size_t made = 0;
  for (std::size_t i = 0; i < event.waitlist.size() && made < max;) {
    if (MostFree(event) < event.waitlist.quantity_min()) break;
    const Reservation& entry = *event.reservations[event.waitlist.entry(i)];
    SkipReason reason = SkipReason::kLimit;
    std::optional<Places> places;
    if (!RefuseOverLimit(event, entry.customer, entry.quantity)) {
      reason = SkipReason::kTooFew;
      constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();
      const auto known = too_few.try_emplace({entry.section, entry.accessible}, kNone).first;
      if (entry.quantity < known->second) {
        places = FindPlaces(event, {entry.section, entry.quantity, entry.accessible, {}},
                            /*the_waitlist=*/true);
        if (!places) known->second = entry.quantity;
      }
    }
    if (!places) {
      if (entry.skipped != reason) passed.push_back({entry.id.number, reason});
      ++i;
      continue;
    }
    for (const Passed& skip : passed) {
      Reservation skipped = *event.reservations[skip.number];
      skipped.skipped = skip.reason;
      Apply(event, std::move(skipped), ChangeKind::kSkipped, changes);
    }
    made += passed.size();
    passed.clear();
    Offer(event, entry, *places, changes);  // and so it is no longer entry(i)
    ++made;
  }
  return made;
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
