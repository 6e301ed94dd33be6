#include "onsale/storage/codec.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "onsale/storage/coding.h"
#include "support/commands.h"
#include "support/hex.h"
#include "support/printers.h"
#include "support/seeded_random.h"

namespace onsale::storage {
namespace {

using domain::Change;
using domain::ChangeKind;
using domain::EventDefinition;
using domain::IdempotencyRecord;
using domain::Reservation;
using domain::ReservationStatus;
using test::SeededRandom;

// Random values of every shape, as far as they can be stored.
class AnyValues {
 public:
  explicit AnyValues(std::uint64_t seed) : random(seed) {}

  TimeMs Time() {
    const auto time = static_cast<TimeMs>(random.AnyMagnitude());
    return random.OneIn(2) ? -time : time;
  }
  std::int64_t Count() { return static_cast<std::int64_t>(random.AnyMagnitude() >> 1); }
  std::optional<TimeMs> MaybeTime() {
    return random.OneIn(2) ? std::optional<TimeMs>(Time()) : std::nullopt;
  }
  domain::EventNumber Event() { return static_cast<domain::EventNumber>(random.AnyMagnitude()); }
  std::uint64_t Number() { return random.AnyMagnitude() >> 24; }
  ReservationStatus Status() { return static_cast<ReservationStatus>(random.Between(0, 6)); }

  EventDefinition Definition() {
    EventDefinition definition;
    definition.number = Event();
    definition.id = random.Octets(64);
    definition.name = random.Octets(200);
    definition.venue = random.Octets(200);
    definition.description = random.Octets(1'000);
    definition.starts_at = MaybeTime();
    definition.opens_at = Time();
    definition.closes_at = MaybeTime();
    definition.paused = random.OneIn(2);
    definition.limit_per_customer = Count();
    definition.hold_ms = Count();
    definition.created_at = Time();
    const int sections = random.Between(0, 5);
    for (int i = 0; i < sections; ++i) {
      definition.sections.push_back({random.Octets(64), random.Octets(200), Count()});
      auto& section = definition.sections.back();
      section.label = {random.Octets(60), random.Octets(60)};
      if (random.OneIn(2)) continue;
      section.plan = Plan();
      section.capacity = static_cast<std::int64_t>(section.plan->seats.size());
    }
    definition.offer_ms = Count();
    definition.keep_accessible = random.OneIn(2);
    definition.verified_customers = random.OneIn(2);
    if (random.OneIn(2)) definition.accent = random.Octets(7);
    if (random.OneIn(2)) definition.image = random.Octets(200);
    if (random.OneIn(2)) {
      definition.queue = {Time(),           Count(),          Count(),
                          Count(),          Count(),          random.OneIn(2),
                          random.Octets(9), random.Octets(9), random.Octets(9)};
    }
    return definition;
  }

  domain::SeatPlanPtr Plan() {
    auto plan = std::make_shared<domain::SeatPlan>();
    plan->placed = random.OneIn(2);
    for (int left = random.Between(0, 3); left > 0; --left) {
      plan->labels.push_back({random.Octets(60), random.Octets(60)});
    }
    for (int rows = random.Between(0, 4); rows > 0; --rows) {
      domain::Row row{random.Octets(32), static_cast<std::uint32_t>(plan->seats.size()), 0};
      for (int seats = random.Between(0, 9); seats > 0; --seats, ++row.count) {
        plan->seats.push_back(AnySeat(*plan));
      }
      plan->rows.push_back(row);
    }
    for (int left = random.Between(0, 3); left > 0; --left) {
      plan->retired.push_back({random.Octets(32), random.Octets(32), 0});
    }
    std::vector<domain::SeatNumber> numbers(plan->seats.size() + plan->retired.size());
    std::iota(numbers.begin(), numbers.end(), 0U);
    for (std::size_t i = numbers.size(); i > 1; --i) {
      std::swap(numbers[i - 1], numbers[random.Between<std::size_t>(0, i - 1)]);
    }
    for (domain::Seat& seat : plan->seats) seat.number = Take(numbers);
    for (domain::RetiredSeat& seat : plan->retired) seat.number = Take(numbers);
    plan->Index();
    return plan;
  }

  domain::Seat AnySeat(domain::SeatPlan& plan) {
    domain::Seat seat;
    plan.Name(seat, random.Octets(32));
    seat.x = static_cast<std::int32_t>(random.AnyMagnitude());
    seat.y = static_cast<std::int32_t>(random.AnyMagnitude());
    seat.label = static_cast<std::uint16_t>(random.Between<std::size_t>(0, plan.labels.size()));
    seat.marks = static_cast<std::uint8_t>(random.Between(0, 7));
    seat.gap = static_cast<std::uint8_t>(random.Between(0, 255));
    return seat;
  }

  static domain::SeatNumber Take(std::vector<domain::SeatNumber>& numbers) {
    const domain::SeatNumber number = numbers.back();
    numbers.pop_back();
    return number;
  }

  Reservation MakeReservation() {
    Reservation reservation;
    reservation.id.event = Event();
    reservation.id.number = Number();
    random.Fill(reservation.id.secret);
    reservation.status = Status();
    reservation.section = static_cast<std::uint16_t>(random.AnyMagnitude());
    reservation.quantity = static_cast<std::uint32_t>(random.AnyMagnitude());
    reservation.created_at = Time();
    reservation.expires_at = Time();
    reservation.hold_ms = Count();
    reservation.sequence = random.AnyMagnitude();
    reservation.customer = random.Octets(254);
    reservation.from_waitlist = random.OneIn(3);
    reservation.accessible = random.OneIn(3);
    reservation.skipped = static_cast<domain::SkipReason>(random.Between(0, 2));
    for (int seats = random.OneIn(2) ? random.Between(1, 4) : 0; seats > 0; --seats) {
      reservation.seats.push_back(static_cast<domain::SeatNumber>(random.AnyMagnitude()));
    }
    return reservation;
  }

  IdempotencyRecord Record() {
    IdempotencyRecord record;
    record.event = Event();
    record.key = "k" + random.Octets(254);
    random.Fill(record.fingerprint);
    record.reservation = Number();
    record.status = Status();
    record.created_at = Time();
    record.expires_at = Time();
    record.available = Count();
    record.sequence = random.AnyMagnitude();
    record.place = random.OneIn(2) ? random.Between(1, 100'000) : 0;
    return record;
  }

  StoredCounters Counters() {
    StoredCounters counters;
    counters.sequence = random.AnyMagnitude();
    random.Fill(counters.chain_head);
    const int sections = random.Between(0, 5);
    const bool blocked = random.OneIn(2);
    for (int i = 0; i < sections; ++i) {
      counters.sections.push_back({Count(), Count(), blocked ? Count() : 0});
    }
    return counters;
  }

  SeededRandom random;
};

class CodecTest : public ::testing::Test {
 protected:
  CodecTest() { RecordProperty("seed", std::to_string(seed)); }

  const std::uint64_t seed = test::EnvironmentNumber("ONSALE_CODEC_SEED", 8);
  AnyValues any{seed};
};

std::string ChangeKeyOf(const Change& change) {
  std::string key;
  EncodeChangeKey(key, change.event, change.sequence);
  return key;
}

std::string ReservationKeyOf(const Reservation& reservation) {
  std::string key;
  EncodeReservationKey(key, reservation.id.event, reservation.id.number);
  return key;
}

template <typename Encode, typename Value>
std::string Encoded(Encode encode, const Value& value) {
  std::string out;
  encode(out, value);
  return out;
}

std::string EncodedWithHash(const Change& change, const Sha256Digest& hash) {
  std::string value = Encoded(EncodeChange, change);
  PutBytes(value, hash);
  return value;
}

TEST_F(CodecTest, DefinitionsComeBack) {
  for (int i = 0; i < 300; ++i) {
    const EventDefinition definition = any.Definition();
    EXPECT_EQ(
        DecodeDefinition(EventKeyOf(definition.number), Encoded(EncodeDefinition, definition)),
        definition)
        << "ONSALE_CODEC_SEED=" << seed;
  }
}

TEST_F(CodecTest, CountersComeBack) {
  for (int i = 0; i < 300; ++i) {
    const StoredCounters counters = any.Counters();
    EXPECT_EQ(DecodeCounters(Encoded(EncodeCounters, counters)), counters)
        << "ONSALE_CODEC_SEED=" << seed;
  }
}

TEST_F(CodecTest, ReservationsComeBack) {
  for (int i = 0; i < 300; ++i) {
    const Reservation reservation = any.MakeReservation();
    EXPECT_EQ(
        DecodeReservation(ReservationKeyOf(reservation), Encoded(EncodeReservation, reservation)),
        reservation)
        << "ONSALE_CODEC_SEED=" << seed;
  }
}

TEST_F(CodecTest, OutlinesSayWhatReservationsDo) {
  for (int i = 0; i < 300; ++i) {
    const Reservation reservation = any.MakeReservation();
    const std::string key = ReservationKeyOf(reservation);
    const std::string value = Encoded(EncodeReservation, reservation);
    const auto outline = DecodeOutline(key, value);
    ASSERT_TRUE(outline) << "ONSALE_CODEC_SEED=" << seed;
    EXPECT_EQ(outline->event, reservation.id.event);
    EXPECT_EQ(outline->number, reservation.id.number);
    EXPECT_EQ(outline->status, reservation.status);
    EXPECT_EQ(outline->section, reservation.section);
    EXPECT_FALSE(DecodeOutline(key, value.substr(0, 16)));
    EXPECT_FALSE(DecodeOutline(key + "x", value));
  }
}

TEST_F(CodecTest, NamesOfIdempotencyRecordsComeBack) {
  const IdempotencyRecord record = any.Record();
  const std::string key = Encoded(EncodeIdempotencyKey, record);
  const auto name = DecodeIdempotencyKey(key);
  ASSERT_TRUE(name);
  EXPECT_EQ(name->created_at, record.created_at);
  EXPECT_EQ(name->event, record.event);
  EXPECT_EQ(name->key, record.key);
  EXPECT_EQ(Encoded(EncodeIdempotencyName, *name), key);
  EXPECT_FALSE(DecodeIdempotencyKey(key.substr(0, 12)));
}

TEST_F(CodecTest, IdempotencyRecordsComeBack) {
  for (int i = 0; i < 300; ++i) {
    const IdempotencyRecord record = any.Record();
    EXPECT_EQ(DecodeIdempotency(Encoded(EncodeIdempotencyKey, record),
                                Encoded(EncodeIdempotency, record)),
              record)
        << "ONSALE_CODEC_SEED=" << seed;
  }
}

TEST_F(CodecTest, ChangesComeBack) {
  for (int i = 0; i < 300; ++i) {
    Change change;
    change.kind = static_cast<ChangeKind>(any.random.Between(1, 12));
    change.at = any.Time();
    change.sequence = any.random.AnyMagnitude();
    if (change.kind <= ChangeKind::kEventEdited) {
      change.definition = std::make_shared<const EventDefinition>(any.Definition());
      change.event = change.definition->number;
    } else {
      change.reservation = std::make_shared<const Reservation>(any.MakeReservation());
      change.event = change.reservation->id.event;
    }
    Sha256Digest hash, stored;
    any.random.Fill(hash);
    const auto decoded = DecodeChange(ChangeKeyOf(change), EncodedWithHash(change, hash), &stored);
    ASSERT_TRUE(decoded) << "ONSALE_CODEC_SEED=" << seed;
    EXPECT_EQ(decoded->event, change.event);
    EXPECT_EQ(decoded->sequence, change.sequence);
    EXPECT_EQ(decoded->at, change.at);
    EXPECT_EQ(decoded->kind, change.kind);
    EXPECT_EQ(stored, hash);
    ASSERT_EQ(decoded->definition != nullptr, change.definition != nullptr);
    ASSERT_EQ(decoded->reservation != nullptr, change.reservation != nullptr);
    if (change.definition != nullptr) {
      EXPECT_EQ(*decoded->definition, *change.definition);
    } else {
      EXPECT_EQ(*decoded->reservation, *change.reservation);
    }
    EXPECT_TRUE(DecodeChange(ChangeKeyOf(change), EncodedWithHash(change, hash), nullptr));
  }
}

TEST_F(CodecTest, TheFeedComesBack) {
  for (int i = 0; i < 300; ++i) {
    std::vector<FeedEntry> entries(any.random.Between<std::size_t>(1, 5));
    std::string value;
    for (FeedEntry& entry : entries) {
      if (any.random.OneIn(2)) {
        entry = FeedRun{any.Event(), std::max<std::uint64_t>(1, any.Number()), any.Number()};
      } else {
        entry = domain::Deletion{any.Event(), any.random.Octets(64), any.Time()};
      }
      EncodeFeedEntry(value, entry);
    }
    EXPECT_EQ(DecodeFeed(value), entries) << "ONSALE_CODEC_SEED=" << seed;
    const domain::FeedPosition position = any.random.AnyMagnitude();
    EXPECT_EQ(DecodeFeedKey(Encoded(EncodeFeedKey, position)), position);
  }
  EXPECT_FALSE(DecodeFeed("")) << "a batch without changes has no record";
  EXPECT_FALSE(DecodeFeedKey("1234567"));
  EXPECT_FALSE(DecodeFeedKey("123456789"));
}

TEST_F(CodecTest, NumbersAndEventKeysComeBack) {
  for (int i = 0; i < 300; ++i) {
    const std::uint64_t number = any.random.AnyMagnitude();
    EXPECT_EQ(DecodeNumber(Encoded(PutVarint, number)), number);
    const domain::EventNumber event = any.Event();
    EXPECT_EQ(DecodeEventKey(EventKeyOf(event)), event);
  }
  EXPECT_FALSE(DecodeNumber(""));
  EXPECT_FALSE(DecodeNumber(std::string_view("\1\1", 2)));
  EXPECT_FALSE(DecodeEventKey("abc"));
  EXPECT_FALSE(DecodeEventKey("abcde"));
}

// A decoder of one family, with an entry it takes.
struct Case {
  const char* name;
  std::string key, value;
  std::function<bool(std::string_view key, std::string_view value)> decodes;
};

std::vector<Case> AllFamilies(AnyValues& any) {
  EventDefinition definition = test::FullDefinition();
  const Reservation reservation = any.MakeReservation();
  const IdempotencyRecord record = any.Record();
  Change reserved;
  reserved.event = reservation.id.event;
  reserved.reservation = std::make_shared<const Reservation>(reservation);
  Change edited;
  edited.kind = ChangeKind::kEventEdited;
  edited.definition = std::make_shared<const EventDefinition>(definition);
  StoredCounters counters = any.Counters();
  counters.sections = {{1, 2}, {3, 4}};
  const auto decodes_change = [](auto key, auto value) {
    return DecodeChange(key, value, nullptr).has_value();
  };
  const auto decodes_feed = [](auto, auto value) { return DecodeFeed(value).has_value(); };
  return {{"definition", EventKeyOf(7), Encoded(EncodeDefinition, definition),
           [](auto key, auto value) { return DecodeDefinition(key, value).has_value(); }},
          {"counters", "", Encoded(EncodeCounters, counters),
           [](auto, auto value) { return DecodeCounters(value).has_value(); }},
          {"reservation", ReservationKeyOf(reservation), Encoded(EncodeReservation, reservation),
           [](auto key, auto value) { return DecodeReservation(key, value).has_value(); }},
          {"idempotency", Encoded(EncodeIdempotencyKey, record), Encoded(EncodeIdempotency, record),
           [](auto key, auto value) { return DecodeIdempotency(key, value).has_value(); }},
          {"reserved", ChangeKeyOf(reserved), EncodedWithHash(reserved, {}), decodes_change},
          {"edited", ChangeKeyOf(edited), EncodedWithHash(edited, {}), decodes_change},
          {"run", "", Encoded(EncodeFeedEntry, FeedEntry(FeedRun{7, 300, 9})), decodes_feed},
          {"deletion", "", Encoded(EncodeFeedEntry, FeedEntry(domain::Deletion{7, "aurora", -1})),
           decodes_feed}};
}

TEST_F(CodecTest, ValuesCutShortAreRefused) {
  for (const Case& c : AllFamilies(any)) {
    ASSERT_TRUE(c.decodes(c.key, c.value)) << c.name;
    for (std::size_t length = 0; length < c.value.size(); ++length) {
      EXPECT_FALSE(c.decodes(c.key, c.value.substr(0, length))) << c.name << " " << length;
    }
  }
}

TEST_F(CodecTest, ValuesWithMoreAreRefused) {
  for (const Case& c : AllFamilies(any)) {
    for (const std::string& more :
         {std::string(1, '\0'), std::string("\1"), std::string(40, 'x')}) {
      EXPECT_FALSE(c.decodes(c.key, c.value + more)) << c.name;
    }
  }
}

TEST_F(CodecTest, KeysOfAnotherLengthAreRefused) {
  for (const Case& c : AllFamilies(any)) {
    if (c.key.empty()) continue;
    const bool has_text = std::string_view(c.name) == "idempotency";
    if (!has_text) {
      EXPECT_FALSE(c.decodes(c.key + "x", c.value)) << c.name;
      EXPECT_FALSE(c.decodes(c.key.substr(1), c.value)) << c.name;
    }
    EXPECT_FALSE(c.decodes("", c.value)) << c.name;
  }
  const IdempotencyRecord record = any.Record();
  const std::string key = Encoded(EncodeIdempotencyKey, record);
  const std::string value = Encoded(EncodeIdempotency, record);
  EXPECT_FALSE(DecodeIdempotency(key.substr(0, 12), value)) << "an empty key is none";
  EXPECT_TRUE(DecodeIdempotency(key.substr(0, 13), value));
}

TEST_F(CodecTest, GarbageIsReadWithoutHarm) {
  for (const Case& c : AllFamilies(any)) {
    for (int i = 0; i < 3'000; ++i) {
      std::string value = c.value;
      if (any.random.OneIn(4)) {
        value = any.random.Octets(200);
      } else {
        const int flips = any.random.Between(1, 3);
        for (int k = 0; k < flips; ++k) {
          char& octet = value[any.random.Between<std::size_t>(0, value.size() - 1)];
          octet = static_cast<char>(octet ^ 1 << any.random.Between(0, 7));
        }
      }
      (void)c.decodes(c.key, value);  // for the sanitizers
    }
  }
}

TEST_F(CodecTest, OctetsThatStandForNothingAreRefused) {
  Reservation reservation = any.MakeReservation();
  std::string value = Encoded(EncodeReservation, reservation);
  value[15] = 7;
  EXPECT_FALSE(DecodeReservation(ReservationKeyOf(reservation), value)) << "status";

  EventDefinition definition;
  value = Encoded(EncodeDefinition, definition);  // one octet each
  for (const std::size_t option : {4U, 6U, 7U}) {
    std::string changed = value;
    changed[option] = option == 7 ? 4 : 2;
    if (option != 7) changed.insert(option + 1, 1, '\0');
    EXPECT_FALSE(DecodeDefinition(EventKeyOf(1), changed)) << option;
  }

  Change change;
  change.reservation = std::make_shared<const Reservation>(reservation);
  value = EncodedWithHash(change, {});
  for (const char kind : {'\0', '\15', '\xff'}) {
    value[0] = kind;
    EXPECT_FALSE(DecodeChange(ChangeKeyOf(change), value, nullptr));
  }
}

// A reservation whose section and quantity are the given varints.
std::optional<Reservation> DecodeWith(std::uint64_t section, std::uint64_t quantity,
                                      std::uint64_t hold_ms) {
  std::string value(15, 's');
  value += '\0';
  PutVarint(value, section);
  PutVarint(value, quantity);
  PutSigned(value, 1);
  PutSigned(value, 2);
  PutVarint(value, hold_ms);
  PutVarint(value, 3);
  PutText(value, "ada");
  return DecodeReservation(std::string(9, '\0'), value);
}

TEST_F(CodecTest, NumbersThatDoNotFitAreRefused) {
  EXPECT_TRUE(DecodeWith(0xffff, 0xffffffff, INT64_MAX));
  EXPECT_FALSE(DecodeWith(0x10000, 1, 0));
  EXPECT_FALSE(DecodeWith(1, 0x100000000, 0));
  EXPECT_FALSE(DecodeWith(1, 1, std::uint64_t{1} << 63));

  std::string counters(1, '\1');
  counters.append(32, 'h');
  counters += '\1';
  std::string negative = counters;
  PutVarint(negative, UINT64_MAX);
  PutVarint(negative, 0);
  EXPECT_FALSE(DecodeCounters(negative));
}

}  // namespace
}  // namespace onsale::storage
