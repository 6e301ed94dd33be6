#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "onsale/base/sha256.h"
#include "onsale/domain/change.h"
#include "onsale/domain/event.h"
#include "onsale/domain/reservation.h"

namespace onsale::storage {

// What is on disk, format kFormatVersion. `be32`, `be40`, `be64`: big-endian; `v`: varint; `s`:
// signed varint (zigzag); `text`: v length, octets; `x[n]`: n octets. See coding.h.
//
//   family        key                          value
//   meta          "format"                     v version
//                 "next-event"                 v number of the next event to be created
//   events        event                        definition
//   counters      event                        v sequence, x[32] chain head, v sections,
//                                              sections × (v held, v confirmed),
//                                              nothing | sections × v blocked
//   reservations  event, be40 number           reservation
//   idempotency   be64 created_at, event,      x[16] fingerprint, be40 reservation, octet status,
//                 octets of the key            s expires_at, v available, v sequence,
//                                              of status + 128: v place
//   changes       event, be64 sequence         change, x[32] hash
//   feed          be64 position of the last    entries of a batch, one at least, by event
//   webhooks, webhook_log                      see webhook_codec.h
//   queue                                      see queue_codec.h
//
//   event       := be32 number
//   definition  := text id, text name, text venue, text description, option starts_at,
//                  s opens_at, option closes_at, octet flags, v limit_per_customer, v hold_ms,
//                  s created_at, v sections, sections × (text id, text name, v capacity),
//                  of flag 2: v offer_ms, octet keep_accessible,
//                             sections × (text category, text price, octet 0 | octet 1, plan),
//                  of flag 4: text accent, text image,
//                  of flag 8: s opens_at, v target, v rate_per_minute, v claim_ms,
//                             v admission_ms, octet paused, text message, text beacon_source,
//                             text beacon
//                  flags: 1 paused, 16 verified_customers, 2, 4 and 8 as above
//   plan        := see plan_codec.h
//   option      := octet 0 | octet 1, s value
//   reservation := x[15] secret, octet status, v section, v quantity, s created_at, s expires_at,
//                  v hold_ms, v sequence, text customer,
//                  of status + 128: octet flags, octet skipped, v seats, seats × v number
//                  flags: 1 from_waitlist, 2 accessible
//   change      := octet kind, s at, ( definition | be40 number, reservation )
//   entry       := v event, ( v count from 1, v sequence of the first | v 0, text id, s at )
//
// A change's hash is SHA-256(hash of the change before, 32 zero octets before the first ‖ key ‖
// change); the chain head is that of the last. Whoever changes a layout raises kFormatVersion.
// Format 1 had no flag 2, no status of 4 or more, and nothing where there may be nothing; it is
// read as it is, and what is written is of the newer format. Formats 1 and 2 had no feed and no
// webhooks, formats 1 to 3 had no flag 4, and formats 1 to 4 no flags 8 and 16 and no queue. The
// feed has one record a batch: its entries take `count` positions each, or one for a deletion, and
// the record's key is the last of them, so that the record of a position is the first from that on.
//
// Encoders append to `out`. Decoders take exactly one whole thing and give nothing otherwise: not
// on a byte too few or too many, an unknown octet, or a number that does not fit. All are
// thread-safe.
inline constexpr std::uint64_t kFormatVersion = 5;
inline constexpr std::uint64_t kFeedFormatVersion = 3;  // the first with a feed
inline constexpr std::string_view kFormatKey = "format";
inline constexpr std::string_view kNextEventKey = "next-event";
inline constexpr int kEventOctets = 4;  // of an event in keys

// An event's numbers as they are kept.
struct StoredCounters {
  domain::Sequence sequence = 0;
  Sha256Digest chain_head = {};
  std::vector<domain::SectionCounters> sections;

  bool operator==(const StoredCounters&) const = default;
};

// Changes of one event that stand side by side in the feed.
struct FeedRun {
  domain::EventNumber event = 0;
  std::uint64_t count = 0;  // from 1
  domain::Sequence first = 0;

  bool operator==(const FeedRun&) const = default;
};

using FeedEntry = std::variant<FeedRun, domain::Deletion>;

// What the key of an idempotency record says.
struct IdempotencyName {
  TimeMs created_at = 0;
  domain::EventNumber event = 0;
  std::string_view key;  // of the request
};

std::string EventKeyOf(domain::EventNumber event);
void EncodeReservationKey(std::string& out, domain::EventNumber event, std::uint64_t number);
void EncodeChangeKey(std::string& out, domain::EventNumber event, domain::Sequence sequence);
void EncodeFeedKey(std::string& out, domain::FeedPosition last);
void EncodeIdempotencyName(std::string& out, const IdempotencyName& name);
void EncodeIdempotencyKey(std::string& out, const domain::IdempotencyRecord& record);

void EncodeDefinition(std::string& out, const domain::EventDefinition& definition);
void EncodeCounters(std::string& out, const StoredCounters& counters);
void EncodeReservation(std::string& out, const domain::Reservation& reservation);
void EncodeIdempotency(std::string& out, const domain::IdempotencyRecord& record);
void EncodeChange(std::string& out, const domain::Change& change);  // without its hash
void EncodeFeedEntry(std::string& out, const FeedEntry& entry);

std::optional<std::uint64_t> DecodeNumber(std::string_view value);
std::optional<domain::EventNumber> DecodeEventKey(std::string_view key);
std::optional<domain::EventDefinition> DecodeDefinition(std::string_view key,
                                                        std::string_view value);
std::optional<StoredCounters> DecodeCounters(std::string_view value);
std::optional<domain::Reservation> DecodeReservation(std::string_view key, std::string_view value);
// Only what an outline has; the rest of the value is not looked at.
std::optional<domain::ReservationOutline> DecodeOutline(std::string_view key,
                                                        std::string_view value);
// `key` outlives the name.
std::optional<IdempotencyName> DecodeIdempotencyKey(std::string_view key);
std::optional<domain::IdempotencyRecord> DecodeIdempotency(std::string_view key,
                                                           std::string_view value);

// `hash`, where not null, gets the stored hash.
std::optional<domain::Change> DecodeChange(std::string_view key, std::string_view value,
                                           Sha256Digest* hash);

std::optional<domain::FeedPosition> DecodeFeedKey(std::string_view key);
std::optional<std::vector<FeedEntry>> DecodeFeed(std::string_view value);

}  // namespace onsale::storage
