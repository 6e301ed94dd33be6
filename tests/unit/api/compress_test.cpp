#include "onsale/api/compress.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "unit/api/decompress.h"

namespace onsale::api {
namespace {

std::string Noise(std::size_t size) {
  std::mt19937 random(7);
  std::string bytes(size, '\0');
  for (char& c : bytes) c = static_cast<char>(random() & 0xff);
  return bytes;
}

TEST(CompressTest, GivesBackWhatWentIn) {
  for (const std::string& content :
       {std::string(), std::string("a"), std::string(100'000, 'x'), Noise(1), Noise(70'000)}) {
    EXPECT_EQ(DecompressGzip(CompressGzip(content)), content);
    for (const int quality : {5, 11}) {
      EXPECT_EQ(DecompressBrotli(CompressBrotli(content, quality)), content);
    }
  }
}

TEST(CompressTest, GzipHasNoTimeInItsHeader) {
  const std::string gzip = CompressGzip("the same on every server");
  EXPECT_EQ(gzip.substr(0, 4), std::string("\x1f\x8b\x08\x00", 4));
  EXPECT_EQ(gzip.substr(4, 4), std::string(4, '\0'));
}

}  // namespace
}  // namespace onsale::api
