#include "linearizability/sale_model.h"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "linearizability/checker.h"
#include "linearizability/seat_model.h"

namespace onsale::test {
namespace {

// Wishes 0 and 1 are for two places each, 2 and 3 for seats of which they share the second.
class SaleModelTest : public testing::Test {
 protected:
  using Operations = std::vector<std::pair<SaleInput, std::optional<SaleOutput>>>;

  // Whether these, one after the other, are what an event does. One without an output was lost.
  Verdict VerdictOn(const Operations& operations) const {
    History<SaleModel> history;
    for (const auto& [input, output] : operations) {
      const auto at_ns = static_cast<std::int64_t>(history.size()) * 10;
      history.push_back({1, input, output, at_ns, at_ns + 5});
    }
    return CheckLinearizable(model_, history).verdict;
  }
  void ExpectRight(const Operations& operations) const {
    EXPECT_EQ(VerdictOn(operations), Verdict::kLinearizable);
  }
  void ExpectWrong(const Operations& operations) const {
    EXPECT_EQ(VerdictOn(operations), Verdict::kNotLinearizable);
  }

  static ReservationShown Places(HoldStatus status, std::int64_t sequence, std::int64_t available) {
    return {.id = 1, .status = status, .quantity = 2, .sequence = sequence, .available = available};
  }
  static ReservationShown Seats(std::vector<std::size_t> seats) {
    return {.id = 2,
            .status = HoldStatus::kHeld,
            .section = 1,
            .seats = std::move(seats),
            .quantity = 2,
            .sequence = 2,
            .available = 4};
  }

  static constexpr SaleInput kReserve = {SaleCall::kReserve, 0};
  static constexpr SaleInput kConfirm = {SaleCall::kConfirm, 0};
  static constexpr SaleInput kCancel = {SaleCall::kCancel, 0};
  static constexpr SaleInput kReadIt = {SaleCall::kReadReservation, 0};
  static constexpr SaleInput kReadEvent = {SaleCall::kReadEvent, 0};
  static constexpr SaleInput kReadSeats = {SaleCall::kReadSeats, 0};

  const SaleModel model_{
      Sale{.event = "a", .sections = {{"floor", 3}, {"stalls", 3, {"A-1", "A-2", "A-3"}}}},
      {{.quantity = 2, .section = 0},
       {.quantity = 2, .section = 0},
       {.quantity = 2, .seats = {0, 1}},
       {.quantity = 2, .seats = {1, 2}}}};
  const Operations::value_type held_ = {kReserve, Places(HoldStatus::kHeld, 2, 4)};
  const Operations::value_type confirmed_ = {kConfirm, Places(HoldStatus::kConfirmed, 3, 4)};
  const Operations::value_type cancelled_ = {kCancel, Cancelled{}};
};

TEST_F(SaleModelTest, CountsWhatIsHeldAndConfirmed) {
  ExpectRight({held_, {kReadEvent, EventShown{{{1, 2, 0}, {3, 0, 0}}, {4, 2, 0}, 2}}});
  ExpectRight({held_, confirmed_, {kReadEvent, EventShown{{{1, 0, 2}, {3, 0, 0}}, {4, 0, 2}, 3}}});
  ExpectWrong({held_, {kReadEvent, EventShown{{{1, 2, 0}, {3, 0, 0}}, {4, 2, 0}, 3}}});
  ExpectWrong({held_, {kReadEvent, EventShown{{{3, 0, 0}, {3, 0, 0}}, {6, 0, 0}, 1}}});
}

TEST_F(SaleModelTest, IsSoldOutWhenThereIsTooLittle) {
  ExpectRight({held_, {{SaleCall::kReserve, 1}, Refused{"sold-out", 1}}});
  ExpectWrong({held_, {{SaleCall::kReserve, 1}, Refused{"sold-out", 0}}});
  ExpectWrong({{kReserve, Refused{"sold-out", 1}}});
}

TEST_F(SaleModelTest, GivesPlacesBackOnce) {
  const Operations::value_type empty = {kReadEvent,
                                        EventShown{{{3, 0, 0}, {3, 0, 0}}, {6, 0, 0}, 3}};
  ExpectRight({held_, cancelled_, cancelled_, empty});
  ExpectRight({held_, cancelled_, {kConfirm, Refused{"reservation-cancelled"}}});
  ExpectWrong({held_, cancelled_, {kConfirm, Places(HoldStatus::kConfirmed, 4, 4)}});
}

TEST_F(SaleModelTest, RepeatsTheFirstAnswerToAKey) {
  ReservationShown again = Places(HoldStatus::kHeld, 2, 4);
  again.replayed = true;
  ExpectRight({held_, confirmed_, {kReserve, again}});
  ExpectWrong({held_, held_});
  ++again.id;
  ExpectWrong({held_, confirmed_, {kReserve, again}});
}

TEST_F(SaleModelTest, SellsSeatsAllOrNone) {
  const Operations::value_type first = {{SaleCall::kReserve, 2}, Seats({0, 1})};
  ExpectRight({first,
               {{SaleCall::kReserve, 3}, Refused{"seats-taken", 0, {1}}},
               {kReadSeats, SeatsShown{"hha", 2}}});
  ExpectWrong({first, {{SaleCall::kReserve, 3}, Seats({1, 2})}});
  ExpectWrong({first, {kReadSeats, SeatsShown{"hca", 2}}});
}

TEST_F(SaleModelTest, MayDoWhatNobodyWasToldOf) {
  ReservationShown again = Places(HoldStatus::kHeld, 2, 4);
  again.replayed = true;
  const Operations::value_type lost = {kReserve, std::nullopt};
  ExpectRight({lost, {kReserve, again}});
  ExpectRight({lost, held_});
  ExpectRight({lost, {kReadEvent, EventShown{{{3, 0, 0}, {3, 0, 0}}, {6, 0, 0}, 1}}});
  ExpectWrong({lost, {kReadEvent, EventShown{{{2, 1, 0}, {3, 0, 0}}, {5, 1, 0}, 2}}});
}

TEST_F(SaleModelTest, ShowsAReservationAsItIs) {
  ExpectRight({held_, confirmed_, {kReadIt, Places(HoldStatus::kConfirmed, 3, 4)}});
  ExpectWrong({held_, confirmed_, {kReadIt, Places(HoldStatus::kHeld, 2, 4)}});
  ExpectWrong({held_, cancelled_, {kReadIt, Places(HoldStatus::kCancelled, 3, 4)}});
}

TEST(SeatModel, IsFreeFromTheEndOfAHoldOn) {
  using Call = SeatModel::Call;
  const SeatModel model("A-1", /*holds_end=*/true);
  const auto verdict_on_taking_at = [&](std::int64_t at_ns) {
    const History<SeatModel> history = {{1, {Call::kTake, 7}, HoldStatus::kHeld, 0, 10},
                                        {-1, {Call::kEnd, 7}, HoldStatus::kNone, 100, 102},
                                        {2, {Call::kTake, 8}, HoldStatus::kHeld, at_ns, at_ns + 5}};
    return CheckLinearizable(model, history).verdict;
  };
  EXPECT_EQ(verdict_on_taking_at(90), Verdict::kNotLinearizable);
  EXPECT_EQ(verdict_on_taking_at(110), Verdict::kLinearizable);
}

}  // namespace
}  // namespace onsale::test
