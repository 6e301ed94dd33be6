#include "onsale/domain/best_available.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "support/brute_seats.h"
#include "support/plans.h"
#include "support/seeded_random.h"

namespace onsale::domain {
namespace {

constexpr std::array kSeatings = {Seating::kTogether, Seating::kAdjacent, Seating::kNeighbours,
                                  Seating::kAnyhow};

// The picture with `#` for what was found; "none".
std::string Best(std::string_view picture, std::uint32_t quantity, Seating seating) {
  std::vector<SeatIndex> seats;
  const bool found = FindSeats(test::NewMap(picture), quantity, seating, seats);
  EXPECT_EQ(found, !seats.empty());
  return found ? test::Draw(picture, seats) : "none";
}

std::string BestAccessible(std::string_view picture, std::uint32_t quantity, Seating seating,
                           bool keep = true) {
  std::vector<SeatIndex> seats;
  const bool found = FindAccessibleSeats(test::NewMap(picture, keep), *test::NewPlan(picture),
                                         quantity, seating, seats);
  EXPECT_EQ(found, !seats.empty());
  return found ? test::Draw(picture, seats) : "none";
}

TEST(FindSeatsTest, TogetherTakesTheFirstInThePlansOrder) {
  EXPECT_EQ(Best("A: .... / B: ....", 2, Seating::kTogether), "A: ##.. / B: ....");
  EXPECT_EQ(Best("A: xx.. / B: ....", 2, Seating::kTogether), "A: xx## / B: ....");
  EXPECT_EQ(Best("A: xxx. / B: ....", 2, Seating::kTogether), "A: xxx. / B: ##..");
  EXPECT_EQ(Best("A: ....", 4, Seating::kTogether), "A: ####");
  EXPECT_EQ(Best("A: ....", 5, Seating::kTogether), "none");
}

TEST(FindSeatsTest, TogetherLeavesNoOrphan) {
  EXPECT_EQ(Best("A: ... / B: ..", 2, Seating::kTogether), "A: ... / B: ##") << "ends of rows";
  EXPECT_EQ(Best("A: x...x..x", 2, Seating::kTogether), "A: x...x##x") << "taken seats";
  EXPECT_EQ(Best("A: ... ..", 2, Seating::kTogether), "A: ... ##") << "aisles";
  EXPECT_EQ(Best("A: ...a ..", 2, Seating::kTogether), "A: ...a ##") << "kept seats";
  EXPECT_EQ(Best("A: .. / B: .", 1, Seating::kTogether), "A: .. / B: #");
  EXPECT_EQ(Best("A: ...", 2, Seating::kTogether), "none");
  EXPECT_EQ(Best("A: ....", 2, Seating::kTogether), "A: ##..") << "two are no orphan";
  EXPECT_EQ(Best("A: .x....", 2, Seating::kTogether), "A: .x##..") << "one that was there before";
}

TEST(FindSeatsTest, TogetherIsAheadOfABetterRowWithAnOrphan) {
  EXPECT_EQ(Best("A: x...x / B: ..x.. / C: ....", 2, Seating::kTogether),
            "A: x...x / B: ##x.. / C: ....");
}

TEST(FindSeatsTest, AdjacentMayLeaveAnOrphan) {
  EXPECT_EQ(Best("A: x...x / B: ....", 2, Seating::kAdjacent), "A: x##.x / B: ....");
  EXPECT_EQ(Best("A: .. / B: .", 1, Seating::kAdjacent), "A: #. / B: .");
  EXPECT_EQ(Best("A: .. ..", 3, Seating::kAdjacent), "none") << "nobody sits beside an aisle";
  EXPECT_EQ(Best("A: .. / B: ..", 3, Seating::kAdjacent), "none");
  EXPECT_EQ(Best("A: .c.", 2, Seating::kAdjacent), "none") << "kept";
}

TEST(FindSeatsTest, NeighboursSplitTheGroupInOneRowOrRowsBehindEachOther) {
  EXPECT_EQ(Best("A: ..x. / B: .....", 4, Seating::kNeighbours), "A: ..x. / B: ####.");
  EXPECT_EQ(Best("A: ..x.. / B: ..", 4, Seating::kNeighbours), "A: ##x## / B: ..");
  EXPECT_EQ(Best("A: .. .. / B: ..", 4, Seating::kNeighbours), "A: ## ## / B: ..");
  EXPECT_EQ(Best("A: ..x / B: x.. / C: ...", 4, Seating::kNeighbours), "A: ##x / B: x## / C: ...");
  EXPECT_EQ(Best("A: ... / B: ...", 5, Seating::kNeighbours), "A: ### / B: ##.");
  EXPECT_EQ(Best("A: ... / B: xxx / C: ...", 5, Seating::kNeighbours), "none") << "a row between";
  EXPECT_EQ(Best("A: ... / B: x.x / C: ...", 5, Seating::kNeighbours), "none") << "of no use";
}

TEST(FindSeatsTest, NeighboursTakeTheFewestRows) {
  EXPECT_EQ(Best("A: .. / B: .. / C: .. / D: ... / E: ...", 6, Seating::kNeighbours),
            "A: .. / B: .. / C: .. / D: ### / E: ###");
  EXPECT_EQ(Best("A: .. / B: .. / C: ..", 6, Seating::kNeighbours), "A: ## / B: ## / C: ##");
  EXPECT_EQ(Best("A: ... / B: .. / C: .....", 4, Seating::kNeighbours),
            "A: ... / B: .. / C: ####.");
}

TEST(FindSeatsTest, NeighboursLeaveNobodyAlone) {
  EXPECT_EQ(Best("A: ... / B: ...", 4, Seating::kNeighbours), "A: ##. / B: ##.") << "not 3 and 1";
  EXPECT_EQ(Best("A: .... / B: ..", 5, Seating::kNeighbours), "A: ###. / B: ##");
  EXPECT_EQ(Best("A: .. / B: .. / C: ..", 5, Seating::kNeighbours), "none") << "twos make no five";
  EXPECT_EQ(Best("A: .. / B: .. / C: ...", 5, Seating::kNeighbours), "A: .. / B: ## / C: ###");
  EXPECT_EQ(Best("A: ..x... / B: ..", 5, Seating::kNeighbours), "A: ##x### / B: ..");
  EXPECT_EQ(Best("A: .x.x.x. / B: .x.x.x.", 4, Seating::kNeighbours), "none");
  EXPECT_EQ(Best("A: ....", 1, Seating::kNeighbours), "none") << "one has no neighbour";
}

TEST(FindSeatsTest, AnyhowTakesTheFirstOpenSeats) {
  EXPECT_EQ(Best("A: .x.a / B: x.. / C: ..", 4, Seating::kAnyhow), "A: #x#a / B: x## / C: ..");
  EXPECT_EQ(Best("A: .x. / B: x. .", 4, Seating::kAnyhow), "A: #x# / B: x# #");
  EXPECT_EQ(Best("A: .x. / B: x. .", 5, Seating::kAnyhow), "none");
  EXPECT_EQ(Best("A: .c", 2, Seating::kAnyhow), "none");
}

TEST(FindSeatsTest, AppendsWhatItFindsAndNothingElse) {
  const SeatMap map = test::NewMap("A: x..");
  std::vector<SeatIndex> seats = {7};
  EXPECT_TRUE(FindSeats(map, 2, Seating::kTogether, seats));
  EXPECT_EQ(seats, (std::vector<SeatIndex>{7, 1, 2}));
  for (const Seating seating : kSeatings) {
    EXPECT_FALSE(FindSeats(map, 3, seating, seats));
    EXPECT_FALSE(FindSeats(map, 0, seating, seats));
    EXPECT_FALSE(FindSeats(map, 10'000, seating, seats));
  }
  EXPECT_EQ(seats, (std::vector<SeatIndex>{7, 1, 2}));
}

TEST(FindSeatsTest, FindsNothingInAPlanWithoutSeats) {
  const SeatMap map(SeatPlan{}, true);
  std::vector<SeatIndex> seats;
  for (const Seating seating : kSeatings) EXPECT_FALSE(FindSeats(map, 1, seating, seats));
}

TEST(FindAccessibleSeatsTest, WantsAnAccessibleSeatAndMayHaveKeptOnes) {
  EXPECT_EQ(BestAccessible("A: .... / B: ..ac..", 2, Seating::kTogether), "A: .... / B: ..##..");
  EXPECT_EQ(BestAccessible("A: .... / B: ..ac..", 1, Seating::kAdjacent), "A: .... / B: ..#c..");
  EXPECT_EQ(BestAccessible("A: .... / B: ..Ac..", 2, Seating::kAnyhow), "none");
  EXPECT_EQ(BestAccessible("A: ..ac", 2, Seating::kAdjacent, /*keep=*/false), "A: ..##");
}

TEST(FindAccessibleSeatsTest, WantsCompanionsThenFewAccessibleSeatsThenTheFirst) {
  EXPECT_EQ(BestAccessible("A: a..ac", 2, Seating::kAdjacent), "A: a..##") << "a companion";
  EXPECT_EQ(BestAccessible("A: cac", 2, Seating::kAdjacent), "A: ##c") << "the first";
  EXPECT_EQ(BestAccessible("A: aa.", 2, Seating::kAdjacent), "A: a##") << "one accessible seat";
  EXPECT_EQ(BestAccessible("A: a.... / B: ac", 2, Seating::kAdjacent), "A: ##... / B: ac")
      << "the row comes first";
  EXPECT_EQ(BestAccessible("A: .a. ac.", 2, Seating::kAdjacent), "A: .a. ##.") << "aisles";
}

TEST(FindAccessibleSeatsTest, TogetherLeavesNoFreeSeatAlone) {
  EXPECT_EQ(BestAccessible("A: ac. / B: a..", 2, Seating::kTogether), "none");
  EXPECT_EQ(BestAccessible("A: ac. / B: a..", 2, Seating::kAdjacent), "A: ##. / B: a..");
  EXPECT_EQ(BestAccessible("A: ac. / B: a...", 2, Seating::kTogether), "A: ac. / B: ##..");
  EXPECT_EQ(BestAccessible("A: xac.", 1, Seating::kTogether), "A: x#c.");
}

TEST(FindAccessibleSeatsTest, NeighboursSplitTheGroupAroundAnAccessibleSeat) {
  EXPECT_EQ(BestAccessible("A: ac / B: ac", 4, Seating::kNeighbours), "A: ## / B: ##");
  EXPECT_EQ(BestAccessible("A: .. / B: .. / C: x.a / D: ..", 4, Seating::kNeighbours),
            "A: .. / B: ## / C: x## / D: ..")
      << "the first rows of those with one";
  EXPECT_EQ(BestAccessible("A: .... / B: .... / C: ac", 6, Seating::kNeighbours),
            "A: .... / B: #### / C: ##")
      << "not the better rows without one";
  EXPECT_EQ(BestAccessible("A: .. / B: xx / C: ac", 4, Seating::kNeighbours), "none")
      << "a row between";
}

TEST(FindAccessibleSeatsTest, NeighboursLeaveNobodyAlone) {
  EXPECT_EQ(BestAccessible("A: .. / B: xax / C: ..", 4, Seating::kNeighbours), "none")
      << "nor who needs the accessible seat";
  EXPECT_EQ(BestAccessible("A: .... / B: ac", 5, Seating::kNeighbours), "A: ###. / B: ##");
  EXPECT_EQ(BestAccessible("A: .. / B: ac", 3, Seating::kNeighbours), "none");
  EXPECT_EQ(BestAccessible("A: ac ...", 3, Seating::kNeighbours), "none");
  EXPECT_EQ(BestAccessible("A: ac ...", 5, Seating::kNeighbours), "A: ## ###");
  EXPECT_EQ(BestAccessible("A: a", 1, Seating::kNeighbours), "none") << "one has no neighbour";
}

TEST(FindAccessibleSeatsTest, NeighboursTakeOnlyTheKeptSeatsTheyNeed) {
  EXPECT_EQ(BestAccessible("A: ..ac.x / B: ac..", 6, Seating::kNeighbours), "A: ####.x / B: ac##");
}

TEST(FindAccessibleSeatsTest, AnyhowSitsAroundTheFirstAccessibleSeat) {
  EXPECT_EQ(BestAccessible("A: .... / B: .a.. / C: a", 1, Seating::kAnyhow),
            "A: .... / B: .#.. / C: a");
  EXPECT_EQ(BestAccessible("A: .... / B: .a..", 2, Seating::kAnyhow), "A: .... / B: ##..")
      << "of two as near the earlier";
  EXPECT_EQ(BestAccessible("A: .... / B: .a..", 4, Seating::kAnyhow), "A: ...# / B: ###.");
  EXPECT_EQ(BestAccessible("A: ..xx / B: xax. / C: ..", 3, Seating::kAnyhow),
            "A: ..xx / B: x#x# / C: #.");
  EXPECT_EQ(BestAccessible("A: a.", 3, Seating::kAnyhow), "none");
}

// Random plans against a search that tries everything.

std::string RandomRow(test::SeededRandom& random, int seats, int taken_percent,
                      int marked_percent) {
  std::string row;
  for (int i = 0; i < seats; ++i) {
    if (random.OneIn(8)) row += ' ';
    const bool taken = random.Between(1, 100) <= taken_percent;
    if (random.Between(1, 100) > marked_percent) {
      row += taken ? 'x' : '.';
    } else if (random.OneIn(2)) {
      row += taken ? 'A' : 'a';
    } else {
      row += taken ? 'C' : 'c';
    }
  }
  return row;
}

std::string RandomPicture(test::SeededRandom& random, int rows_max, int seats_max) {
  constexpr std::array kTakenPercents = {0, 10, 30, 60, 90};
  const int taken_percent = kTakenPercents.at(random.Between<std::size_t>(0, 4));
  const int marked_percent = random.OneIn(2) ? 0 : 25;
  std::string picture;
  for (int row = random.Between(1, rows_max); row > 0; --row) {
    picture += (picture.empty() ? "" : " / ") + std::to_string(row) + ": ";
    picture += RandomRow(random, random.Between(1, seats_max), taken_percent, marked_percent);
  }
  return picture;
}

// Both searches in one plan.
class Comparison {
 public:
  Comparison(std::string picture, bool keep)
      : picture_(std::move(picture)),
        plan_(test::NewPlan(picture_)),
        map_(test::NewMap(picture_, keep)),
        brute_(test::MakeBrutePlan(*plan_, keep)) {
    for (const SeatIndex seat : test::TakenIn(picture_)) brute_[seat].free = false;
  }

  std::uint32_t seat_count() const { return static_cast<std::uint32_t>(brute_.size()); }

  void Compare(std::uint32_t quantity) const {
    for (const Seating seating : kSeatings) {
      SCOPED_TRACE(std::to_string(quantity) + ", seated " +
                   std::to_string(static_cast<int>(seating)) + ", of " + picture_);
      std::vector<SeatIndex> seats;
      const bool found = FindSeats(map_, quantity, seating, seats);
      EXPECT_EQ(found, !seats.empty());
      EXPECT_EQ(seats, test::BruteSeats(brute_, quantity, seating))
          << "found " << test::Draw(picture_, seats);
      if (seating == Seating::kNeighbours) CheckNeighbours(seats);

      std::vector<SeatIndex> accessible;
      const bool found_accessible =
          FindAccessibleSeats(map_, *plan_, quantity, seating, accessible);
      EXPECT_EQ(found_accessible, !accessible.empty());
      EXPECT_EQ(accessible, test::BruteAccessibleSeats(brute_, quantity, seating))
          << "found, accessible, " << test::Draw(picture_, accessible);
      if (seating == Seating::kNeighbours) CheckNeighbours(accessible);
    }
  }

 private:
  // Nobody without a neighbour, no row left out: whatever the rule by which these were chosen.
  void CheckNeighbours(const std::vector<SeatIndex>& seats) const {
    const auto touch = [&](SeatIndex a, SeatIndex b) {
      return brute_[a].row == brute_[b].row && brute_[a].position + 1 == brute_[b].position;
    };
    for (std::size_t i = 0; i < seats.size(); ++i) {
      const bool before = i > 0 && touch(seats[i - 1], seats[i]);
      const bool behind = i + 1 < seats.size() && touch(seats[i], seats[i + 1]);
      EXPECT_TRUE(before || behind) << "seat " << seats[i];
      EXPECT_TRUE(i == 0 || brute_[seats[i]].row <= brute_[seats[i - 1]].row + 1);
    }
  }

  const std::string picture_;
  const SeatPlanPtr plan_;
  const SeatMap map_;
  test::BrutePlan brute_;
};

// ONSALE_SEATS_SEED is the first of the plans' seeds.
void CompareRandomPlans(std::uint64_t count, int rows_max, int seats_max,
                        const std::vector<std::uint32_t>& quantities) {
  const std::uint64_t first = test::EnvironmentNumber("ONSALE_SEATS_SEED", 1);
  const std::uint64_t end = first + (test::IsLongRun() ? 20 * count : count);
  for (std::uint64_t seed = first; seed < end && !::testing::Test::HasFailure(); ++seed) {
    SCOPED_TRACE("ONSALE_SEATS_SEED=" + std::to_string(seed));
    test::SeededRandom random(seed);
    const Comparison comparison(RandomPicture(random, rows_max, seats_max), !random.OneIn(4));
    for (const std::uint32_t quantity : quantities) comparison.Compare(quantity);
    if (!quantities.empty()) continue;
    for (std::uint32_t quantity = 0; quantity <= comparison.seat_count() + 1; ++quantity) {
      comparison.Compare(quantity);
    }
  }
}

TEST(FindSeatsRandomTest, AgreesWithTryingEverythingInSmallPlans) {
  CompareRandomPlans(5'000, /*rows_max=*/5, /*seats_max=*/8, {});
}

TEST(FindSeatsRandomTest, AgreesWithTryingEverythingInPlansOfManyRows) {
  CompareRandomPlans(500, /*rows_max=*/20, /*seats_max=*/4, {2, 3, 4, 5, 6, 7, 9, 12, 15});
}

// A row's seats are bits of words of 64, and of runs of 63 and more it is only known that they are.
TEST(FindSeatsRandomTest, AgreesWithTryingEverythingInLongRows) {
  CompareRandomPlans(150, /*rows_max=*/2, /*seats_max=*/300,
                     {1, 2, 7, 30, 61, 62, 63, 64, 65, 66, 100, 127, 128, 129, 200});
}

TEST(FindSeatsTest, TellsRunsOfEachLengthApart) {
  for (std::uint32_t run = 55; run <= 200; ++run) {
    const std::string dots(run, '.');
    for (const std::uint32_t before : {0U, 1U, 60U, 63U}) {  // where in its word it begins
      const Comparison comparison("A: " + std::string(before, 'x') + dots + "x.", true);
      for (std::uint32_t quantity = run - 3; quantity <= run + 1; ++quantity) {
        comparison.Compare(quantity);
      }
    }
  }
}

TEST(FindSeatsTest, GivesTheSameSeatsForTheSameMapWhateverCameBefore) {
  const std::string picture = "A: ..x.x.... / B: x...x.. / C: .. ...x";
  const SeatMap straight = test::NewMap(picture);
  SeatMap crooked(*test::NewPlan(picture), true);
  std::mt19937 random(1);
  std::vector<SeatIndex> all(20);
  std::iota(all.begin(), all.end(), 0U);
  for (int i = 0; i < 20; ++i) {
    crooked.Take(all);
    std::shuffle(all.begin(), all.end(), random);
    crooked.Free(all);
  }
  crooked.Take(test::TakenIn(picture));
  for (std::uint32_t quantity = 1; quantity <= 16; ++quantity) {
    for (const Seating seating : kSeatings) {
      std::vector<SeatIndex> first, again, other;
      const bool found = FindSeats(straight, quantity, seating, first);
      EXPECT_EQ(FindSeats(straight, quantity, seating, again), found);
      EXPECT_EQ(FindSeats(crooked, quantity, seating, other), found);
      EXPECT_EQ(first, again);
      EXPECT_EQ(first, other);
    }
  }
}

}  // namespace
}  // namespace onsale::domain
