#include "onsale/storage/codec.h"

#include <algorithm>
#include <utility>

#include "onsale/storage/checked_fields.h"
#include "onsale/storage/coding.h"
#include "onsale/storage/definition_codec.h"

namespace onsale::storage {
namespace {

using domain::Change;
using domain::ChangeKind;
using domain::EventDefinition;
using domain::EventNumber;
using domain::IdempotencyRecord;
using domain::Reservation;
using domain::ReservationStatus;

constexpr int kNumberOctets = 5;
constexpr int kSequenceOctets = 8;
constexpr int kPositionOctets = 8;

// Of a status: more follows at the end.
constexpr std::uint8_t kMoreFlag = 0x80;
// Of a reservation.
constexpr std::uint8_t kFromWaitlistFlag = 1;
constexpr std::uint8_t kAccessibleFlag = 2;

EventNumber ReadEvent(Reader& in) { return static_cast<EventNumber>(in.BigEndian(kEventOctets)); }

ReservationStatus StatusOf(std::uint8_t octet, bool& valid) {
  if (octet > static_cast<std::uint8_t>(ReservationStatus::kReleased)) valid = false;
  return static_cast<ReservationStatus>(octet);
}

void ReadMore(Reader& in, Reservation& reservation, bool& valid) {
  const std::uint8_t flags = ReadOctet(in);
  const std::uint8_t skipped = ReadOctet(in);
  valid = valid && flags <= (kFromWaitlistFlag | kAccessibleFlag) &&
          skipped <= static_cast<std::uint8_t>(domain::SkipReason::kLimit);
  reservation.from_waitlist = (flags & kFromWaitlistFlag) != 0;
  reservation.accessible = (flags & kAccessibleFlag) != 0;
  reservation.skipped = static_cast<domain::SkipReason>(skipped);
  for (std::uint64_t left = in.Varint(); left > 0 && in.ok(); --left) {
    reservation.seats.push_back(ReadNumber<domain::SeatNumber>(in, valid));
  }
}

Reservation ReadReservation(Reader& in, bool& valid) {
  Reservation reservation;
  in.Bytes(reservation.id.secret);
  const std::uint8_t status = ReadOctet(in);
  reservation.status = StatusOf(status & (kMoreFlag - 1), valid);
  reservation.section = ReadNumber<std::uint16_t>(in, valid);
  reservation.quantity = ReadNumber<std::uint32_t>(in, valid);
  reservation.created_at = in.Signed();
  reservation.expires_at = in.Signed();
  reservation.hold_ms = ReadNumber<std::int64_t>(in, valid);
  reservation.sequence = in.Varint();
  reservation.customer = in.Text();
  if ((status & kMoreFlag) != 0) ReadMore(in, reservation, valid);
  return reservation;
}

bool IsDefinitionChange(ChangeKind kind) {
  return kind == ChangeKind::kEventCreated || kind == ChangeKind::kEventEdited;
}

}  // namespace

std::string EventKeyOf(EventNumber event) {
  std::string key;
  PutBigEndian(key, event, kEventOctets);
  return key;
}

void EncodeReservationKey(std::string& out, EventNumber event, std::uint64_t number) {
  PutBigEndian(out, event, kEventOctets);
  PutBigEndian(out, number, kNumberOctets);
}

void EncodeChangeKey(std::string& out, EventNumber event, domain::Sequence sequence) {
  PutBigEndian(out, event, kEventOctets);
  PutBigEndian(out, sequence, kSequenceOctets);
}

void EncodeFeedKey(std::string& out, domain::FeedPosition last) {
  PutBigEndian(out, last, kPositionOctets);
}

void EncodeIdempotencyName(std::string& out, const IdempotencyName& name) {
  PutBigEndian(out, static_cast<std::uint64_t>(name.created_at), 8);
  PutBigEndian(out, name.event, kEventOctets);
  out += name.key;
}

void EncodeIdempotencyKey(std::string& out, const IdempotencyRecord& record) {
  EncodeIdempotencyName(out, {record.created_at, record.event, record.key});
}

void EncodeCounters(std::string& out, const StoredCounters& counters) {
  PutVarint(out, counters.sequence);
  PutBytes(out, counters.chain_head);
  PutVarint(out, counters.sections.size());
  for (const domain::SectionCounters& section : counters.sections) {
    PutVarint(out, static_cast<std::uint64_t>(section.held));
    PutVarint(out, static_cast<std::uint64_t>(section.confirmed));
  }
  const auto has_blocked = [](const domain::SectionCounters& s) { return s.blocked != 0; };
  if (std::none_of(counters.sections.begin(), counters.sections.end(), has_blocked)) return;
  for (const domain::SectionCounters& section : counters.sections) {
    PutVarint(out, static_cast<std::uint64_t>(section.blocked));
  }
}

void EncodeReservation(std::string& out, const Reservation& reservation) {
  const bool more = reservation.from_waitlist || reservation.accessible ||
                    reservation.skipped != domain::SkipReason::kNone || !reservation.seats.empty();
  PutBytes(out, reservation.id.secret);
  PutOctet(out, static_cast<std::uint8_t>(static_cast<std::uint8_t>(reservation.status) |
                                          (more ? kMoreFlag : 0)));
  PutVarint(out, reservation.section);
  PutVarint(out, reservation.quantity);
  PutSigned(out, reservation.created_at);
  PutSigned(out, reservation.expires_at);
  PutVarint(out, static_cast<std::uint64_t>(reservation.hold_ms));
  PutVarint(out, reservation.sequence);
  PutText(out, reservation.customer);
  if (!more) return;
  PutOctet(out, static_cast<std::uint8_t>((reservation.from_waitlist ? kFromWaitlistFlag : 0) |
                                          (reservation.accessible ? kAccessibleFlag : 0)));
  PutOctet(out, static_cast<std::uint8_t>(reservation.skipped));
  PutVarint(out, reservation.seats.size());
  for (const domain::SeatNumber seat : reservation.seats) PutVarint(out, seat);
}

void EncodeIdempotency(std::string& out, const IdempotencyRecord& record) {
  PutBytes(out, record.fingerprint);
  PutBigEndian(out, record.reservation, kNumberOctets);
  PutOctet(out, static_cast<std::uint8_t>(static_cast<std::uint8_t>(record.status) |
                                          (record.place > 0 ? kMoreFlag : 0)));
  PutSigned(out, record.expires_at);
  PutVarint(out, static_cast<std::uint64_t>(record.available));
  PutVarint(out, record.sequence);
  if (record.place > 0) PutVarint(out, static_cast<std::uint64_t>(record.place));
}

void EncodeChange(std::string& out, const Change& change) {
  PutOctet(out, static_cast<std::uint8_t>(change.kind));
  PutSigned(out, change.at);
  if (IsDefinitionChange(change.kind)) {
    EncodeDefinition(out, *change.definition);
  } else {
    PutBigEndian(out, change.reservation->id.number, kNumberOctets);
    EncodeReservation(out, *change.reservation);
  }
}

void EncodeFeedEntry(std::string& out, const FeedEntry& entry) {
  if (const auto* run = std::get_if<FeedRun>(&entry)) {
    PutVarint(out, run->event);
    PutVarint(out, run->count);
    PutVarint(out, run->first);
  } else {
    const auto& deletion = std::get<domain::Deletion>(entry);
    PutVarint(out, deletion.event);
    PutVarint(out, 0);
    PutText(out, deletion.id);
    PutSigned(out, deletion.at);
  }
}

std::optional<std::uint64_t> DecodeNumber(std::string_view value) {
  Reader in(value);
  const std::uint64_t number = in.Varint();
  return in.done() ? std::optional(number) : std::nullopt;
}

std::optional<EventNumber> DecodeEventKey(std::string_view key) {
  Reader in(key);
  const EventNumber event = ReadEvent(in);
  return in.done() ? std::optional(event) : std::nullopt;
}

std::optional<EventDefinition> DecodeDefinition(std::string_view key, std::string_view value) {
  const auto event = DecodeEventKey(key);
  Reader in(value);
  bool valid = event.has_value();
  EventDefinition definition = ReadDefinition(in, valid);
  if (!valid || !in.done()) return std::nullopt;
  definition.number = *event;
  return definition;
}

std::optional<StoredCounters> DecodeCounters(std::string_view value) {
  Reader in(value);
  StoredCounters counters;
  bool valid = true;
  counters.sequence = in.Varint();
  in.Bytes(counters.chain_head);
  for (std::uint64_t left = in.Varint(); left > 0 && in.ok(); --left) {
    const auto held = ReadNumber<std::int64_t>(in, valid);
    const auto confirmed = ReadNumber<std::int64_t>(in, valid);
    counters.sections.push_back({held, confirmed, 0});
  }
  if (!in.done()) {
    for (auto& section : counters.sections) section.blocked = ReadNumber<std::int64_t>(in, valid);
  }
  if (!valid || !in.done()) return std::nullopt;
  return counters;
}

std::optional<Reservation> DecodeReservation(std::string_view key, std::string_view value) {
  Reader key_in(key);
  const EventNumber event = ReadEvent(key_in);
  const std::uint64_t number = key_in.BigEndian(kNumberOctets);
  Reader in(value);
  bool valid = key_in.done();
  Reservation reservation = ReadReservation(in, valid);
  if (!valid || !in.done()) return std::nullopt;
  reservation.id.event = event;
  reservation.id.number = number;
  return reservation;
}

std::optional<domain::ReservationOutline> DecodeOutline(std::string_view key,
                                                        std::string_view value) {
  domain::ReservationOutline outline;
  Reader key_in(key);
  outline.event = ReadEvent(key_in);
  outline.number = key_in.BigEndian(kNumberOctets);
  Reader in(value);
  bool valid = key_in.done();
  in.Bytes(sizeof(domain::ReservationId::Secret));
  outline.status = StatusOf(ReadOctet(in) & (kMoreFlag - 1), valid);
  outline.section = ReadNumber<std::uint16_t>(in, valid);
  return valid && in.ok() ? std::optional(outline) : std::nullopt;
}

std::optional<IdempotencyName> DecodeIdempotencyKey(std::string_view key) {
  Reader in(key);
  IdempotencyName name;
  name.created_at = static_cast<TimeMs>(in.BigEndian(8));
  name.event = ReadEvent(in);
  name.key = in.Rest();
  return in.done() && !name.key.empty() ? std::optional(name) : std::nullopt;
}

std::optional<IdempotencyRecord> DecodeIdempotency(std::string_view key, std::string_view value) {
  const auto name = DecodeIdempotencyKey(key);
  bool valid = name.has_value();
  IdempotencyRecord record;
  if (valid) {
    record.created_at = name->created_at;
    record.event = name->event;
    record.key = name->key;
  }
  Reader in(value);
  in.Bytes(record.fingerprint);
  record.reservation = in.BigEndian(kNumberOctets);
  const std::uint8_t status = ReadOctet(in);
  record.status = StatusOf(status & (kMoreFlag - 1), valid);
  record.expires_at = in.Signed();
  record.available = ReadNumber<std::int64_t>(in, valid);
  record.sequence = in.Varint();
  if ((status & kMoreFlag) != 0) record.place = ReadNumber<std::int64_t>(in, valid);
  if (!valid || !in.done()) return std::nullopt;
  return record;
}

std::optional<Change> DecodeChange(std::string_view key, std::string_view value,
                                   Sha256Digest* hash) {
  Reader key_in(key);
  Change change;
  change.event = ReadEvent(key_in);
  change.sequence = key_in.BigEndian(kSequenceOctets);
  Reader in(value);
  bool valid = key_in.done();
  const std::uint8_t kind = ReadOctet(in);
  if (kind < static_cast<std::uint8_t>(ChangeKind::kEventCreated) ||
      kind > static_cast<std::uint8_t>(ChangeKind::kReleased)) {
    return std::nullopt;
  }
  change.kind = static_cast<ChangeKind>(kind);
  change.at = in.Signed();
  if (IsDefinitionChange(change.kind)) {
    EventDefinition definition = ReadDefinition(in, valid);
    definition.number = change.event;
    change.definition = std::make_shared<const EventDefinition>(std::move(definition));
  } else {
    const std::uint64_t number = in.BigEndian(kNumberOctets);
    Reservation reservation = ReadReservation(in, valid);
    reservation.id.event = change.event;
    reservation.id.number = number;
    change.reservation = std::make_shared<const Reservation>(std::move(reservation));
  }
  Sha256Digest stored;
  in.Bytes(stored);
  if (!valid || !in.done()) return std::nullopt;
  if (hash != nullptr) *hash = stored;
  return change;
}

std::optional<domain::FeedPosition> DecodeFeedKey(std::string_view key) {
  Reader in(key);
  const domain::FeedPosition last = in.BigEndian(kPositionOctets);
  return in.done() ? std::optional(last) : std::nullopt;
}

std::optional<std::vector<FeedEntry>> DecodeFeed(std::string_view value) {
  Reader in(value);
  std::vector<FeedEntry> entries;
  bool valid = !value.empty();
  while (valid && in.ok() && !in.done()) {
    const auto event = ReadNumber<EventNumber>(in, valid);
    const std::uint64_t count = in.Varint();
    if (count > 0) {
      entries.emplace_back(FeedRun{event, count, in.Varint()});
    } else {
      std::string id(in.Text());
      entries.emplace_back(domain::Deletion{event, std::move(id), in.Signed()});
    }
  }
  if (!valid || !in.done()) return std::nullopt;
  return entries;
}

}  // namespace onsale::storage
