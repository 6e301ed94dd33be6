#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "onsale/domain/queue_record.h"
#include "onsale/storage/codec.h"

namespace onsale::storage {

// Waiting rooms; part of the layout that codec.h tells, under the same rules.
//
//   family  key                         value
//   meta    "queue-key"                 x[32] key of the tokens
//   queue   event, octet 0              x[32] seed, x[32] commitment, octet flags,
//                                       of flag 1: v drawn_count, x[32] drawn_digest,
//                                       v serving, s next_turn_us,
//                                       8 × (v turns, v claimed), v runs,
//                                       runs × (v from, v end, s at)
//           event, octet 1, be32 number x[16] contribution, x[16] customer
//           event, octet 2, be32 number v position, s admitted_at, s expires_at, octet flags,
//                                       of flag 2: v reservation
//
// Flags of the first: 1 closed, 2 drawn. Of the last: 1 done, 2 as above.
inline constexpr std::string_view kQueueKeyKey = "queue-key";

enum class QueueEntry : std::uint8_t { kRecord = 0, kEntrant = 1, kLease = 2 };

// What a key of the family is of; `number` of an entrant or a lease.
struct QueueKey {
  domain::EventNumber event = 0;
  QueueEntry entry = QueueEntry::kRecord;
  std::uint32_t number = 0;
};

void EncodeQueueKey(std::string& out, const QueueKey& key);
void EncodeQueueRecord(std::string& out, const domain::QueueRecord& record);
void EncodeEntrant(std::string& out, const domain::Entrant& entrant);
void EncodeLease(std::string& out, const domain::Lease& lease);

// The beginning of all keys of an event's entrants, or of another kind.
std::string QueuePrefixOf(domain::EventNumber event, QueueEntry entry);

std::optional<QueueKey> DecodeQueueKey(std::string_view key);
std::optional<domain::QueueRecord> DecodeQueueRecord(std::string_view value);
std::optional<domain::Entrant> DecodeEntrant(std::string_view value);
std::optional<domain::Lease> DecodeLease(std::string_view value);

}  // namespace onsale::storage
