#include "onsale/http/chunked_decoder.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace onsale::http {
namespace {

constexpr std::size_t kBodyBytesMax = 20;

// Decodes `input` in two pieces: the result, the content, and what was left over.
std::string DecodeCut(std::string_view input, std::size_t cut) {
  ChunkedDecoder decoder(kBodyBytesMax);
  std::string body;
  std::string_view rest = input.substr(0, cut);
  auto result = decoder.Decode(rest, body);
  if (result == ChunkedDecoder::Result::kMore) {
    EXPECT_TRUE(rest.empty());
    rest = input.substr(cut);
    result = decoder.Decode(rest, body);
  } else {
    rest = input.substr(cut - rest.size());
  }
  switch (result) {
    case ChunkedDecoder::Result::kMore:
      return "more";
    case ChunkedDecoder::Result::kMalformed:
      return "malformed";
    case ChunkedDecoder::Result::kTooLarge:
      return "too large";
    case ChunkedDecoder::Result::kDone:
      break;
  }
  return body + "|" + std::string(rest);
}

void ExpectDecodes(std::string_view input, const std::string& expected) {
  for (std::size_t cut = 0; cut <= input.size(); ++cut) {
    EXPECT_EQ(DecodeCut(input, cut), expected) << input << " cut at " << cut;
  }
}

TEST(ChunkedDecoder, TakesWellFormedBodies) {
  ExpectDecodes("0\r\n\r\n", "|");
  ExpectDecodes("3\r\nabc\r\n0\r\n\r\n", "abc|");
  ExpectDecodes("3\r\nabc\r\n02\r\nde\r\n000\r\n\r\n", "abcde|");
  ExpectDecodes("A\r\n0123456789\r\na\r\n0123456789\r\n0\r\n\r\n", "01234567890123456789|");
  ExpectDecodes("2\r\n\r\n\r\n0\r\n\r\n", "\r\n|");
  ExpectDecodes("1;a=b;c=\"d e\"\r\nx\r\n0 ;z\r\n\r\n", "x|");
  ExpectDecodes("1;a=\"\\\"\\\\\";b\r\nx\r\n0\r\n\r\n", "x|");
  ExpectDecodes("1\r\nx\r\n0\r\nX-Sum: 1\r\nY:\r\n\r\nGET /", "x|GET /");
  ExpectDecodes("1\r\nx\r\n0\r\n", "more");
}

TEST(ChunkedDecoder, RefusesWhatIsNot) {
  for (const std::string_view input : {
           "\r\n",
           "x\r\n",
           "-1\r\n",
           "+1\r\n",
           "0x1\r\n",
           " 1\r\n",
           "1 \r\nx\r\n0\r\n\r\n",
           "1\nx\r\n0\r\n\r\n",
           "1\r\nxy\r\n",
           "1\r\nx\n0\r\n\r\n",
           "1\rx",
           "1;a\nb\r\nx\r\n",
           "1;a\x01\r\nx\r\n",
           "1;a=\"\r\nx\r\n",
           "1;a=\"b\\\"\r\nx\r\n",
           "1;a=\"\\\r\nx\r\n",
           "00000000000000001\r\nx\r\n",
           "0\r\n X: folded\r\n\r\n",
           "0\r\nX y: a\r\n\r\n",
           "0\r\n: a\r\n\r\n",
           "0\r\nX: a\n\r\n",
           "0\r\n\rx",
           "0\r\nX\r\n",
       }) {
    ExpectDecodes(input, "malformed");
  }
}

TEST(ChunkedDecoder, BoundsContent) {
  ExpectDecodes("15\r\n", "too large");
  ExpectDecodes("ffffffffffffffff\r\n", "too large");
  ExpectDecodes("A\r\n0123456789\r\nb\r\n", "too large");
}

TEST(ChunkedDecoder, BoundsExtensionsAndTrailers) {
  const std::string longest(ChunkedDecoder::kIgnoredBytesMax - 1, 'x');
  EXPECT_EQ(DecodeCut("0;" + longest + "\r\n\r\n", 0), "|");
  EXPECT_EQ(DecodeCut("0;" + longest + "x\r\n\r\n", 0), "malformed");
  EXPECT_EQ(DecodeCut("0;a\r\n" + longest + "\r\n\r\n", 0), "malformed");
}

}  // namespace
}  // namespace onsale::http
