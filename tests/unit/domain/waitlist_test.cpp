#include "onsale/domain/waitlist.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <limits>
#include <string>
#include <vector>

#include "support/seeded_random.h"

namespace onsale::domain {
namespace {

Reservation Entry(std::uint64_t number, std::uint16_t section, std::uint32_t quantity) {
  Reservation entry;
  entry.id.number = number;
  entry.status = ReservationStatus::kWaiting;
  entry.section = section;
  entry.quantity = quantity;
  return entry;
}

TEST(WaitlistEntriesTest, BeginsEmpty) {
  const Waitlist waitlist;
  EXPECT_TRUE(waitlist.empty());
  EXPECT_EQ(waitlist.size(), 0U);
  EXPECT_FALSE(waitlist.WaitsFor(0));
  EXPECT_EQ(waitlist.quantity_min(), std::numeric_limits<std::uint32_t>::max());
}

TEST(WaitlistEntriesTest, KeepsTheOrderOfJoining) {
  Waitlist waitlist;
  for (const std::uint64_t number : {3U, 8U, 9U}) waitlist.Add(Entry(number, 0, 1));
  EXPECT_EQ(waitlist.entry(0), 3U);
  EXPECT_EQ(waitlist.entry(2), 9U);
  EXPECT_EQ(waitlist.PlaceOf(3), 1);
  EXPECT_EQ(waitlist.PlaceOf(9), 3);
  waitlist.Remove(Entry(8, 0, 1));
  EXPECT_EQ(waitlist.size(), 2U);
  EXPECT_EQ(waitlist.entry(1), 9U);
  EXPECT_EQ(waitlist.PlaceOf(9), 2);
}

TEST(WaitlistEntriesTest, KnowsForWhichSectionsAnybodyWaits) {
  Waitlist waitlist;
  waitlist.Add(Entry(0, 2, 1));
  waitlist.Add(Entry(1, 2, 1));
  EXPECT_TRUE(waitlist.WaitsFor(2));
  EXPECT_FALSE(waitlist.WaitsFor(1));
  EXPECT_FALSE(waitlist.WaitsFor(3));
  waitlist.Remove(Entry(0, 2, 1));
  EXPECT_TRUE(waitlist.WaitsFor(2));
  waitlist.Remove(Entry(1, 2, 1));
  EXPECT_FALSE(waitlist.WaitsFor(2));
}

TEST(WaitlistEntriesTest, WhoTakesAnySectionWaitsForEach) {
  Waitlist waitlist;
  waitlist.Add(Entry(0, kAnySection, 1));
  EXPECT_TRUE(waitlist.WaitsFor(0));
  EXPECT_TRUE(waitlist.WaitsFor(99));
  waitlist.Remove(Entry(0, kAnySection, 1));
  EXPECT_FALSE(waitlist.WaitsFor(0));
}

TEST(WaitlistEntriesTest, KnowsTheSmallestGroup) {
  Waitlist waitlist;
  waitlist.Add(Entry(0, 0, 4));
  waitlist.Add(Entry(1, 0, 2));
  waitlist.Add(Entry(2, 0, 2));
  EXPECT_EQ(waitlist.quantity_min(), 2U);
  waitlist.Remove(Entry(1, 0, 2));
  EXPECT_EQ(waitlist.quantity_min(), 2U);
  waitlist.Remove(Entry(2, 0, 2));
  EXPECT_EQ(waitlist.quantity_min(), 4U);
}

TEST(WaitlistEntriesTest, IsWhatAListOfEntriesSays) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    test::SeededRandom random(seed);
    Waitlist waitlist;
    std::vector<Reservation> entries;
    for (std::uint64_t number = 0; number < 100; ++number) {
      if (!entries.empty() && random.OneIn(2)) {
        const auto it = entries.begin() + random.Between<std::ptrdiff_t>(
                                              0, static_cast<std::ptrdiff_t>(entries.size()) - 1);
        waitlist.Remove(*it);
        entries.erase(it);
      } else {
        const std::uint16_t section =
            random.OneIn(8) ? kAnySection : random.Between<std::uint16_t>(0, 5);
        entries.push_back(Entry(number, section, random.Between(1U, 4U)));
        waitlist.Add(entries.back());
      }
      ASSERT_EQ(waitlist.size(), entries.size());
      ASSERT_EQ(waitlist.empty(), entries.empty());
      std::uint32_t quantity_min = std::numeric_limits<std::uint32_t>::max();
      for (std::size_t i = 0; i < entries.size(); ++i) {
        ASSERT_EQ(waitlist.entry(i), entries[i].id.number);
        ASSERT_EQ(waitlist.PlaceOf(entries[i].id.number), static_cast<std::int64_t>(i) + 1);
        quantity_min = std::min(quantity_min, entries[i].quantity);
      }
      ASSERT_EQ(waitlist.quantity_min(), quantity_min);
      for (std::uint16_t section = 0; section < 6; ++section) {
        const bool waits =
            std::any_of(entries.begin(), entries.end(), [&](const Reservation& entry) {
              return entry.section == section || entry.section == kAnySection;
            });
        ASSERT_EQ(waitlist.WaitsFor(section), waits) << section;
      }
    }
  }
}

}  // namespace
}  // namespace onsale::domain
