#include "onsale/api/seats_document.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <optional>

#include "support/plans.h"
#include "support/seeded_random.h"
#include "unit/api/decompress.h"
#include "unit/api/tell_seats.h"

namespace onsale::api {
namespace {

using commit::SeatState;
using domain::SeatPlan;
using nlohmann::json;

// An event whose seats a test sets as it likes.
struct Hall {
  explicit Hall(std::vector<domain::SectionDefinition> sections) {
    definition.id = "aurora";
    definition.sections = std::move(sections);
    TakePlans();
  }

  // After a change of the sections.
  void TakePlans() {
    states.resize(definition.sections.size());
    for (std::size_t i = 0; i < states.size(); ++i) {
      const domain::SeatPlanPtr& plan = definition.sections[i].plan;
      if (plan != nullptr) states[i].resize(plan->end_number());
    }
  }

  commit::SeatsReading Read() const {
    commit::SeatsReading reading;
    auto snapshot = std::make_shared<domain::EventSnapshot>();
    snapshot->definition = std::make_shared<const domain::EventDefinition>(definition);
    snapshot->sequence = sequence;
    reading.event = std::move(snapshot);
    reading.seats = states;
    return reading;
  }

  domain::EventDefinition definition;
  domain::Sequence sequence = 1;
  std::vector<std::vector<SeatState>> states;  // by section and seat number
};

std::string IdentityOf(SeatsDocument& document, const Hall& hall) {
  return document.Identity(hall.Read(), {});
}

std::string InflatedOf(SeatsDocument& document, const Hall& hall) {
  return DecompressGzip(document.Gzip(hall.Read()));
}

SeatState AnyState(test::SeededRandom& random) {
  return static_cast<SeatState>(random.Between(0, 3));
}

// What a document that was never used gives.
std::string FreshOf(const Hall& hall) { return SeatsDocument().Identity(hall.Read(), {}); }

TEST(SeatsDocumentTest, TellsSectionsAndStates) {
  Hall hall({test::SeatedSection("stalls", test::NewPlan("A: a.c / B: ..")),
             {"floor", "Floor", 7},
             test::SeatedSection("box", test::NewPlan("1: ."))});
  hall.sequence = 17;
  hall.states[0] = {SeatState::kFree, SeatState::kHeld, SeatState::kFree, SeatState::kConfirmed,
                    SeatState::kBlocked};
  SeatsDocument document;
  const std::string text = IdentityOf(document, hall);
  EXPECT_TRUE(text.starts_with(R"({"event":"aurora","sequence":17,"sections":[{"id":"stalls",)"))
      << text;
  EXPECT_TRUE(text.ends_with(R"(}]}],"states":{"stalls":"khkcb","box":"a"}})")) << text;
  EXPECT_EQ(TellSeats(json::parse(text)["sections"]), TellSeats(hall.definition));
  EXPECT_EQ(InflatedOf(document, hall), text);
}

TEST(SeatsDocumentTest, HasNothingToTellWithoutSeats) {
  const Hall hall({{"floor", "Floor", 7}});
  const std::string empty = R"({"event":"aurora","sequence":1,"sections":[],"states":{}})";
  SeatsDocument document;
  EXPECT_EQ(IdentityOf(document, hall), empty);
  EXPECT_EQ(InflatedOf(document, hall), empty);
}

TEST(SeatsDocumentTest, FollowsWhatIsKept) {
  Hall hall({test::SeatedSection("stalls", test::NewPlan("A: a.c"))});
  SeatsDocument document;
  EXPECT_EQ(json::parse(InflatedOf(document, hall))["states"]["stalls"], "kak");
  hall.definition.keep_accessible = false;
  hall.states[0][1] = SeatState::kHeld;
  EXPECT_EQ(json::parse(InflatedOf(document, hall))["states"]["stalls"], "aha");
  hall.definition.keep_accessible = true;
  EXPECT_EQ(json::parse(InflatedOf(document, hall))["states"]["stalls"], "khk");
}

TEST(SeatsDocumentTest, FollowsEachMemberOfASection) {
  Hall hall({test::SeatedSection("stalls", test::NewPlan(3, 20))});
  SeatsDocument document;
  std::string previous = IdentityOf(document, hall);
  auto& sections = hall.definition.sections;
  const std::function<void()> changes[] = {
      [&] { sections[0].name = "Parkett"; },
      [&] { sections[0].label.price = "5 €"; },
      [&] { sections[0].label.category = "Gold"; },
      [&] { sections[0].plan = test::NewPlan(4, 20); },
      [&] { sections[0].id = "parkett"; },
      [&] {
        sections.push_back({"floor", "Floor", 7});
      },
      [&] { sections.push_back(test::SeatedSection("box", sections[0].plan)); },
      [&] { hall.definition.id = "borealis"; },
      [&] { hall.definition.paused = true; },
  };
  for (const auto& change : changes) {
    change();
    hall.TakePlans();
    EXPECT_EQ(InflatedOf(document, hall), FreshOf(hall));
    previous = document.Identity(hall.Read(), previous);
    EXPECT_EQ(previous, FreshOf(hall));
  }
}

TEST(SeatsDocumentTest, DoesNotTellOfRetiredSeats) {
  const auto before = test::NewPlan("A: .... / B: ..");
  Hall hall({test::SeatedSection("stalls", before)});
  hall.states[0] = std::vector<SeatState>(6, SeatState::kHeld);
  SeatsDocument document;
  EXPECT_EQ(json::parse(InflatedOf(document, hall))["states"]["stalls"], "hhhhhh");

  const auto edited = std::make_shared<const SeatPlan>(
      domain::MergePlans(*before, SeatPlan(*test::NewPlan("B: .... / A: ..."))));
  hall.definition.sections[0].plan = edited;
  hall.TakePlans();
  hall.states[0][3] = SeatState::kFree;       // A-4, which is gone
  hall.states[0][4] = SeatState::kConfirmed;  // B-1
  EXPECT_EQ(json::parse(InflatedOf(document, hall))["states"]["stalls"], "chaahhh");
  hall.states[0][3] = SeatState::kBlocked;
  EXPECT_EQ(json::parse(InflatedOf(document, hall))["states"]["stalls"], "chaahhh");
}

TEST(SeatsDocumentTest, IsAsAFreshOneWhateverWasBefore) {
  for (unsigned seed = 1; seed <= 10; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    test::SeededRandom random(seed);
    Hall hall({test::SeatedSection("stalls", test::NewPlan(random.Between(1UL, 90UL), 77)),
               test::SeatedSection("box", test::NewPlan("1: a.")),
               test::SeatedSection("balcony", test::NewPlan(random.Between(1UL, 60UL), 100))});
    SeatsDocument document;
    std::string previous;
    for (int step = 0; step < 30; ++step) {
      ++hall.sequence;
      for (int i = 1 << random.Between(0, 9); i > 0; --i) {
        auto& states = hall.states[random.Between(0UL, hall.states.size() - 1)];
        states[random.Between(0UL, states.size() - 1)] = AnyState(random);
      }
      if (random.OneIn(2)) previous = document.Identity(hall.Read(), previous);
      if (random.OneIn(8)) previous.clear();
      const std::string fresh = FreshOf(hall);
      ASSERT_EQ(InflatedOf(document, hall), fresh) << "step " << step;
      ASSERT_EQ(document.Identity(hall.Read(), previous), fresh) << "step " << step;
      previous = fresh;
    }
  }
}

TEST(SeatsDocumentTest, DoesNotKeepAPlanAlive) {
  Hall hall({test::SeatedSection("stalls", test::NewPlan(3, 20))});
  const std::weak_ptr<const SeatPlan> plan = hall.definition.sections[0].plan;
  SeatsDocument document;
  document.Gzip(hall.Read());
  hall.definition.sections.clear();
  EXPECT_TRUE(plan.expired());
}

constexpr std::uint32_t kRows = 2'000;
constexpr std::uint32_t kRowSeats = 50;

// 100,000 seats, half of them sold at random.
class LargeHallTest : public testing::Test {
 protected:
  void Sell(SeatPlan plan) {
    plan.NumberSeats();
    plan.Index();
    hall_.emplace(std::vector{
        test::SeatedSection("stalls", std::make_shared<const SeatPlan>(std::move(plan)))});
    for (SeatState& state : hall_->states[0]) {
      state = random_.OneIn(2) ? SeatState::kFree : SeatState::kConfirmed;
    }
  }

  static SeatPlan NewPlan() {
    SeatPlan plan;
    for (std::uint32_t row = 0; row < kRows; ++row) {
      plan.rows.push_back({std::to_string(row + 1), row * kRowSeats, kRowSeats});
      for (std::uint32_t i = 0; i < kRowSeats; ++i) {
        plan.Name(plan.seats.emplace_back(), std::to_string(i + 1));
      }
    }
    return plan;
  }

  // Octets of the gzip member, after seeing that it tells everything.
  std::size_t GzipBytes() {
    SeatsDocument document;
    const std::string gzip = document.Gzip(hall_->Read());
    const std::string identity = DecompressGzip(gzip);
    EXPECT_EQ(identity, IdentityOf(document, *hall_));
    EXPECT_EQ(TellSeats(json::parse(identity)["sections"]), TellSeats(hall_->definition));
    const auto kept = static_cast<double>(document.bytes()) / (kRows * kRowSeats);
    EXPECT_LT(kept, 4) << "octets a seat";
    RecordProperty("gzip_bytes", static_cast<int>(gzip.size()));
    return gzip.size();
  }

  test::SeededRandom random_{1};
  std::optional<Hall> hall_;
};

constexpr std::size_t kGzipBytesMax = 150'000;

TEST_F(LargeHallTest, IsShortWithNumberedSeats) {
  SeatPlan plan = NewPlan();
  domain::LayOutRows(plan, 0);
  Sell(std::move(plan));
  EXPECT_LT(GzipBytes(), kGzipBytesMax);
}

TEST_F(LargeHallTest, IsShortInAnyState) {
  SeatPlan plan = NewPlan();
  domain::LayOutRows(plan, 0);
  for (domain::Seat& seat : plan.seats) seat.marks = random_.OneIn(9) ? domain::kAccessible : 0;
  Sell(std::move(plan));
  for (SeatState& state : hall_->states[0]) state = AnyState(random_);
  EXPECT_LT(GzipBytes(), kGzipBytesMax);
}

TEST_F(LargeHallTest, IsShortWithListedNamesAndGaps) {
  SeatPlan plan = NewPlan();
  for (std::uint32_t i = 0; i < plan.seats.size(); ++i) {
    const std::uint32_t place = i % kRowSeats;
    plan.Name(plan.seats[i], std::to_string(place < 25 ? 49 - 2 * place : 2 * place - 48));
    plan.seats[i].gap = random_.OneIn(25) ? 1 : 0;
  }
  domain::LayOutRows(plan, 0);
  Sell(std::move(plan));
  EXPECT_LT(GzipBytes(), kGzipBytesMax);
}

// Where a seat of an operator's drawing stands, in seats' widths.
struct Place {
  double x, y;
};

// An aisle of two seats' widths behind every 17 seats of a row.
constexpr std::uint32_t kAisleSeats = 17;

std::uint32_t OffsetInRow(std::uint32_t place) { return place + place / kAisleSeats * 2; }

// Puts each seat where `place_of(row, offset)` says, aisles and all.
template <typename PlaceOf>
void PlaceSeats(SeatPlan& plan, PlaceOf place_of) {
  for (std::uint32_t i = 0; i < plan.seats.size(); ++i) {
    const std::uint32_t in_row = i % kRowSeats;
    domain::Seat& seat = plan.seats[i];
    seat.gap = in_row > 0 && in_row % kAisleSeats == 0 ? 2 : 0;
    const Place place = place_of(i / kRowSeats, OffsetInRow(in_row));
    seat.x = static_cast<std::int32_t>(std::lround(100 * place.x));
    seat.y = static_cast<std::int32_t>(std::lround(100 * place.y));
  }
}

// Straight rows, in each tenth of the hall of another direction.
Place InAFan(double row, double offset) {
  const double angle = std::floor(row / 200) * 0.3;
  return {row * std::sin(angle) + offset * std::cos(angle),
          row * std::cos(angle) - offset * std::sin(angle)};
}

// Five blocks of 400 rows around the stage.
Place InArcs(double row, double offset) {
  const double radius = 20 + std::fmod(row, 400);
  const double angle = std::floor(row / 400) * 0.5 - 1 + offset / radius;
  return {radius * std::sin(angle), radius * std::cos(angle)};
}

TEST_F(LargeHallTest, IsShortWithRowsInAFan) {
  SeatPlan plan = NewPlan();
  PlaceSeats(plan, InAFan);
  Sell(std::move(plan));
  EXPECT_LT(GzipBytes(), kGzipBytesMax);
}

TEST_F(LargeHallTest, IsShortWithRowsInArcs) {
  SeatPlan plan = NewPlan();
  PlaceSeats(plan, InArcs);
  Sell(std::move(plan));
  EXPECT_LT(GzipBytes(), kGzipBytesMax);
}

TEST_F(LargeHallTest, IsShortWithPositionsThatAreAHundredthOff) {
  SeatPlan plan = NewPlan();
  PlaceSeats(plan, InArcs);
  for (domain::Seat& seat : plan.seats) {
    seat.x += random_.Between(-1, 1);
    seat.y += random_.Between(-1, 1);
  }
  Sell(std::move(plan));
  EXPECT_LT(GzipBytes(), kGzipBytesMax);
}

}  // namespace
}  // namespace onsale::api
