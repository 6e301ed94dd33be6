#include "onsale/domain/draw.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "onsale/base/hex.h"
#include "support/files.h"
#include "support/hex.h"
#include "support/seeded_random.h"

namespace onsale::domain {
namespace {

using nlohmann::json;

DrawSeed SeedOf(std::string_view octets) {
  DrawSeed seed = {};
  std::copy_n(octets.begin(), std::min(octets.size(), seed.size()), seed.begin());
  return seed;
}

// As tests/vectors/draw.json has them.
Contribution ContributionOf(std::uint32_t number, Sha256& hash) {
  const std::string text =
      "entrant " + std::string({static_cast<char>(number >> 24U), static_cast<char>(number >> 16U),
                                static_cast<char>(number >> 8U), static_cast<char>(number)});
  hash.Update(text);
  const Sha256Digest digest = hash.Finish();
  Contribution contribution;
  std::copy_n(digest.begin(), contribution.size(), contribution.begin());
  return contribution;
}

json Vectors() {
  return json::parse(test::ReadFile(ONSALE_SOURCE_DIR "/tests/vectors/draw.json"))["draws"];
}

TEST(DrawTest, GivesThePublishedVectors) {
  Sha256 hash;
  for (const json& vector : Vectors()) {
    SCOPED_TRACE(vector["event"].get<std::string>() + " " + vector["count"].dump());
    const DrawSeed seed = SeedOf(test::Unhex(vector["seed"].get<std::string>()));
    const auto count = vector["count"].get<std::uint32_t>();
    const Sha256Digest commitment = CommitmentOf(seed, hash);
    EXPECT_EQ(ToHex(commitment), vector["commitment"]);
    Sha256Digest digest = FirstDigest(vector["event"].get<std::string>(), commitment, hash);
    for (std::uint32_t i = 0; i < count; ++i) {
      digest = NextDigest(digest, i, ContributionOf(i, hash), hash);
    }
    EXPECT_EQ(ToHex(digest), vector["digest"]);
    const Draw draw(seed, digest, vector["beacon"].get<std::string>(), count, hash);
    for (const auto& [number, position] : vector["positions"].items()) {
      const auto of = static_cast<std::uint32_t>(std::stoul(number));
      EXPECT_EQ(draw.PositionOf(of, hash), position) << "of number " << number;
      EXPECT_EQ(draw.NumberAt(position, hash), of) << "at position " << position;
    }
  }
}

TEST(DrawTest, IsAPermutationOfWhoeverThereIs) {
  Sha256 hash;
  for (const std::uint32_t count : {0U, 1U, 2U, 3U, 255U, 256U, 257U, 1'023U, 1'024U, 1'025U}) {
    const Draw draw(SeedOf("s"), {}, "", count, hash);
    std::vector<bool> seen(count);
    for (std::uint32_t i = 0; i < count; ++i) {
      const std::uint32_t position = draw.PositionOf(i, hash);
      ASSERT_LT(position, count);
      EXPECT_FALSE(seen[position]);
      seen[position] = true;
      EXPECT_EQ(draw.NumberAt(position, hash), i);
    }
  }
}

TEST(DrawTest, LeavesThoseWhoCameLaterBehind) {
  Sha256 hash;
  const Draw draw(SeedOf("s"), {}, "", 5, hash);
  EXPECT_EQ(draw.PositionOf(5, hash), 5U);
  EXPECT_EQ(draw.PositionOf(4'000'000'000, hash), 4'000'000'000U);
  EXPECT_EQ(draw.NumberAt(5, hash), 5U);
}

TEST(DrawTest, DependsOnAllThatGoesIntoIt) {
  Sha256 hash;
  const auto positions = [&](const DrawSeed& seed, const Sha256Digest& digest,
                             std::string_view beacon) {
    const Draw draw(seed, digest, beacon, 100, hash);
    std::vector<std::uint32_t> all;
    for (std::uint32_t i = 0; i < 100; ++i) all.push_back(draw.PositionOf(i, hash));
    return all;
  };
  const auto drawn = positions(SeedOf("s"), {}, "");
  EXPECT_EQ(positions(SeedOf("s"), {}, ""), drawn);
  EXPECT_NE(positions(SeedOf("t"), {}, ""), drawn);
  EXPECT_NE(positions(SeedOf("s"), {1}, ""), drawn);
  EXPECT_NE(positions(SeedOf("s"), {}, "b"), drawn);
}

// How far the positions that `count` numbers get in `draws` draws are from all being equally
// likely: Pearson's statistic, scaled to (count - 1)² degrees of freedom.
double ChiSquare(std::uint32_t count, unsigned draws) {
  Sha256 hash;
  test::SeededRandom random(20'261'127);
  std::vector<std::vector<unsigned>> seen(count, std::vector<unsigned>(count));
  for (unsigned i = 0; i < draws; ++i) {
    DrawSeed seed;
    random.Fill(seed);
    const Draw draw(seed, {}, "", count, hash);
    for (std::uint32_t number = 0; number < count; ++number) {
      ++seen[number][draw.PositionOf(number, hash)];
    }
  }
  const double expected = static_cast<double>(draws) / count;
  double sum = 0;
  for (const auto& row : seen) {
    for (const unsigned times : row) sum += (times - expected) * (times - expected) / expected;
  }
  return sum * (count - 1) / count;
}

// Five standard deviations to either side. A generator this test is to find out gives about as much
// as there are draws: see the last expectation, of a permutation that is always the same.
TEST(DrawTest, IsFair) {
  for (const std::uint32_t count : {5U, 20U}) {
    const double freedom = (count - 1.0) * (count - 1.0);
    const double deviation = std::sqrt(2 * freedom);
    const double statistic = ChiSquare(count, 500);
    EXPECT_LT(statistic, freedom + 5 * deviation) << count;
    EXPECT_GT(statistic, freedom - 5 * deviation) << count;
  }
  EXPECT_GT(ChiSquare(20, 1), 300);
}

// That two neighbours keep their order in half of the draws, and that as many of 100 early comers
// get into the first half as of the others.
TEST(DrawTest, HasNothingForEarlyComers) {
  Sha256 hash;
  test::SeededRandom random(7);
  constexpr std::uint32_t kCount = 1'000;
  constexpr unsigned kDraws = 100;
  unsigned kept = 0;
  unsigned ahead = 0;
  for (unsigned i = 0; i < kDraws; ++i) {
    DrawSeed seed;
    random.Fill(seed);
    const Draw draw(seed, {}, "", kCount, hash);
    for (std::uint32_t number = 0; number < 100; ++number) {
      const std::uint32_t position = draw.PositionOf(number, hash);
      if (position < draw.PositionOf(number + 1, hash)) ++kept;
      if (position < kCount / 2) ++ahead;
    }
  }
  EXPECT_NEAR(kept, 5'000, 300);
  EXPECT_NEAR(ahead, 5'000, 300);
}

}  // namespace
}  // namespace onsale::domain
