#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "onsale/domain/change.h"
#include "onsale/domain/queue_record.h"

namespace onsale::simulation {

// What a customer or an operator has asked to be done to a reservation.
enum Asked : std::uint8_t { kAskedConfirm = 1, kAskedExtend = 2, kAskedCancel = 4 };

// One event as its change log tells it, and the rules that each change has to keep. It takes
// nothing from the inventory but the log.
class AuditedEvent {
 public:
  // Takes the next change; a sentence where it breaks a rule, else nothing.
  std::string Take(const domain::Change& change);

  // What is wrong with the counters that were stored, or that readers see; empty: nothing.
  std::string Compare(domain::Sequence sequence,
                      const std::vector<domain::SectionCounters>& counters) const;

  std::int64_t Available(std::size_t section) const;
  std::int64_t UsedBy(const std::string& customer) const;
  bool AnyTaken() const;
  bool IsSoldOut() const;

  std::shared_ptr<const domain::EventDefinition> definition;
  domain::Sequence sequence = 0;
  std::vector<domain::SectionCounters> counters;
  std::vector<domain::ReservationPtr> reservations;  // by number
  std::vector<std::uint8_t> asked;                   // by number, of Asked; never less than it was
  std::vector<std::vector<std::uint64_t>> owners;  // of each section's seats, by number: 0, or the
                                                   // reservation's number + 1
  std::set<std::uint64_t> waiting;
  std::vector<domain::Entrant> entrants;
  std::unordered_map<std::uint32_t, domain::Lease> leases;
  std::uint32_t serving = 0;

 private:
  std::string TakeDefinition(const domain::Change& change);
  std::string TakeNew(const domain::Change& change);
  std::string TakeNext(const domain::Change& change, const domain::Reservation& before);
  std::string CheckStep(const domain::Change& change, const domain::Reservation& before) const;
  std::string CheckOffer(const domain::Reservation& offered) const;
  std::string Count(const domain::Reservation& reservation, int sign);
  std::string CheckLimit(const domain::Reservation& reservation) const;

  std::vector<std::int64_t> used_;  // active places, by customer
};

}  // namespace onsale::simulation
