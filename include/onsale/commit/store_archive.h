#pragma once

#include "onsale/domain/archive.h"
#include "onsale/storage/store.h"

namespace onsale::commit {

// The archive in the store. What cannot be read is logged. Thread-safe.
class StoreArchive final : public domain::Archive {
 public:
  // `store` outlives every call.
  explicit StoreArchive(const storage::Store& store) : store_(store) {}

  Status ReadReservations(domain::EventNumber event, std::uint64_t first, std::size_t count,
                          std::vector<domain::ReservationPtr>& out) const override;
  Result<domain::IdempotencyRecordPtr> FindIdempotency(TimeMs created_at, domain::EventNumber event,
                                                       std::string_view key) const override;
  Status ListIdempotency(TimeMs from, TimeMs until, std::size_t count,
                         std::vector<domain::IdempotencyRecordPtr>& out) const override;

 private:
  const storage::Store& store_;
};

}  // namespace onsale::commit
