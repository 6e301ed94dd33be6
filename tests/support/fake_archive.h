#pragma once

#include <map>
#include <utility>
#include <vector>

#include "onsale/domain/archive.h"

namespace onsale::test {

// An archive in memory that counts how often it is asked, and fails when told to.
class FakeArchive final : public domain::Archive {
 public:
  Status ReadReservations(domain::EventNumber event, std::uint64_t first, std::size_t count,
                          std::vector<domain::ReservationPtr>& out) const override {
    ++asked;
    if (!failure.ok()) return failure;
    for (auto it = reservations.lower_bound({event, first});
         it != reservations.end() && it->first.first == event && count > 0; ++it, --count) {
      out.push_back(it->second);
    }
    return {};
  }

  Result<domain::IdempotencyRecordPtr> FindIdempotency(TimeMs created_at, domain::EventNumber event,
                                                       std::string_view key) const override {
    ++asked;
    if (!failure.ok()) return failure;
    for (const domain::IdempotencyRecordPtr& record : records) {
      if (record->created_at == created_at && record->event == event && record->key == key) {
        return record;
      }
    }
    return domain::IdempotencyRecordPtr();
  }

  Status ListIdempotency(TimeMs from, TimeMs until, std::size_t count,
                         std::vector<domain::IdempotencyRecordPtr>& out) const override {
    ++asked;
    if (!failure.ok()) return failure;
    for (const domain::IdempotencyRecordPtr& record : records) {
      if (record->created_at < from || record->created_at > until || count == 0) continue;
      out.push_back(record);
      --count;
    }
    return {};
  }

  void Add(domain::ReservationPtr reservation) {
    const std::pair name(reservation->id.event, reservation->id.number);
    reservations[name] = std::move(reservation);
  }

  std::map<std::pair<domain::EventNumber, std::uint64_t>, domain::ReservationPtr> reservations;
  std::vector<domain::IdempotencyRecordPtr> records;  // by age
  Status failure;
  mutable int asked = 0;
};

}  // namespace onsale::test
