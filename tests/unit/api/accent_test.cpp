#include "onsale/api/accent.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace onsale::api {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

TEST(AccentStyleTest, IsEmptyWithoutAnAccent) { EXPECT_EQ(AccentStyle(""), ""); }

TEST(AccentStyleTest, LeavesWhatCanBeRead) {
  EXPECT_EQ(AccentStyle("#767676"),
            ":root{--accent:#767676;--on-accent:#000000;--accent-text-light:#707070;"
            "--accent-text-dark:#7f7f7f}");
  EXPECT_THAT(AccentStyle("#0000ee"), HasSubstr("--accent-text-light:#0000ee;"));
  EXPECT_THAT(AccentStyle("#ffff00"), HasSubstr("--accent-text-dark:#ffff00}"));
}

TEST(AccentStyleTest, TakesTheBetterOfBlackAndWhiteOnTheAccent) {
  EXPECT_THAT(AccentStyle("#000000"), HasSubstr("--on-accent:#ffffff;"));
  EXPECT_THAT(AccentStyle("#ffffff"), HasSubstr("--on-accent:#000000;"));
  EXPECT_THAT(AccentStyle("#c8102e"), HasSubstr("--on-accent:#ffffff;"));
  EXPECT_THAT(AccentStyle("#ffd400"), HasSubstr("--on-accent:#000000;"));
}

TEST(AccentStyleTest, MovesWhatCannotBeRead) {
  EXPECT_THAT(AccentStyle("#ffffff"), StartsWith(":root{--accent:#ffffff;"));
  EXPECT_THAT(AccentStyle("#ffffff"), HasSubstr("--accent-text-light:#707070;"))
      << "4.54 on #f5f5f5, and #717171 would have 4.47";
  EXPECT_THAT(AccentStyle("#000000"), HasSubstr("--accent-text-dark:#7f7f7f}"));
}

}  // namespace
}  // namespace onsale::api
