#include "onsale/storage/queue_codec.h"

#include "onsale/storage/checked_fields.h"
#include "onsale/storage/coding.h"

namespace onsale::storage {
namespace {

using domain::Entrant;
using domain::Lease;
using domain::QueueRecord;
using domain::Turns;

constexpr int kEntrantOctets = 4;

// Of a record.
constexpr std::uint8_t kClosedFlag = 1;
constexpr std::uint8_t kDrawnFlag = 2;
// Of a lease.
constexpr std::uint8_t kDoneFlag = 1;
constexpr std::uint8_t kReservationFlag = 2;

void PutTurns(std::string& out, const Turns::State& turns) {
  PutVarint(out, turns.serving);
  PutSigned(out, turns.next_turn_us);
  for (const auto& observed : turns.show_rate) {
    PutVarint(out, observed.turns);
    PutVarint(out, observed.claimed);
  }
  PutVarint(out, turns.runs.size());
  for (const Turns::Run& run : turns.runs) {
    PutVarint(out, run.from);
    PutVarint(out, run.end);
    PutSigned(out, run.at);
  }
}

Turns::State ReadTurns(Reader& in, bool& valid) {
  Turns::State turns;
  turns.serving = ReadNumber<std::uint32_t>(in, valid);
  turns.next_turn_us = in.Signed();
  for (auto& observed : turns.show_rate) {
    observed.turns = ReadNumber<std::uint32_t>(in, valid);
    observed.claimed = ReadNumber<std::uint32_t>(in, valid);
    valid = valid && observed.claimed <= observed.turns;
  }
  std::uint32_t end = 0;  // of the run before
  for (std::uint64_t left = in.Varint(); left > 0 && in.ok(); --left) {
    Turns::Run run;
    run.from = ReadNumber<std::uint32_t>(in, valid);
    run.end = ReadNumber<std::uint32_t>(in, valid);
    run.at = in.Signed();
    valid = valid && run.from >= end && run.from < run.end && run.end <= turns.serving;
    end = run.end;
    turns.runs.push_back(run);
  }
  return turns;
}

}  // namespace

void EncodeQueueKey(std::string& out, const QueueKey& key) {
  out += QueuePrefixOf(key.event, key.entry);
  if (key.entry != QueueEntry::kRecord) PutBigEndian(out, key.number, kEntrantOctets);
}

std::string QueuePrefixOf(domain::EventNumber event, QueueEntry entry) {
  std::string prefix = EventKeyOf(event);
  PutOctet(prefix, static_cast<unsigned>(entry));
  return prefix;
}

void EncodeQueueRecord(std::string& out, const QueueRecord& record) {
  PutBytes(out, record.seed);
  PutBytes(out, record.commitment);
  PutOctet(out, (record.closed ? kClosedFlag : 0U) | (record.drawn ? kDrawnFlag : 0U));
  if (record.closed) {
    PutVarint(out, record.drawn_count);
    PutBytes(out, record.drawn_digest);
  }
  PutTurns(out, record.turns);
}

void EncodeEntrant(std::string& out, const Entrant& entrant) {
  PutBytes(out, entrant.contribution);
  PutBytes(out, entrant.customer);
}

void EncodeLease(std::string& out, const Lease& lease) {
  PutVarint(out, lease.position);
  PutSigned(out, lease.admitted_at);
  PutSigned(out, lease.expires_at);
  PutOctet(out, (lease.done ? kDoneFlag : 0U) | (lease.reservation ? kReservationFlag : 0U));
  if (lease.reservation) PutVarint(out, *lease.reservation);
}

std::optional<QueueKey> DecodeQueueKey(std::string_view key) {
  Reader in(key);
  QueueKey decoded;
  decoded.event = static_cast<domain::EventNumber>(in.BigEndian(kEventOctets));
  const std::uint64_t entry = in.BigEndian(1);
  if (entry > static_cast<std::uint64_t>(QueueEntry::kLease)) return std::nullopt;
  decoded.entry = static_cast<QueueEntry>(entry);
  if (decoded.entry != QueueEntry::kRecord) {
    decoded.number = static_cast<std::uint32_t>(in.BigEndian(kEntrantOctets));
  }
  return in.done() ? std::optional(decoded) : std::nullopt;
}

std::optional<QueueRecord> DecodeQueueRecord(std::string_view value) {
  Reader in(value);
  QueueRecord record;
  bool valid = true;
  in.Bytes(record.seed);
  in.Bytes(record.commitment);
  const std::uint64_t flags = in.BigEndian(1);
  record.closed = (flags & kClosedFlag) != 0;
  record.drawn = (flags & kDrawnFlag) != 0;
  if (record.closed) {
    record.drawn_count = ReadNumber<std::uint32_t>(in, valid);
    in.Bytes(record.drawn_digest);
  }
  record.turns = ReadTurns(in, valid);
  valid = valid && flags <= (kClosedFlag | kDrawnFlag) && (record.closed || !record.drawn);
  return valid && in.done() ? std::optional(record) : std::nullopt;
}

std::optional<Entrant> DecodeEntrant(std::string_view value) {
  Reader in(value);
  Entrant entrant;
  in.Bytes(entrant.contribution);
  in.Bytes(entrant.customer);
  return in.done() ? std::optional(entrant) : std::nullopt;
}

std::optional<Lease> DecodeLease(std::string_view value) {
  Reader in(value);
  Lease lease;
  bool valid = true;
  lease.position = ReadNumber<std::uint32_t>(in, valid);
  lease.admitted_at = in.Signed();
  lease.expires_at = in.Signed();
  const std::uint64_t flags = in.BigEndian(1);
  lease.done = (flags & kDoneFlag) != 0;
  if ((flags & kReservationFlag) != 0) lease.reservation = in.Varint();
  valid = valid && flags <= (kDoneFlag | kReservationFlag);
  return valid && in.done() ? std::optional(lease) : std::nullopt;
}

}  // namespace onsale::storage
