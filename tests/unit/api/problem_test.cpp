#include "onsale/api/problem.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <utility>

#include "onsale/api/problem_pages.h"
#include "support/manual_clock.h"

namespace onsale::api {
namespace {

using domain::Refusal;
using domain::RefusalKind;

class ProblemTest : public testing::Test {
 protected:
  nlohmann::json Send(const Refusal& refusal) {
    SendRefusal(exchange_, refusal, test::kStart);
    EXPECT_EQ(response_.content_type, "application/problem+json");
    EXPECT_EQ(response_.cache_control, "no-store");
    const auto document = nlohmann::json::parse(response_.body);
    EXPECT_EQ(document["status"], response_.status);
    return document;
  }

  Response response_;
  commit::Submission submission_;
  Exchange exchange_{{}, response_, submission_};
};

TEST_F(ProblemTest, EveryRefusalIsACompleteDocument) {
  for (int i = 0; i <= static_cast<int>(RefusalKind::kShuttingDown); ++i) {
    Refusal refusal;
    refusal.kind = static_cast<RefusalKind>(i);
    const auto document = Send(refusal);
    EXPECT_GE(response_.status, 400) << i;
    EXPECT_FALSE(document["title"].get<std::string>().empty()) << i;
    EXPECT_FALSE(document["detail"].get<std::string>().empty()) << i;
    const bool is_early = refusal.kind == RefusalKind::kIdempotencyInFlight ||
                          refusal.kind == RefusalKind::kQueueNotOpen;
    EXPECT_EQ(response_.status == 503 || is_early, response_.headers.starts_with("Retry-After: "))
        << document;
  }
}

TEST_F(ProblemTest, ScheduledWaitingRoomTellsWhenItOpens) {
  Refusal refusal;
  refusal.kind = RefusalKind::kQueueNotOpen;
  refusal.opens_at = test::kStart + 1'001;
  const auto document = Send(refusal);
  EXPECT_EQ(response_.status, 403);
  EXPECT_EQ(document["opens_at"], "2026-11-23T18:00:01.001Z");
  EXPECT_EQ(response_.headers, "Retry-After: 2\r\n");
}

TEST_F(ProblemTest, ScheduledSaleTellsWhenItOpens) {
  Refusal refusal;
  refusal.kind = RefusalKind::kSaleNotOpen;
  refusal.state = domain::EventState::kScheduled;
  refusal.opens_at = test::kStart + 1'001;
  const auto document = Send(refusal);
  EXPECT_EQ(response_.status, 403);
  EXPECT_EQ(document["type"], "/problems/sale-not-open");
  EXPECT_EQ(document["opens_at"], "2026-11-23T18:00:01.001Z");
  EXPECT_EQ(document["state"], "scheduled");
  EXPECT_EQ(response_.headers, "Retry-After: 2\r\n");  // not before it is open
}

TEST_F(ProblemTest, ClosedSaleHasNothingToWaitFor) {
  Refusal refusal;
  refusal.kind = RefusalKind::kSaleNotOpen;
  refusal.state = domain::EventState::kClosed;
  EXPECT_EQ(Send(refusal)["detail"], "The sale is closed.");
  EXPECT_EQ(response_.headers, "");
}

TEST_F(ProblemTest, MembersHelpAProgram) {
  Refusal refusal;
  refusal.kind = RefusalKind::kLimitExceeded;
  refusal.limit = 4;
  refusal.used = 3;
  EXPECT_EQ(Send(refusal)["limit"], 4);
  EXPECT_EQ(Send(refusal)["used"], 3);
  refusal.kind = RefusalKind::kSoldOut;
  refusal.available = 2;
  EXPECT_EQ(Send(refusal)["available"], 2);
  refusal.kind = RefusalKind::kUnknownSeat;
  refusal.seats = {"a\"1"};
  EXPECT_EQ(Send(refusal)["seats"], nlohmann::json::array({"a\"1"}));
}

TEST_F(ProblemTest, SeatsAreListed) {
  Refusal refusal;
  refusal.seats = {"stalls-A-1", "stalls-A-2"};
  for (const auto& [kind, slug] :
       {std::pair(RefusalKind::kSeatsTaken, "seats-taken"),
        std::pair(RefusalKind::kSeatsKept, "seats-kept"),
        std::pair(RefusalKind::kUnknownSeat, "unknown-seat"),
        std::pair(RefusalKind::kSeatRepeated, "seat-repeated"),
        std::pair(RefusalKind::kSeatsOfTwoSections, "seats-of-two-sections"),
        std::pair(RefusalKind::kTakenSeatsRemoved, "taken-seats-removed")}) {
    refusal.kind = kind;
    const auto document = Send(refusal);
    EXPECT_EQ(document["type"], "/problems/" + std::string(slug));
    EXPECT_EQ(document["seats"], nlohmann::json(refusal.seats));
  }
}

TEST_F(ProblemTest, SoldOutTellsOfThoseWhoWait) {
  Refusal refusal;
  refusal.kind = RefusalKind::kSoldOut;
  EXPECT_FALSE(Send(refusal).contains("waiting"));
  refusal.waiting = 3;
  EXPECT_EQ(Send(refusal)["waiting"], 3);
  EXPECT_EQ(Send(refusal)["available"], 0);
  EXPECT_EQ(Send(refusal)["detail"], "What is free is offered to those on the waitlist first.");
}

TEST_F(ProblemTest, ImportsTellWhichEvent) {
  Refusal refusal;
  refusal.event = 2;
  const auto send = [&](RefusalKind kind, const std::optional<Fault>& fault) {
    refusal.kind = kind;
    SendImportRefusal(exchange_, refusal, fault, test::kStart);
    return nlohmann::json::parse(response_.body);
  };
  Fault fault{"events[2].id", "There is one already."};
  fault.line = 7;
  const auto problem = send(RefusalKind::kEventExists, fault);
  EXPECT_EQ(problem["event"], 2);
  EXPECT_EQ(problem["member"], "events[2].id");
  EXPECT_EQ(problem["line"], 7);
  EXPECT_FALSE(send(RefusalKind::kOverloaded, std::nullopt).contains("event"));
}

TEST(ProblemPagesTest, EveryTypeHasOne) {
  std::set<std::string> paths;
  for (const FileTree::File& page : MakeProblemPages()) paths.insert(page.path);
  EXPECT_TRUE(paths.contains("/problems/index.html"));
  for (const ProblemInfo& info : AllProblems()) {
    EXPECT_TRUE(paths.contains("/problems/" + std::string(info.slug) + ".html")) << info.slug;
    EXPECT_FALSE(info.advice.empty()) << info.slug;
  }
  EXPECT_EQ(paths.size(), AllProblems().size() + 1);
}

}  // namespace
}  // namespace onsale::api
