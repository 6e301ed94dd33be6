// The page's rules: static/src/lib/retry.ts.

#include "onsale/rehearsal/retry.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace onsale::rehearsal {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

class RetryTest : public testing::Test {
 protected:
  auto After(int status, const char* problem, std::optional<seconds> retry_after = {},
             unsigned tries = 0) {
    return RetryRules::PauseAfter(status, problem, retry_after, tries, random_);
  }
  RetryRules::Random random_{1};
};

TEST_F(RetryTest, WaitsAsLongAsItIsAskedAndALittleMore) {
  for (int i = 0; i < 100; ++i) {
    for (const auto& pause :
         {After(503, "overloaded", seconds(2)), After(429, "rate-limited", seconds(2)),
          After(409, "idempotency-in-flight", seconds(2)),
          After(403, "sale-not-open", seconds(2))}) {
      ASSERT_TRUE(pause);
      EXPECT_GE(*pause, seconds(2));
      EXPECT_LE(*pause, milliseconds(2500));
    }
  }
}

TEST_F(RetryTest, DoublesThePauseAfterEachTryWithoutAnAnswer) {
  for (unsigned tries = 0; tries < 40; ++tries) {
    const auto most =
        std::min(milliseconds(500) * (1 << std::min(tries, 5U)), milliseconds(15'000));
    const auto pause = RetryRules::Backoff(tries, random_);
    EXPECT_GE(pause, most / 2);
    EXPECT_LE(pause, most);
  }
}

TEST_F(RetryTest, EndsWithAFinalAnswer) {
  EXPECT_FALSE(After(409, "sold-out"));
  EXPECT_FALSE(After(422, "limit-exceeded"));
  EXPECT_FALSE(After(403, "sale-not-open"));
  EXPECT_FALSE(After(403, "sale-not-open", seconds(31)));
  EXPECT_TRUE(After(500, "internal-error", {}, 4));
  EXPECT_FALSE(After(500, "internal-error", {}, 5));
}

}  // namespace
}  // namespace onsale::rehearsal
