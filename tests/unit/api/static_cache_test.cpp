#include "onsale/api/static_cache.h"

#include <gtest/gtest.h>

namespace onsale::api {
namespace {

TEST(StaticCacheTest, KnowsContentHashes) {
  for (const char* path :
       {"/assets/index-DiwrgTda.js", "/assets/index-DiwrgTda.css", "/assets/index-DiwrgTda.js.map",
        "/assets/event-page-B3_x9-kQ.js", "/assets/a-D-wr9Tda.js", "/main.3f2a9c1b.js",
        "/main.chunk.3f2a9c1b.css", "/logo.0123456789abcdef0123456789abcdef.svg"}) {
    EXPECT_TRUE(HasContentHash(path)) << path;
  }
}

TEST(StaticCacheTest, DoesNotTakeWordsAndDatesForHashes) {
  for (const char* path :
       {"/index.html", "/assets/app.js", "/assets/seat-overview.js", "/assets/seat-Overview.js",
        "/plan-20261123.svg", "/photo-gallery1.jpg", "/jquery.3.7.1.min.js", "/index-DiwrgTd.js",
        "/index-DiwrgTdaX.js", "/DiwrgTda.js", "/-DiwrgTda.js", "/index-DiwrgTda",
        "/main.3f2a9c1.js", "/index-Diwr!Tda.js", "/assets-DiwrgTda.d/app.js", "/", ""}) {
    EXPECT_FALSE(HasContentHash(path)) << path;
  }
}

TEST(StaticCacheTest, CachesHashedNamesLongAndOthersShort) {
  EXPECT_EQ(StaticCacheControl("/assets/index-DiwrgTda.js"), "public, max-age=31536000, immutable");
  EXPECT_EQ(StaticCacheControl("/assets/app.js"), "public, max-age=60");
  EXPECT_EQ(StaticCacheControl("/index.html"), "public, max-age=60");
  EXPECT_EQ(StaticCacheControl("/reservation.html"), "no-store");
}

}  // namespace
}  // namespace onsale::api
