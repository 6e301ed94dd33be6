#include "simulation/audited_event.h"

#include <algorithm>

#include "onsale/domain/event.h"
#include "simulation/intents.h"

namespace onsale::simulation {

using domain::Change;
using domain::ChangeKind;
using domain::EventState;
using domain::Reservation;
using domain::ReservationStatus;

namespace {

std::string Of(const Reservation& reservation, const std::string& what) {
  return "reservation " + std::to_string(reservation.id.event) + "/" +
         std::to_string(reservation.id.number) + " " + what;
}

// What never changes of a reservation.
bool IsSame(const Reservation& a, const Reservation& b) {
  return a.id == b.id && a.quantity == b.quantity && a.customer == b.customer &&
         a.created_at == b.created_at && a.from_waitlist == b.from_waitlist &&
         a.accessible == b.accessible;
}

}  // namespace

std::string AuditedEvent::Take(const Change& change) {
  if (change.sequence != ++sequence) {
    return "change " + std::to_string(change.sequence) + " comes where " +
           std::to_string(sequence) + " was due";
  }
  if (change.definition != nullptr) return TakeDefinition(change);
  if (definition == nullptr) return "the first change is not the event's creation";
  const std::uint64_t number = change.reservation->id.number;
  if (number > reservations.size()) return Of(*change.reservation, "leaves a gap");
  if (change.reservation->sequence != sequence)
    return Of(*change.reservation, "has no such sequence");
  if (number == reservations.size()) return TakeNew(change);
  const domain::ReservationPtr before = reservations[number];
  return TakeNext(change, *before);
}

std::string AuditedEvent::TakeDefinition(const Change& change) {
  if ((change.kind == ChangeKind::kEventCreated) != (definition == nullptr)) {
    return "an event is created twice, or edited before";
  }
  definition = change.definition;
  const auto& sections = definition->sections;
  if (sections.size() < counters.size()) return "an edit took a section away";
  counters.resize(sections.size());
  owners.resize(sections.size());
  for (std::size_t i = 0; i < sections.size(); ++i) {
    if (Available(i) < 0) return "section " + sections[i].id + " is smaller than what is taken";
    if (!sections[i].seated()) continue;
    owners[i].resize(sections[i].plan->end_number());
    for (domain::SeatNumber seat = 0; seat < owners[i].size(); ++seat) {
      if (owners[i][seat] != 0 && !sections[i].plan->IndexOf(seat)) {
        return "an edit took a seat away that somebody has";
      }
    }
  }
  return "";
}

std::string AuditedEvent::TakeNew(const Change& change) {
  const Reservation& made = *change.reservation;
  const bool open = StateAt(*definition, change.at) == EventState::kOpen;
  reservations.push_back(change.reservation);
  asked.push_back(0);
  if (made.created_at != change.at) return Of(made, "was not made when it was");
  switch (change.kind) {
    case ChangeKind::kReserved: {
      if (!open) return Of(made, "was made while the sale was not open");
      const bool held = definition->hold_ms > 0;
      const auto status = held ? ReservationStatus::kHeld : ReservationStatus::kConfirmed;
      const TimeMs end = held ? change.at + definition->hold_ms : 0;
      if (made.status != status || made.expires_at != end) return Of(made, "is no such hold");
      if (std::string wrong = CheckLimit(made); !wrong.empty()) return wrong;
      return Count(made, +1);
    }
    case ChangeKind::kJoined:
      if (!open || definition->offer_ms == 0) return Of(made, "joined no waitlist");
      if (made.status != ReservationStatus::kWaiting) return Of(made, "joined and does not wait");
      return Count(made, +1);
    case ChangeKind::kBlocked:
      if (made.status != ReservationStatus::kBlocked) return Of(made, "is no block");
      return Count(made, +1);
    default:
      return Of(made, "begins with " + std::string(ToString(change.kind)));
  }
}

std::string AuditedEvent::TakeNext(const Change& change, const Reservation& before) {
  const Reservation& after = *change.reservation;
  if (!IsSame(before, after)) return Of(after, "became another");
  if (std::string wrong = CheckStep(change, before); !wrong.empty()) return wrong;
  std::string wrong = Count(before, -1);
  reservations[after.id.number] = change.reservation;
  if (wrong.empty() && after.active() && !before.active()) wrong = CheckLimit(after);
  return wrong.empty() ? Count(after, +1) : wrong;
}

// Which change may follow which, and on whose wish.
std::string AuditedEvent::CheckStep(const Change& change, const Reservation& before) const {
  const Reservation& after = *change.reservation;
  const std::uint8_t wishes = asked[after.id.number];
  const bool held = before.status == ReservationStatus::kHeld;
  const bool waits = before.status == ReservationStatus::kWaiting;
  const bool moved = after.section != before.section || after.seats != before.seats;
  if (moved && change.kind != ChangeKind::kOffered) return Of(after, "has other places");
  bool fits = false;
  switch (change.kind) {
    case ChangeKind::kConfirmed:
      fits = (held || (before.status == ReservationStatus::kExpired && before.was_hold())) &&
             after.status == ReservationStatus::kConfirmed && (wishes & kAskedConfirm) != 0;
      break;
    case ChangeKind::kExtended:
      fits = held && after.status == ReservationStatus::kHeld && (wishes & kAskedExtend) != 0 &&
             after.expires_at > before.expires_at && after.expires_at > change.at &&
             after.expires_at <= before.created_at + domain::kExtendFactor * before.hold_ms;
      break;
    case ChangeKind::kCancelled:
      fits = (before.active() || waits) && after.status == ReservationStatus::kCancelled &&
             (wishes & kAskedCancel) != 0;
      break;
    case ChangeKind::kExpired:
      fits = after.status == ReservationStatus::kExpired &&
             ((held && before.expires_at <= change.at) ||
              (waits && StateAt(*definition, change.at) == EventState::kClosed));
      break;
    case ChangeKind::kOffered:
      if (std::string wrong = CheckOffer(after); !wrong.empty()) return wrong;
      fits = waits && after.status == ReservationStatus::kHeld &&
             StateAt(*definition, change.at) == EventState::kOpen &&
             after.expires_at == change.at + definition->offer_ms;
      break;
    case ChangeKind::kSkipped:
      fits = waits && after.status == ReservationStatus::kWaiting &&
             after.skipped != domain::SkipReason::kNone && after.skipped != before.skipped;
      break;
    case ChangeKind::kReleased:
      fits = before.status == ReservationStatus::kBlocked &&
             after.status == ReservationStatus::kReleased;
      break;
    default:
      break;
  }
  if (fits) return "";
  return Of(after, "was " + std::string(ToString(before.status)) + " and then " +
                       std::string(ToString(change.kind)) +
                       ", which nobody asked for or is against the rules");
}

// Who waits longer and would have taken these places was passed over for a reason.
std::string AuditedEvent::CheckOffer(const Reservation& offered) const {
  for (const std::uint64_t number : waiting) {
    if (number >= offered.id.number) break;
    const Reservation& earlier = *reservations[number];
    const bool wishes_this = earlier.section == offered.section;
    const bool would_be_sent =
        earlier.section == domain::kAnySection &&
        (!earlier.accessible || definition->sections[offered.section].seated());
    if (!wishes_this && !would_be_sent) continue;
    const bool over_limit =
        definition->limit_per_customer > 0 &&
        UsedBy(earlier.customer) + earlier.quantity > definition->limit_per_customer;
    const auto reason = over_limit ? domain::SkipReason::kLimit : domain::SkipReason::kTooFew;
    if (earlier.skipped != reason) return Of(offered, "got an offer before one that waits longer");
    if (!over_limit && !definition->sections[offered.section].seated() &&
        earlier.quantity <= Available(offered.section)) {
      return Of(offered, "got an offer that one who waits longer could have had");
    }
  }
  return "";
}

std::string AuditedEvent::Count(const Reservation& reservation, int sign) {
  const std::uint64_t owner = reservation.id.number + 1;
  if (reservation.status == ReservationStatus::kWaiting) {
    if (sign > 0) waiting.insert(reservation.id.number);
    if (sign < 0) waiting.erase(reservation.id.number);
    return "";
  }
  if (!reservation.takes_places()) return "";
  if (reservation.section >= counters.size()) return Of(reservation, "is in no section");
  const std::int64_t quantity = sign * static_cast<std::int64_t>(reservation.quantity);
  domain::SectionCounters& section = counters[reservation.section];
  (reservation.status == ReservationStatus::kBlocked ? section.blocked
   : reservation.status == ReservationStatus::kHeld  ? section.held
                                                     : section.confirmed) += quantity;
  if (reservation.active()) {
    const std::size_t customer = CustomerNumber(reservation.customer);
    if (customer >= used_.size()) used_.resize(customer + 1);
    used_[customer] += quantity;
  }
  if (Available(reservation.section) < 0) return Of(reservation, "is sold and was not there");
  const bool seated = definition->sections[reservation.section].seated();
  if (reservation.seats.size() != (seated ? reservation.quantity : 0)) {
    return Of(reservation, "has not as many seats as places");
  }
  for (const domain::SeatNumber seat : reservation.seats) {
    std::uint64_t& has = owners[reservation.section].at(seat);
    if (has != (sign > 0 ? 0 : owner)) return Of(reservation, "has a seat of another");
    has = sign > 0 ? owner : 0;
  }
  return "";
}

std::string AuditedEvent::CheckLimit(const Reservation& reservation) const {
  const std::int64_t limit = definition->limit_per_customer;
  if (limit == 0 || UsedBy(reservation.customer) + reservation.quantity <= limit) return "";
  return Of(reservation, "is over its customer's limit");
}

std::int64_t AuditedEvent::UsedBy(const std::string& customer) const {
  const std::size_t number = CustomerNumber(customer);
  return number < used_.size() ? used_[number] : 0;
}

std::int64_t AuditedEvent::Available(std::size_t section) const {
  return definition->sections[section].capacity - counters[section].blocked -
         counters[section].taken();
}

bool AuditedEvent::AnyTaken() const {
  return std::any_of(counters.begin(), counters.end(),
                     [](const auto& section) { return section.taken() > 0; });
}

bool AuditedEvent::IsSoldOut() const {
  for (std::size_t i = 0; i < counters.size(); ++i) {
    if (Available(i) > 0) return false;
  }
  return true;
}

std::string AuditedEvent::Compare(domain::Sequence other_sequence,
                                  const std::vector<domain::SectionCounters>& others) const {
  if (other_sequence != sequence) {
    return "sequence " + std::to_string(other_sequence) + " instead of " + std::to_string(sequence);
  }
  if (others != counters) return "the counters are not those of the log";
  return "";
}

}  // namespace onsale::simulation
