#include "onsale/api/content_coding.h"

#include <gtest/gtest.h>

#include <string_view>

namespace onsale::api {
namespace {

struct Case {
  std::string_view accept_encoding;
  std::string_view both;       // chosen where br and gzip exist
  std::string_view gzip_only;  // where br does not
};

class ChooseContentCodingTest : public testing::TestWithParam<Case> {};

TEST_P(ChooseContentCodingTest, FollowsTheTable) {
  const auto& [field, both, gzip_only] = GetParam();
  const auto choose = [&](AvailableCodings available) {
    return ContentCodingName(ChooseContentCoding(field, available));
  };
  EXPECT_EQ(choose({.gzip = true, .brotli = true}), both) << field;
  EXPECT_EQ(choose({.gzip = true}), gzip_only) << field;
  EXPECT_EQ(choose({}), "identity") << field;
}

INSTANTIATE_TEST_SUITE_P(
    Fields, ChooseContentCodingTest,
    testing::Values(
        // Not asked for.
        Case{"", "identity", "identity"}, Case{" , ,", "identity", "identity"},
        Case{"deflate, zstd", "identity", "identity"}, Case{"identity", "identity", "identity"},
        // Plain lists, as browsers and curl send them.
        Case{"gzip, deflate, br, zstd", "br", "gzip"}, Case{"br,gzip", "br", "gzip"},
        Case{"gzip", "gzip", "gzip"}, Case{"br", "br", "identity"}, Case{"x-gzip", "gzip", "gzip"},
        Case{"GZIP, BR", "br", "gzip"}, Case{"gzip,,br", "br", "gzip"},
        // Weights.
        Case{"gzip;q=1.0, br;q=0.9", "gzip", "gzip"}, Case{"br;q=0.001", "br", "identity"},
        Case{"gzip;q=0.5, br;q=0.5", "br", "gzip"},
        Case{"gzip ; q=0.2\t,\tbr ; Q=0.1", "gzip", "gzip"},
        Case{"gzip;q=0.8, identity;q=0.9", "identity", "identity"},
        Case{"gzip;q=0.9, identity;q=0.9", "gzip", "gzip"},
        // Zero refuses.
        Case{"br;q=0", "identity", "identity"}, Case{"br;q=0, gzip", "gzip", "gzip"},
        Case{"br;q=0.000, gzip;q=0.0", "identity", "identity"},
        Case{"gzip;q=0, br", "br", "identity"}, Case{"identity;q=0, gzip;q=0.1", "gzip", "gzip"},
        // The star stands for what is not named.
        Case{"*", "br", "gzip"}, Case{"*;q=0", "identity", "identity"},
        Case{"*, br;q=0", "gzip", "gzip"}, Case{"gzip, *;q=0", "gzip", "gzip"},
        Case{"gzip;q=0.5, *;q=0.8", "br", "identity"}, Case{"br;q=0, *;q=0.5", "gzip", "gzip"},
        Case{"identity, *;q=0", "identity", "identity"},
        // Nothing acceptable is there: identity rather than 406.
        Case{"identity;q=0", "identity", "identity"},
        Case{"identity;q=0, *;q=0", "identity", "identity"},
        Case{"identity;q=0, br", "br", "identity"},
        // What does not follow the grammar counts as absent.
        Case{"br;q=2, gzip", "gzip", "gzip"}, Case{"br;q=1.001, gzip", "gzip", "gzip"},
        Case{"br;q=0.1234, gzip", "gzip", "gzip"}, Case{"br;q=, gzip", "gzip", "gzip"},
        Case{"br;q=.5, gzip", "gzip", "gzip"}, Case{"br;q=-1, gzip", "gzip", "gzip"},
        Case{"br;level=5, gzip", "gzip", "gzip"}, Case{"br;, gzip", "gzip", "gzip"},
        Case{"br;q=0.5x, gzip", "gzip", "gzip"}, Case{"br gzip", "identity", "identity"},
        Case{"br;q=1., gzip;q=0.", "br", "identity"}, Case{"br;q=0, br", "identity", "identity"}));

}  // namespace
}  // namespace onsale::api
