#include "onsale/domain/reservation.h"

#include <gtest/gtest.h>

#include <set>

#include "support/printers.h"
#include "support/seeded_random.h"

namespace onsale::domain {
namespace {

ReservationId MakeId(EventNumber event, std::uint64_t number, std::uint8_t fill) {
  ReservationId id{event, number, {}};
  id.secret.fill(fill);
  return id;
}

TEST(ReservationIdTest, HasAFixedSpelling) {
  // 00000007 0000000102 and fifteen times a5.
  EXPECT_EQ(FormatReservationId(MakeId(7, 258, 0xa5)), "AAAABwAAAAECpaWlpaWlpaWlpaWlpaWl");
  EXPECT_EQ(FormatReservationId(MakeId(0xffffffff, 0xffffffffff, 0xff)), std::string(32, '_'));
  EXPECT_EQ(FormatReservationId({}), std::string(32, 'A'));
}

TEST(ReservationIdTest, ReadsBackWhatIsWritten) {
  test::SeededRandom random(5);
  for (int i = 0; i < 1'000; ++i) {
    ReservationId id;
    id.event = static_cast<EventNumber>(random.AnyMagnitude());
    id.number = random.AnyMagnitude() >> 24;
    random.Fill(id.secret);
    const std::string text = FormatReservationId(id);
    ASSERT_EQ(text.size(), kReservationIdLength);
    ASSERT_EQ(ParseReservationId(text), id) << text;
  }
}

TEST(ReservationIdTest, AppendsToWhatIsThere) {
  std::string out = "/api/v1/reservations/";
  AppendReservationId(out, {});
  EXPECT_EQ(out, "/api/v1/reservations/" + std::string(32, 'A'));
}

TEST(ReservationIdTest, RefusesWhatIsNone) {
  for (const std::string& text : {std::string(), std::string(31, 'A'), std::string(33, 'A'),
                                  std::string(31, 'A') + "=", std::string(31, 'A') + "/"}) {
    EXPECT_EQ(ParseReservationId(text), std::nullopt) << text;
  }
}

TEST(SameSecretTest, SeesADifferenceInAnyBit) {
  const ReservationId::Secret a = MakeId(0, 0, 0x5a).secret;
  EXPECT_TRUE(SameSecret(a, a));
  for (std::size_t i = 0; i < a.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      ReservationId::Secret b = a;
      b[i] = static_cast<std::uint8_t>(b[i] ^ 1 << bit);
      EXPECT_FALSE(SameSecret(a, b));
    }
  }
}

TEST(StatusAtTest, AHoldEndsAtItsTimeToTheMillisecond) {
  Reservation held;
  held.expires_at = 1'000;
  EXPECT_EQ(StatusAt(held, 999), ReservationStatus::kHeld);
  EXPECT_EQ(StatusAt(held, 1'000), ReservationStatus::kExpired);
  EXPECT_EQ(StatusAt(held, 1'001), ReservationStatus::kExpired);
}

TEST(StatusAtTest, NothingElseEnds) {
  for (const auto status : {ReservationStatus::kConfirmed, ReservationStatus::kCancelled,
                            ReservationStatus::kExpired}) {
    Reservation reservation;
    reservation.status = status;
    reservation.expires_at = 1'000;
    EXPECT_EQ(StatusAt(reservation, 0), status);
    EXPECT_EQ(StatusAt(reservation, 2'000), status);
  }
}

TEST(ReservationTest, IsActiveWhileHeldOrConfirmed) {
  Reservation reservation;
  EXPECT_TRUE(reservation.active());
  reservation.status = ReservationStatus::kConfirmed;
  EXPECT_TRUE(reservation.active());
  reservation.status = ReservationStatus::kCancelled;
  EXPECT_FALSE(reservation.active());
  reservation.status = ReservationStatus::kExpired;
  EXPECT_FALSE(reservation.active());
}

TEST(ReservationStatusTest, HasTheNamesOfTheContract) {
  EXPECT_EQ(ToString(ReservationStatus::kHeld), "held");
  EXPECT_EQ(ToString(ReservationStatus::kConfirmed), "confirmed");
  EXPECT_EQ(ToString(ReservationStatus::kCancelled), "cancelled");
  EXPECT_EQ(ToString(ReservationStatus::kExpired), "expired");
}

}  // namespace
}  // namespace onsale::domain
