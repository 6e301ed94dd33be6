// The very octets that are on disks already. When one of these fails, the layout was changed:
// kFormatVersion has to be raised and the old format read on.

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <vector>

#include "onsale/storage/batch.h"
#include "onsale/storage/codec.h"
#include "support/commands.h"
#include "support/hex.h"
#include "support/manual_clock.h"

namespace onsale::storage {
namespace {

using test::Hex;
using test::kStart;
using test::Unhex;

// As format 1 has it, and what format 2 adds.
const std::string kDefinition1 = Unhex(
    "06 6175726f7261"                                        // id
    "0e 4175726f72612051756172746574"                        // name
    "09 416c7465204f706572"                                  // venue
    "19 54776f20736574732e0a446f6f727320617420736576656e2e"  // description
    "01 80c4b7ebc168"                                        // starts_at
    "80d48499c168"                                           // opens_at
    "01 808ebc9cc168"                                        // closes_at
    "01 04 c0cf24 b0c48499c168"                              // paused … created_at
    "02 05 666c6f6f72 08 5374616e64696e67 a006"              // floor
    "06 7374616c6c73 06 5374616c6c73 1b");                   // stalls

std::string InFormat2(const std::string& definition1, const std::string& extension) {
  std::string definition = definition1;
  definition.at(definition.find(Unhex("01 04 c0cf24"))) |= 2;
  return definition + Unhex(extension);
}

const std::string kDefinition = InFormat2(kDefinition1,
                                          "a0f736 01"   // offer_ms, keep_accessible
                                          "00 00 00"    // floor: category, price, no plan
                                          "00 00 00");  // stalls

const std::string kReservation = Unhex(
    "101112131415161718191a1b1c1d1e"       // secret
    "00 01 ac02"                           // status, section, quantity
    "80d48499c168 80f3cd99c168 c0cf24 09"  // created_at, expires_at, hold_ms, sequence
    "0f 616461406578616d706c652e6f7267");  // customer

domain::Reservation MakeReservation() {
  domain::Reservation reservation;
  reservation.id.event = 7;
  reservation.id.number = 258;
  std::iota(reservation.id.secret.begin(), reservation.id.secret.end(), std::uint8_t{0x10});
  reservation.section = 1;
  reservation.quantity = 300;
  reservation.created_at = kStart;
  reservation.expires_at = kStart + 600'000;
  reservation.hold_ms = 600'000;
  reservation.sequence = 9;
  reservation.customer = "ada@example.org";
  return reservation;
}

template <typename Encode, typename... Values>
std::string Encoded(Encode encode, const Values&... values) {
  std::string out;
  encode(out, values...);
  return Hex(out);
}

TEST(CodecGoldenTest, Meta) {
  EXPECT_EQ(kFormatVersion, 5U);
  EXPECT_EQ(kFormatKey, "format");
  EXPECT_EQ(kNextEventKey, "next-event");
}

TEST(CodecGoldenTest, Families) {
  EXPECT_EQ(static_cast<int>(Family::kMeta), 0);
  EXPECT_EQ(static_cast<int>(Family::kEvents), 1);
  EXPECT_EQ(static_cast<int>(Family::kCounters), 2);
  EXPECT_EQ(static_cast<int>(Family::kReservations), 3);
  EXPECT_EQ(static_cast<int>(Family::kIdempotency), 4);
  EXPECT_EQ(static_cast<int>(Family::kChanges), 5);
  EXPECT_EQ(static_cast<int>(Family::kFeed), 6);
  EXPECT_EQ(static_cast<int>(Family::kWebhooks), 7);
  EXPECT_EQ(static_cast<int>(Family::kWebhookLog), 8);
  EXPECT_EQ(static_cast<int>(Family::kQueue), 9);
  EXPECT_EQ(kFamilyCount, 10U);
}

TEST(CodecGoldenTest, Keys) {
  EXPECT_EQ(Hex(EventKeyOf(7)), "00000007");
  EXPECT_EQ(Encoded(EncodeReservationKey, domain::EventNumber{7}, std::uint64_t{258}),
            "00000007"
            "0000000102");
  EXPECT_EQ(Encoded(EncodeChangeKey, domain::EventNumber{7}, domain::Sequence{258}),
            "00000007"
            "0000000000000102");
}

TEST(CodecGoldenTest, Events) {
  EXPECT_EQ(Encoded(EncodeDefinition, test::FullDefinition()), Hex(kDefinition));
  EXPECT_EQ(DecodeDefinition(EventKeyOf(7), kDefinition), test::FullDefinition());
  EXPECT_EQ(DecodeDefinition(EventKeyOf(7), kDefinition1), test::FullDefinition());
}

TEST(CodecGoldenTest, SeatedEvents) {
  domain::SeatPlan plan;
  plan.rows = {{"A", 0, 2}, {"B", 2, 1}};
  const std::uint32_t one = plan.names.Add("1"), two = plan.names.Add("2");
  plan.seats = {{one, 0, -50, 0, 0, domain::kAccessible, 0},
                {two, 1, 150, 0, 1, 0, 1},
                {one, 3, 0, 100, 0, domain::kRestrictedView, 0}};
  plan.labels = {{"Gold", "9 EUR"}};
  plan.retired = {{"B", "2", 2}};
  plan.placed = true;
  plan.Index();
  domain::EventDefinition definition;
  definition.number = 7;
  definition.id = "a";
  definition.keep_accessible = false;
  definition.offer_ms = 1;
  definition.sections = {
      {"s", "S", 3, {"Silver", "5 EUR"}, std::make_shared<const domain::SeatPlan>(plan)}};
  const std::string value = Unhex(
      "0161 00 00 00 00 00 00 02 00 00 00"  // id … created_at
      "01 0173 0153 03"                     // the section
      "01 00"                               // offer_ms, keep_accessible
      "06 53696c766572 05 3520455552 01"    // its label; a plan follows
      "01 01 04 476f6c64 05 3920455552"     // placed, labels
      "02 0141 02"                          // rows; row A
      "0131 00 00 01 00 63 00"              // name, number, gap, marks, label, x, y
      "0132 02 01 00 01 9003 00"            //
      "0142 01"                             // row B
      "0131 04 00 04 00 ab02 c801"          //
      "01 0142 0132 02");                   // retired
  EXPECT_EQ(Encoded(EncodeDefinition, definition), Hex(value));
  EXPECT_EQ(DecodeDefinition(EventKeyOf(7), value), definition);
}

TEST(CodecGoldenTest, EventsWithLooks) {
  domain::EventDefinition definition;
  definition.number = 7;
  definition.id = "a";
  definition.offer_ms = 0;
  definition.accent = "#c8102e";
  definition.image = "/a.webp";
  const std::string value = Unhex(
      "0161 00 00 00 00 00 00 06 00 00 00 00"  // id … no sections
      "00 01"                                  // offer_ms, keep_accessible
      "07 23633831303265"                      // accent
      "07 2f612e77656270");                    // image
  EXPECT_EQ(Encoded(EncodeDefinition, definition), Hex(value));
  EXPECT_EQ(DecodeDefinition(EventKeyOf(7), value), definition);
}

TEST(CodecGoldenTest, EventsWithAWaitingRoom) {
  domain::EventDefinition definition;
  definition.number = 7;
  definition.id = "a";
  definition.offer_ms = 0;
  domain::QueueSettings& queue = definition.queue.emplace();
  queue.opens_at = kStart;
  queue.target = 300;
  queue.rate_per_minute = 9;
  queue.claim_ms = 1;
  queue.admission_ms = 2;
  queue.paused = true;
  queue.message = "m";
  queue.beacon_source = "s";
  queue.beacon = "b";
  const std::string value = Unhex(
      "0161 00 00 00 00 00 00 0a 00 00 00 00"  // id … no sections
      "00 01"                                  // offer_ms, keep_accessible
      "80d48499c168 ac02 09 01 02 01"          // opens_at … paused
      "016d 0173 0162");                       // message, beacon_source, beacon
  EXPECT_EQ(Encoded(EncodeDefinition, definition), Hex(value));
  EXPECT_EQ(DecodeDefinition(EventKeyOf(7), value), definition);
}

TEST(CodecGoldenTest, EventsForVerifiedCustomers) {
  domain::EventDefinition definition;
  definition.number = 7;
  definition.id = "a";
  definition.offer_ms = 0;
  definition.verified_customers = true;
  const std::string value = Unhex(
      "0161 00 00 00 00 00 00 12 00 00 00 00"  // id … no sections
      "00 01");                                // offer_ms, keep_accessible
  EXPECT_EQ(Encoded(EncodeDefinition, definition), Hex(value));
  EXPECT_EQ(DecodeDefinition(EventKeyOf(7), value), definition);
}

TEST(CodecGoldenTest, EventsWithoutTimes) {
  domain::EventDefinition definition;
  definition.id = "a";
  definition.opens_at = -1;
  definition.offer_ms = 0;
  EXPECT_EQ(Encoded(EncodeDefinition, definition),
            "0161"
            "00"
            "00"
            "00"
            "00"
            "01"
            "00"
            "02"
            "00"
            "00"
            "00"
            "00"
            "00"
            "01");
}

TEST(CodecGoldenTest, Counters) {
  const StoredCounters counters = {300, Sha256::Of("abc"), {{10, 200}, {0, 27}}};
  EXPECT_EQ(Encoded(EncodeCounters, counters),
            "ac02"
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
            "02"
            "0a"
            "c801"
            "00"
            "1b");
}

TEST(CodecGoldenTest, CountersWithBlockedPlaces) {
  const StoredCounters counters = {300, {}, {{10, 2, 0}, {0, 27, 200}}};
  EXPECT_EQ(Encoded(EncodeCounters, counters).substr(4 + 64),
            "02"
            "0a02"
            "001b"
            "00"
            "c801");
}

TEST(CodecGoldenTest, Reservations) {
  EXPECT_EQ(Encoded(EncodeReservation, MakeReservation()), Hex(kReservation));
  EXPECT_EQ(DecodeReservation(Unhex("00000007 0000000102"), kReservation), MakeReservation());
}

TEST(CodecGoldenTest, ReservationsOfSeats) {
  domain::Reservation reservation = MakeReservation();
  reservation.from_waitlist = true;
  reservation.accessible = true;
  reservation.skipped = domain::SkipReason::kLimit;
  reservation.seats = {7, 300};
  std::string value = kReservation + Unhex("03 02 02 07 ac02");
  value[15] = '\x80';
  EXPECT_EQ(Encoded(EncodeReservation, reservation), Hex(value));
  EXPECT_EQ(DecodeReservation(Unhex("00000007 0000000102"), value), reservation);
}

TEST(CodecGoldenTest, ReservationStatuses) {
  domain::Reservation reservation = MakeReservation();
  const auto status_octet = [&](domain::ReservationStatus status) {
    reservation.status = status;
    return Encoded(EncodeReservation, reservation).substr(30, 2);
  };
  EXPECT_EQ(status_octet(domain::ReservationStatus::kHeld), "00");
  EXPECT_EQ(status_octet(domain::ReservationStatus::kConfirmed), "01");
  EXPECT_EQ(status_octet(domain::ReservationStatus::kCancelled), "02");
  EXPECT_EQ(status_octet(domain::ReservationStatus::kExpired), "03");
  EXPECT_EQ(status_octet(domain::ReservationStatus::kWaiting), "04");
  EXPECT_EQ(status_octet(domain::ReservationStatus::kBlocked), "05");
  EXPECT_EQ(status_octet(domain::ReservationStatus::kReleased), "06");
}

TEST(CodecGoldenTest, Idempotency) {
  domain::IdempotencyRecord record;
  record.event = 7;
  record.key = "k-1";
  std::iota(record.fingerprint.begin(), record.fingerprint.end(), std::uint8_t{0x20});
  record.reservation = 0x0102030405;
  record.status = domain::ReservationStatus::kConfirmed;
  record.created_at = kStart;
  record.expires_at = 0;
  record.available = 780;
  record.sequence = 9;
  EXPECT_EQ(Encoded(EncodeIdempotencyKey, record),
            "000001a209909500"
            "00000007"
            "6b2d31");
  EXPECT_EQ(Encoded(EncodeIdempotency, record),
            "202122232425262728292a2b2c2d2e2f"
            "0102030405"
            "01"
            "00"
            "8c06"
            "09");
  record.place = 200;
  EXPECT_EQ(Encoded(EncodeIdempotency, record).substr(32 + 10),
            "81"
            "00"
            "8c06"
            "09"
            "c801");
}

TEST(CodecGoldenTest, Changes) {
  domain::Change change;
  change.event = 7;
  change.sequence = 9;
  change.at = kStart;
  change.kind = domain::ChangeKind::kReserved;
  change.reservation = std::make_shared<const domain::Reservation>(MakeReservation());
  EXPECT_EQ(Encoded(EncodeChange, change),
            "03"
            "80d48499c168"
            "0000000102" +
                Hex(kReservation));

  change.kind = domain::ChangeKind::kEventEdited;
  change.reservation = nullptr;
  change.definition = std::make_shared<const domain::EventDefinition>(test::FullDefinition());
  EXPECT_EQ(Encoded(EncodeChange, change),
            "02"
            "80d48499c168" +
                Hex(kDefinition));
}

TEST(CodecGoldenTest, Feed) {
  EXPECT_EQ(Encoded(EncodeFeedKey, domain::FeedPosition{258}), "0000000000000102");
  EXPECT_EQ(DecodeFeedKey(Unhex("0000000000000102")), 258U);
  const FeedEntry run = FeedRun{7, 300, 9};
  const FeedEntry deletion = domain::Deletion{300, "aurora", kStart};
  EXPECT_EQ(Encoded(EncodeFeedEntry, run),
            "07"
            "ac02"
            "09");
  EXPECT_EQ(Encoded(EncodeFeedEntry, deletion),
            "ac02"
            "00"
            "06"
            "6175726f7261"
            "80d48499c168");
  EXPECT_EQ(DecodeFeed(Unhex("07 ac02 09 ac02 00 06 6175726f7261 80d48499c168")),
            (std::vector<FeedEntry>{run, deletion}));
}

TEST(CodecGoldenTest, ChangeKinds) {
  using domain::ChangeKind;
  EXPECT_EQ(static_cast<int>(ChangeKind::kEventCreated), 1);
  EXPECT_EQ(static_cast<int>(ChangeKind::kEventEdited), 2);
  EXPECT_EQ(static_cast<int>(ChangeKind::kReserved), 3);
  EXPECT_EQ(static_cast<int>(ChangeKind::kConfirmed), 4);
  EXPECT_EQ(static_cast<int>(ChangeKind::kExtended), 5);
  EXPECT_EQ(static_cast<int>(ChangeKind::kCancelled), 6);
  EXPECT_EQ(static_cast<int>(ChangeKind::kExpired), 7);
  EXPECT_EQ(static_cast<int>(ChangeKind::kJoined), 8);
  EXPECT_EQ(static_cast<int>(ChangeKind::kOffered), 9);
  EXPECT_EQ(static_cast<int>(ChangeKind::kSkipped), 10);
  EXPECT_EQ(static_cast<int>(ChangeKind::kBlocked), 11);
  EXPECT_EQ(static_cast<int>(ChangeKind::kReleased), 12);
}

}  // namespace
}  // namespace onsale::storage
