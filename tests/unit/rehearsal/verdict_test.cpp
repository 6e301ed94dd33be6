// A verdict finds what was done to a log that was right.

#include "onsale/rehearsal/verdict.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "onsale/base/time_format.h"

namespace onsale::rehearsal {
namespace {

using nlohmann::json;

constexpr TimeMs kOpening = 1'800'000'000'000;

// A sale of four places: wish 0 has two of them confirmed, wish 1 one that was given back, wish 2
// one held, and wish 3 was refused two when one was left.
class VerdictTest : public testing::Test {
 protected:
  VerdictTest() {
    Append(0, {{"kind", "event-created"},
               {"definition", {{"sections", {{{"id", "general"}, {"capacity", 4}}}}}}});
    for (const std::uint32_t quantity : {2U, 1U, 1U, 2U}) ledger_.AddWish(quantity);
    Reserve(0, 10);
    Reserve(1, 11);
    Reserve(2, 12);
    Refuse(3, 20, 30, /*available=*/0);
    Become(0, "confirmed", 100);
    wish(0).confirm_sent = wish(0).confirmed = true;
    Become(1, "cancelled", 110);
    wish(1).cancel_sent = wish(1).cancelled = true;
    end_.counters = {4, 1, 2};
    end_.clock_error_ms = 2;
  }

  Wish& wish(std::size_t number) { return ledger_.wishes()[number]; }

  void Append(TimeMs at, json entry) {
    entry["sequence"] = log_.size() + 1;
    entry["at"] = FormatRfc3339(kOpening + at);
    log_.push_back(std::move(entry));
  }

  json ReservationOf(std::size_t number, const std::string& status) {
    return {{"id", "id-" + std::to_string(number)},
            {"customer", ledger_.CustomerOf(number)},
            {"quantity", wish(number).quantity},
            {"section", "general"},
            {"seats", json::array()},
            {"status", status}};
  }

  void Store(std::size_t number, const std::string& kind, const std::string& status, TimeMs at) {
    Append(at, {{"kind", kind}, {"reservation", ReservationOf(number, status)}});
  }

  void Reserve(std::size_t number, TimeMs at) {
    Store(number, "reserved", "held", at);
    wish(number).id = "id-" + std::to_string(number);
    wish(number).sequence = log_.size();
  }

  // A section with seats beside the other one.
  void AddStalls(int capacity = 10) {
    const json general = {{"id", "general"}, {"capacity", 4}};
    const json stalls = {{"id", "stalls"}, {"capacity", capacity}};
    Append(150, {{"kind", "event-edited"}, {"definition", {{"sections", {general, stalls}}}}});
  }

  // In the stalls, for a customer who is none of ours.
  void Seat(const std::string& id, const Seats& seats, const std::string& kind,
            const std::string& status) {
    json reservation = {{"id", id}, {"customer", "ada@example.org"}, {"section", "stalls"}};
    reservation["quantity"] = seats.size();
    reservation["seats"] = seats;
    reservation["status"] = status;
    Append(200, {{"kind", kind}, {"reservation", reservation}});
  }

  void Become(std::size_t number, const std::string& status, TimeMs at) {
    Store(number, status, status, at);
  }

  void Refuse(std::size_t number, TimeMs from, TimeMs to, std::int64_t available) {
    ledger_.sold_out().push_back(
        {.wish = number, .from = kOpening + from, .to = kOpening + to, .available = available});
  }

  Verdict JudgeIt() {
    end_.log.clear();
    for (const json& entry : log_) end_.log.push_back(ParseLogEntry(entry).value());
    end_.sequence = log_.size();
    return Judge(ledger_, end_);
  }

  // Of the checks that did not pass, the names.
  static std::vector<std::string> FailedOf(const Verdict& verdict) {
    std::vector<std::string> failed;
    for (const Check& check : verdict.checks) {
      if (!check.passed) failed.push_back(check.name);
    }
    return failed;
  }

  Ledger ledger_{"run-"};
  std::vector<json> log_;
  EndOfSale end_;
};

TEST_F(VerdictTest, PassesWhatIsRight) {
  const Verdict verdict = JudgeIt();
  EXPECT_TRUE(verdict.passed()) << testing::PrintToString(FailedOf(verdict));
  EXPECT_EQ(verdict.oversold + verdict.undersold + verdict.lost + verdict.unexplained, 0U);
  EXPECT_EQ(verdict.checks.size(), 6U);
}

TEST_F(VerdictTest, FindsWhatIsOversoldThoughItWasGivenBackLater) {
  ledger_.AddWish(3);
  Reserve(4, 120);
  Become(4, "cancelled", 121);
  wish(4).cancel_sent = true;
  const Verdict verdict = JudgeIt();
  EXPECT_EQ(verdict.oversold, 2U) << "2 confirmed, 1 held and 3 of 4";
  EXPECT_THAT(FailedOf(verdict), testing::ElementsAre("oversold"));
}

TEST_F(VerdictTest, FindsARefusalWhileThereWasRoom) {
  Refuse(3, 150, 160, /*available=*/0);  // one is free
  EXPECT_EQ(JudgeIt().undersold, 0U) << "two were wanted";
  ledger_.AddWish(1);
  Refuse(4, 150, 160, /*available=*/0);
  const Verdict verdict = JudgeIt();
  EXPECT_EQ(verdict.undersold, 1U);
  EXPECT_THAT(FailedOf(verdict), testing::ElementsAre("undersold"));
}

TEST_F(VerdictTest, FindsARefusalThatSaysThatThereIsRoom) {
  Refuse(3, 20, 30, /*available=*/2);
  EXPECT_EQ(JudgeIt().undersold, 1U);
}

TEST_F(VerdictTest, AcceptsARefusalThatCanHaveBeenDecidedWhenThereWasNoRoom) {
  ledger_.AddWish(1);
  // The last place went at 12 and came back at 110; moments are known to 2 ms.
  Refuse(4, 111, 160, 0);
  Refuse(4, 5, 10, 0);
  EXPECT_EQ(JudgeIt().undersold, 0U);
  Refuse(4, 113, 160, 0);
  Refuse(4, 5, 9, 0);
  EXPECT_EQ(JudgeIt().undersold, 2U);
}

TEST_F(VerdictTest, AcceptsARefusalForThoseWhoWait) {
  ledger_.AddWish(1);
  Refuse(4, 150, 160, /*available=*/1);
  ledger_.sold_out().back().for_waitlist = true;
  EXPECT_EQ(JudgeIt().undersold, 0U);
}

TEST_F(VerdictTest, FindsAReservationThatWasLost) {
  ledger_.AddWish(1);
  wish(4).id = "id-4";
  wish(4).sequence = 7;
  const Verdict verdict = JudgeIt();
  EXPECT_EQ(verdict.lost, 1U);
  EXPECT_THAT(FailedOf(verdict), testing::ElementsAre("lost"));
  EXPECT_THAT(verdict.checks[3].detail, testing::HasSubstr("id-4 of run-4"));
}

TEST_F(VerdictTest, FindsAReservationThatIsNotAsItWasAcknowledged) {
  wish(0).sequence += 1;
  wish(2).quantity = 2;
  EXPECT_EQ(JudgeIt().lost, 2U);
}

TEST_F(VerdictTest, FindsAConfirmationAndACancellationThatWereLost) {
  wish(2).confirmed = wish(2).confirm_sent = true;
  EXPECT_EQ(JudgeIt().lost, 1U);
  wish(0).cancelled = wish(0).cancel_sent = true;
  EXPECT_EQ(JudgeIt().lost, 2U);
}

TEST_F(VerdictTest, FindsAConfirmationThatWasTakenBack) {
  Become(0, "expired", 120);
  end_.counters = {4, 1, 0};
  const Verdict verdict = JudgeIt();
  EXPECT_EQ(verdict.lost, 1U);
  EXPECT_THAT(FailedOf(verdict), testing::ElementsAre("lost"));
  EXPECT_EQ(verdict.checks[3].detail, "id-0 of run-0 was confirmed and is expired");
  wish(0).cancel_sent = true;
  EXPECT_EQ(JudgeIt().lost, 1U) << "what is confirmed does not expire";
}

TEST_F(VerdictTest, FindsAConfirmationAtOnceThatWasTakenBack) {
  wish(2).confirmed_at_once = true;
  Become(2, "confirmed", 120);
  Become(2, "held", 121);
  EXPECT_EQ(JudgeIt().lost, 1U);
}

TEST_F(VerdictTest, FindsACancelledReservationThatTakesPlacesAgain) {
  wish(1).confirm_sent = true;
  Become(1, "confirmed", 120);
  end_.counters = {4, 1, 3};
  const Verdict verdict = JudgeIt();
  EXPECT_THAT(FailedOf(verdict), testing::ElementsAre("lost"));
  EXPECT_EQ(verdict.checks[3].detail, "id-1 of run-1 was cancelled and is confirmed");
}

TEST_F(VerdictTest, FindsACancellationThatNobodyAskedFor) {
  Become(2, "cancelled", 120);
  end_.counters = {4, 0, 2};
  const Verdict verdict = JudgeIt();
  EXPECT_EQ(verdict.unexplained, 1U);
  EXPECT_THAT(FailedOf(verdict), testing::ElementsAre("unexplained"));
  wish(2).id.clear();
  wish(2).unanswered = 1;
  EXPECT_EQ(JudgeIt().unexplained, 1U) << "who had no answer cannot cancel";
}

TEST_F(VerdictTest, AcceptsWhatCanHaveHappenedWithoutAnAnswer) {
  wish(0).cancel_sent = true;
  wish(2).confirm_sent = true;
  EXPECT_TRUE(JudgeIt().passed()) << "neither did";
  Become(0, "cancelled", 120);
  Become(2, "confirmed", 121);
  end_.counters = {4, 0, 1};
  EXPECT_TRUE(JudgeIt().passed()) << "both did";
}

TEST_F(VerdictTest, AcceptsHoldsThatExpireAndAreConfirmedAfterwards) {
  Become(2, "expired", 120);
  end_.counters = {4, 0, 2};
  EXPECT_TRUE(JudgeIt().passed());
  Become(2, "confirmed", 121);
  wish(2).confirm_sent = wish(2).confirmed = true;
  end_.counters = {4, 0, 3};
  EXPECT_TRUE(JudgeIt().passed());
}

TEST_F(VerdictTest, FindsWhatNobodyWasToldOf) {
  wish(2).id.clear();
  const Verdict verdict = JudgeIt();
  EXPECT_EQ(verdict.unexplained, 1U);
  EXPECT_THAT(FailedOf(verdict), testing::ElementsAre("unexplained"));
}

TEST_F(VerdictTest, AcceptsWhatNobodyWasToldOfOnlyOnceForAnAnswerThatNeverCame) {
  wish(2).id.clear();
  wish(2).unanswered = 3;
  EXPECT_EQ(JudgeIt().unexplained, 0U);
  Append(120, {{"kind", "reserved"}, {"reservation", ReservationOf(2, "held")}});
  log_.back()["reservation"]["id"] = "id-2-again";
  end_.counters = {4, 2, 2};
  EXPECT_EQ(JudgeIt().unexplained, 1U);
}

TEST_F(VerdictTest, FindsAConfirmationThatNobodyAskedFor) {
  Become(2, "confirmed", 120);
  end_.counters = {4, 0, 3};
  EXPECT_EQ(JudgeIt().unexplained, 1U);
}

TEST_F(VerdictTest, LeavesOthersCustomersAlone) {
  json other = ReservationOf(2, "held");
  other["id"] = "another";
  other["customer"] = "ada@example.org";
  Append(120, {{"kind", "reserved"}, {"reservation", other}});
  end_.counters = {4, 2, 2};
  EXPECT_TRUE(JudgeIt().passed());
}

TEST_F(VerdictTest, FindsAGapInTheLogAndCountersThatDiffer) {
  log_.erase(log_.begin() + 4);
  EXPECT_THAT(FailedOf(JudgeIt()), testing::Contains("log"));
  end_.counters = {4, 0, 2};
  EXPECT_THAT(FailedOf(JudgeIt()), testing::Contains("counters"));
}

TEST_F(VerdictTest, FollowsCapacityAndBlocks) {
  const json block = {
      {"id", "b"}, {"quantity", 1}, {"section", "general"}, {"seats", json::array()}};
  Append(120, {{"kind", "blocked"}, {"block", block}});
  end_.counters = {3, 1, 2};
  EXPECT_TRUE(JudgeIt().passed());
  Append(121, {{"kind", "event-edited"},
               {"definition", {{"sections", {{{"id", "general"}, {"capacity", 3}}}}}}});
  end_.counters = {2, 1, 2};
  EXPECT_EQ(JudgeIt().oversold, 1U);
}

TEST_F(VerdictTest, FindsASeatThatWasSoldTwice) {
  AddStalls();
  Seat("first", {"stalls-A-1", "stalls-A-2"}, "reserved", "held");
  Seat("second", {"stalls-A-2"}, "reserved", "held");
  Seat("second", {"stalls-A-2"}, "confirmed", "confirmed");
  Seat("first", {"stalls-A-1", "stalls-A-2"}, "expired", "expired");
  end_.counters = {14, 1, 3};
  const Verdict verdict = JudgeIt();
  EXPECT_EQ(verdict.oversold, 1U);
  EXPECT_THAT(FailedOf(verdict), testing::ElementsAre("oversold"));
  EXPECT_EQ(verdict.checks[0].detail,
            "1 place sold twice or beyond the capacity: stalls-A-2 was given to second while "
            "first had it");
}

TEST_F(VerdictTest, AcceptsASeatThatWasGivenBackBefore) {
  AddStalls();
  Seat("first", {"stalls-A-1"}, "reserved", "held");
  Seat("first", {"stalls-A-1"}, "expired", "expired");
  Seat("second", {"stalls-A-1"}, "reserved", "held");
  Seat("second", {"stalls-A-1"}, "extended", "held");
  Seat("second", {"stalls-A-1"}, "confirmed", "confirmed");
  end_.counters = {14, 1, 3};
  EXPECT_TRUE(JudgeIt().passed());
}

TEST_F(VerdictTest, FindsABlockedSeatThatWasSold) {
  AddStalls();
  const json block = {
      {"id", "b"}, {"quantity", 1}, {"section", "stalls"}, {"seats", json::array({"stalls-A-1"})}};
  Append(200, {{"kind", "blocked"}, {"block", block}});
  Append(201, {{"kind", "released"}, {"block", block}});
  Seat("first", {"stalls-A-1"}, "reserved", "held");
  EXPECT_EQ(JudgeIt().oversold, 0U);
  Append(202, {{"kind", "blocked"}, {"block", block}});
  EXPECT_EQ(JudgeIt().oversold, 1U);
}

TEST_F(VerdictTest, CountsASeatSoldTwiceInAFullSectionOnce) {
  AddStalls(/*capacity=*/1);
  Seat("first", {"stalls-A-1"}, "reserved", "held");
  Seat("second", {"stalls-A-1"}, "reserved", "held");
  EXPECT_EQ(JudgeIt().oversold, 1U);
}

TEST_F(VerdictTest, RefusesAnEntryThatCannotBeRead) {
  json entry = log_[1];
  entry["reservation"]["status"] = "lost";
  EXPECT_FALSE(ParseLogEntry(entry).ok());
  entry.erase("at");
  EXPECT_FALSE(ParseLogEntry(entry).ok());
}

}  // namespace
}  // namespace onsale::rehearsal
