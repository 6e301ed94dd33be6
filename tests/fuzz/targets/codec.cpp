// What is on disk: each decoder of storage/*codec.h. A letter for which, an octet with the length
// of the key, the key, the value. What is decoded is encoded so that it is decoded to the same.

#include "onsale/storage/codec.h"

#include <string>
#include <utility>

#include "fuzz/fuzz.h"
#include "onsale/storage/coding.h"
#include "onsale/storage/queue_codec.h"
#include "onsale/storage/webhook_codec.h"

namespace onsale::fuzz {
namespace {

using namespace onsale::storage;

template <typename Encode, typename Value>
std::string Encoded(Encode encode, const Value& value) {
  std::string out;
  encode(out, value);
  return out;
}

// Octets of an older format, or a number spelt longer than it has to be, may change once.
template <typename Decode, typename Encode>
void CheckValue(Decode decode, Encode encode, std::string_view octets) {
  const auto value = decode(octets);
  if (!value) return;
  const std::string encoded = Encoded(encode, *value);
  const auto again = decode(encoded);
  Require(again.has_value() && *again == *value, "a value is decoded as it was encoded");
  Require(Encoded(encode, *again) == encoded, "a value has one encoding");
  Require(!decode(encoded + "x"), "an octet too many is refused");
  Require(!decode(std::string_view(encoded).substr(0, encoded.size() - 1)),
          "an octet too few is refused");
}

void CheckEvents(char which, std::string_view key, std::string_view value) {
  if (which == 'd') {
    CheckValue([&](std::string_view v) { return DecodeDefinition(key, v); }, EncodeDefinition,
               value);
    if (const auto event = DecodeEventKey(key)) Require(EventKeyOf(*event) == key, "event's key");
  } else if (which == 'n') {
    CheckValue(DecodeNumber, PutVarint, value);
  } else {
    // Without an octet for each section at the end nothing is blocked, so one may be missing.
    if (const auto counters = DecodeCounters(value)) {
      const auto again = DecodeCounters(Encoded(EncodeCounters, *counters));
      Require(again == counters, "counters are decoded as they were encoded");
    }
  }
}

void CheckReservation(std::string_view key, std::string_view value) {
  const auto decode = [&](std::string_view v) { return DecodeReservation(key, v); };
  CheckValue(decode, EncodeReservation, value);
  if (const auto reservation = decode(value)) {
    std::string again;
    EncodeReservationKey(again, reservation->id.event, reservation->id.number);
    Require(again == key, "reservation's key");
    const auto outline = DecodeOutline(key, value);
    Require(outline && outline->event == reservation->id.event &&
                outline->number == reservation->id.number &&
                outline->status == reservation->status && outline->section == reservation->section,
            "an outline says what its reservation does");
  }
}

void CheckIdempotency(std::string_view key, std::string_view value) {
  const auto decode = [&](std::string_view v) { return DecodeIdempotency(key, v); };
  CheckValue(decode, EncodeIdempotency, value);
  if (const auto record = decode(value)) {
    Require(Encoded(EncodeIdempotencyKey, *record) == key, "idempotency record's key");
  }
}

// A change as it is compared: without what its key says.
struct StoredChange {
  domain::Change change;
  Sha256Digest hash = {};

  bool operator==(const StoredChange& other) const {
    const auto same = [](const auto& a, const auto& b) {
      return a == nullptr ? b == nullptr : b != nullptr && *a == *b;
    };
    return change.kind == other.change.kind && change.at == other.change.at &&
           same(change.definition, other.change.definition) &&
           same(change.reservation, other.change.reservation) && hash == other.hash;
  }
};

void CheckChange(std::string_view key, std::string_view value) {
  const auto decode = [&](std::string_view v) -> std::optional<StoredChange> {
    StoredChange stored;
    auto change = DecodeChange(key, v, &stored.hash);
    if (!change) return std::nullopt;
    stored.change = *std::move(change);
    return stored;
  };
  const auto encode = [](std::string& out, const StoredChange& stored) {
    EncodeChange(out, stored.change);
    PutBytes(out, stored.hash);
  };
  CheckValue(decode, encode, value);
  if (const auto stored = decode(value)) {
    std::string again;
    EncodeChangeKey(again, stored->change.event, stored->change.sequence);
    Require(again == key, "change's key");
  }
}

void CheckFeed(std::string_view key, std::string_view value) {
  if (const auto last = DecodeFeedKey(key)) {
    Require(Encoded(EncodeFeedKey, *last) == key, "feed's key");
  }
  const auto entries = DecodeFeed(value);
  if (!entries) return;
  Require(!entries->empty(), "a batch has an entry");
  std::string encoded;
  for (const FeedEntry& entry : *entries) EncodeFeedEntry(encoded, entry);
  Require(DecodeFeed(encoded) == entries, "a feed is decoded as it was encoded");
}

void CheckQueue(std::string_view key, std::string_view value) {
  if (const auto decoded = DecodeQueueKey(key)) {
    Require(Encoded(EncodeQueueKey, *decoded) == key, "waiting room's key");
  }
  CheckValue(DecodeQueueRecord, EncodeQueueRecord, value);
  CheckValue(DecodeEntrant, EncodeEntrant, value);
  CheckValue(DecodeLease, EncodeLease, value);
}

void CheckWebhook(std::string_view key, std::string_view value) {
  CheckValue([&](std::string_view v) { return DecodeWebhook(key, v); }, EncodeWebhook, value);
}

void CheckDelivery(std::string_view key, std::string_view value) {
  const auto decode = [&](std::string_view v) -> std::optional<domain::WebhookDelivery> {
    const auto stored = DecodeWebhookDelivery(key, v);
    if (!stored) return std::nullopt;
    std::string again;
    EncodeWebhookLogKey(again, stored->webhook, stored->delivery.number);
    Require(again == key, "delivery's key");
    return stored->delivery;
  };
  CheckValue(decode, EncodeWebhookDelivery, value);
}

}  // namespace
}  // namespace onsale::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace onsale::fuzz;
  Input input(data, size);
  const char which = static_cast<char>(input.TakeOctet());
  const std::string_view key = input.Take(input.TakeOctet());
  const std::string_view value = input.rest();
  switch (which) {
    case 'd':  // definition
    case 'n':  // number
    case 'c':  // counters
      CheckEvents(which, key, value);
      break;
    case 'r':
      CheckReservation(key, value);
      break;
    case 'i':
      CheckIdempotency(key, value);
      break;
    case 'l':  // log
      CheckChange(key, value);
      break;
    case 'f':
      CheckFeed(key, value);
      break;
    case 'q':
      CheckQueue(key, value);
      break;
    case 'w':
      CheckWebhook(key, value);
      break;
    case 'v':  // delivery
      CheckDelivery(key, value);
      break;
    default:
      break;
  }
  return 0;
}
