#include "onsale/commit/store_archive.h"

#include <spdlog/spdlog.h>

#include <memory>
#include <string>
#include <utility>

#include "onsale/storage/codec.h"

namespace onsale::commit {
namespace {

using domain::EventNumber;
using domain::IdempotencyRecordPtr;
using domain::ReservationPtr;
using storage::Family;

Status Unreadable(const std::string& what) {
  return Corruption("an unreadable " + what + " is stored");
}

Status Logged(Status status) {
  if (!status.ok()) spdlog::error("event=store_unreadable error=\"{}\"", status.message());
  return status;
}

}  // namespace

Status StoreArchive::ReadReservations(EventNumber event, std::uint64_t first, std::size_t count,
                                      std::vector<ReservationPtr>& out) const {
  if (count == 0) return {};
  std::string begin;
  storage::EncodeReservationKey(begin, event, first);
  std::uint64_t next = first;
  return Logged(store_.ScanFrom(
      Family::kReservations, storage::EventKeyOf(event), begin,
      [&](std::string_view key, std::string_view value) -> Result<bool> {
        auto stored = storage::DecodeReservation(key, value);
        if (!stored || stored->id.number != next++) return Unreadable("reservation");
        out.push_back(std::make_shared<const domain::Reservation>(*std::move(stored)));
        return --count > 0;
      }));
}

Result<IdempotencyRecordPtr> StoreArchive::FindIdempotency(TimeMs created_at, EventNumber event,
                                                           std::string_view key) const {
  std::string wanted;
  storage::EncodeIdempotencyName(wanted, {created_at, event, key});
  IdempotencyRecordPtr found;
  Status status = Logged(store_.ScanFrom(
      Family::kIdempotency, "", wanted,
      [&](std::string_view stored_key, std::string_view value) -> Result<bool> {
        if (stored_key != wanted) return false;
        auto stored = storage::DecodeIdempotency(stored_key, value);
        if (!stored) return Unreadable("idempotency record");
        found = std::make_shared<const domain::IdempotencyRecord>(*std::move(stored));
        return false;
      }));
  if (!status.ok()) return status;
  return found;
}

Status StoreArchive::ListIdempotency(TimeMs from, TimeMs until, std::size_t count,
                                     std::vector<IdempotencyRecordPtr>& out) const {
  if (count == 0) return {};
  std::string begin;
  storage::EncodeIdempotencyName(begin, {from, 0, ""});
  return Logged(store_.ScanFrom(Family::kIdempotency, "", begin,
                                [&](std::string_view key, std::string_view) -> Result<bool> {
                                  const auto name = storage::DecodeIdempotencyKey(key);
                                  if (!name) return Unreadable("idempotency record");
                                  if (name->created_at > until) return false;
                                  auto record = std::make_shared<domain::IdempotencyRecord>();
                                  record->created_at = name->created_at;
                                  record->event = name->event;
                                  record->key = name->key;
                                  out.push_back(std::move(record));
                                  return --count > 0;
                                }));
}

}  // namespace onsale::commit
