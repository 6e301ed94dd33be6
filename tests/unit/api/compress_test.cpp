#include "onsale/api/compress.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

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

TEST(CompressTest, KnowsTheBrotliOfSomething) {
  const std::string text = "trusted time, " + std::string(1000, 'x');
  const std::string brotli = CompressBrotli(text, 11);
  EXPECT_TRUE(IsBrotliOf(brotli, text));
  EXPECT_TRUE(IsBrotliOf(CompressBrotli("", 11), ""));

  EXPECT_FALSE(IsBrotliOf("", ""));
  EXPECT_FALSE(IsBrotliOf("", text));
  EXPECT_FALSE(IsBrotliOf(text, text));
  EXPECT_FALSE(IsBrotliOf(brotli + "x", text)) << "something behind the stream";
  EXPECT_FALSE(IsBrotliOf(brotli.substr(0, brotli.size() - 1), text)) << "cut off";
  EXPECT_FALSE(IsBrotliOf(brotli, text + "x"));
  EXPECT_FALSE(IsBrotliOf(brotli, text.substr(1))) << "more than there is room for";
  EXPECT_FALSE(IsBrotliOf(CompressBrotli("other" + text.substr(5), 11), text));
}

TEST(CompressTest, GzipHasNoTimeInItsHeader) {
  const std::string gzip = CompressGzip("the same on every server");
  EXPECT_EQ(gzip.substr(0, 4), std::string("\x1f\x8b\x08\x00", 4));
  EXPECT_EQ(gzip.substr(4, 4), std::string(4, '\0'));
}

// As `pieces` deflated one by one.
std::string GzipOfPieces(const std::vector<std::string>& pieces, DeflateEffort effort) {
  std::vector<DeflatedPiece> deflated;
  for (const std::string& piece : pieces) deflated.push_back(DeflatePiece(piece, effort));
  std::vector<const DeflatedPiece*> pointers;
  for (const DeflatedPiece& piece : deflated) pointers.push_back(&piece);
  return GzipOf(pointers);
}

TEST(DeflatePieceTest, PiecesInARowAreOneGzipMember) {
  const std::vector<std::vector<std::string>> contents = {
      {},
      {""},
      {"a"},
      {"", "", ""},
      {"abc", "", "abc", "abcabc"},
      {std::string(100'000, 'x'), "y", std::string(100'000, 'x')},
      {Noise(1), Noise(255), Noise(256), Noise(257), Noise(4096), Noise(70'000), Noise(300'000)},
  };
  for (const auto& pieces : contents) {
    std::string content;
    for (const std::string& piece : pieces) content += piece;
    for (const DeflateEffort effort : {DeflateEffort::kBest, DeflateEffort::kFast}) {
      EXPECT_EQ(DecompressGzip(GzipOfPieces(pieces, effort)), content);
    }
  }
}

TEST(DeflatePieceTest, MakesPiecesOfAnySize) {
  const std::string content = Noise(3'000) + std::string(3'000, 'x');
  for (std::size_t size = 0; size <= content.size(); size += 1 + size / 16) {
    for (const DeflateEffort effort : {DeflateEffort::kBest, DeflateEffort::kFast}) {
      const DeflatedPiece piece = DeflatePiece(content.substr(content.size() - size), effort);
      EXPECT_EQ(piece.size, size);
      const DeflatedPiece* const pieces[] = {&piece};
      ASSERT_EQ(DecompressGzip(GzipOf(pieces)), content.substr(content.size() - size)) << size;
    }
  }
}

TEST(DeflatePieceTest, APieceStandsAnywhereAndAgain) {
  const DeflatedPiece a = DeflatePiece("a piece, ", DeflateEffort::kBest);
  const DeflatedPiece b = DeflatePiece("another, ", DeflateEffort::kFast);
  const DeflatedPiece* const pieces[] = {&b, &a, &a, &b};
  EXPECT_EQ(DecompressGzip(GzipOf(pieces)), "another, a piece, a piece, another, ");
}

TEST(DeflatePieceTest, ContentMayComeBitByBit) {
  const std::string content = Noise(100'000) + std::string(50'000, 'x') + Noise(300);
  for (const std::size_t step : {1U, 7U, 1'000U, 65'536U}) {
    PieceDeflater deflater(DeflateEffort::kBest);
    for (std::size_t at = 0; at < content.size(); at += step) {
      deflater.Append(std::string_view(content).substr(at, step));
      deflater.Append({});
    }
    const DeflatedPiece piece = deflater.Finish();
    EXPECT_EQ(piece.size, content.size());
    const DeflatedPiece* const pieces[] = {&piece};
    EXPECT_EQ(DecompressGzip(GzipOf(pieces)), content);
  }
  PieceDeflater unused(DeflateEffort::kFast);  // is not an error
}

TEST(DeflatePieceTest, TakesNoMoreMemoryThanItNeeds) {
  const DeflatedPiece piece = DeflatePiece(Noise(100'000), DeflateEffort::kFast);
  EXPECT_LT(piece.bytes.size(), 100'100U);
  EXPECT_EQ(piece.bytes.capacity(), piece.bytes.size());
  EXPECT_LT(DeflatePiece(std::string(100'000, 'a'), DeflateEffort::kFast).bytes.capacity(), 500U);
}

// As zlib's own: what is in front of a server may look for it.
TEST(DeflatePieceTest, EndsInCrcAndSize) {
  const std::string content = "the same on every server";
  const std::string whole = CompressGzip(content);
  const std::string pieces = GzipOfPieces({"the same ", "on every server"}, DeflateEffort::kFast);
  EXPECT_EQ(pieces.substr(0, 8), whole.substr(0, 8));
  EXPECT_EQ(pieces.substr(pieces.size() - 8), whole.substr(whole.size() - 8));
}

}  // namespace
}  // namespace onsale::api
