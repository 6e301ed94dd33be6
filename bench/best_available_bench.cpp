// What it costs to find seats: in halls of 100,000 with most of them sold, the four seatings in the
// order in which the inventory tries them; and what a reservation of seats costs in all.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>
#include <numeric>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "onsale/domain/best_available.h"
#include "onsale/domain/inventory.h"

namespace onsale::domain {
namespace {

constexpr std::uint64_t kSeed = 20'261'123;

SeatPlanPtr MakePlan(std::uint32_t rows, std::uint32_t seats) {
  SeatPlan plan;
  for (std::uint32_t r = 0; r < rows; ++r) {
    plan.rows.push_back({std::to_string(r + 1), r * seats, seats});
    for (std::uint32_t i = 0; i < seats; ++i) {
      Seat& seat = plan.seats.emplace_back();
      plan.Name(seat, std::to_string(i + 1));
      if (r % 10 == 9 && i < 8) seat.marks = i % 2 == 0 ? kAccessible : kCompanion;
    }
  }
  plan.NumberSeats();
  plan.Index();
  return std::make_shared<const SeatPlan>(std::move(plan));
}

struct Shape {
  std::uint32_t sections;
  std::uint32_t rows;   // of each section
  std::uint32_t seats;  // of each row
};
constexpr Shape kTwentySections{20, 100, 50};
constexpr Shape kOneSection{1, 2'000, 50};
constexpr Shape kBoxes{20, 1'250, 4};
constexpr Shape kBoxesOneSection{1, 25'000, 4};
constexpr Shape kSingleSeats{1, 100'000, 1};

// Which seats are sold.
enum class Sold {
  kAtRandom,        // 95 % of them
  kEverySecond,     // nothing together is left
  kAllButSingles,   // one seat here and there in the last rows
  kAllButOnePair,   // of each row
  kAllButFarPairs,  // of each tenth row: 95 % of rows of 4
};

std::vector<SeatIndex> Choose(Sold sold, const SeatPlan& plan, std::uint64_t seed) {
  const auto count = static_cast<SeatIndex>(plan.seats.size());
  std::vector<SeatIndex> seats(count);
  std::iota(seats.begin(), seats.end(), 0U);
  switch (sold) {
    case Sold::kAtRandom:
      std::shuffle(seats.begin(), seats.end(), std::mt19937_64(seed));
      seats.resize(count / 20 * 19);
      break;
    case Sold::kEverySecond:
      std::erase_if(seats, [](SeatIndex seat) { return seat % 2 == 0; });
      break;
    case Sold::kAllButSingles:
      std::erase_if(seats, [&](SeatIndex seat) { return seat + 16 > count && seat % 2 == 0; });
      break;
    case Sold::kAllButOnePair:
      std::erase_if(seats, [&](SeatIndex seat) {
        const SeatIndex in_row = seat - plan.RowOf(seat).first;
        return in_row == 2 || in_row == 3;
      });
      break;
    case Sold::kAllButFarPairs:
      std::erase_if(seats, [&](SeatIndex seat) {
        const Row& row = plan.RowOf(seat);
        return seat - row.first < 2 && (&row - plan.rows.data()) % 10 == 9;
      });
      break;
  }
  std::sort(seats.begin(), seats.end());
  return seats;
}

struct Hall {
  Hall(const Shape& shape, Sold sold, bool keep) {
    plan = MakePlan(shape.rows, shape.seats);
    for (std::uint32_t i = 0; i < shape.sections; ++i) {
      maps.push_back(std::make_unique<SeatMap>(*plan, keep));
      maps.back()->Take(Choose(sold, *plan, kSeed + i));
    }
  }

  // As the inventory does it.
  bool Find(std::uint32_t quantity, bool accessible, std::vector<SeatIndex>& seats) const {
    constexpr std::array kSeatings = {Seating::kTogether, Seating::kAdjacent, Seating::kNeighbours,
                                      Seating::kAnyhow};
    for (const Seating seating : kSeatings) {
      for (const auto& map : maps) {
        const bool found = accessible ? FindAccessibleSeats(*map, *plan, quantity, seating, seats)
                                      : FindSeats(*map, quantity, seating, seats);
        if (found) return true;
      }
    }
    return false;
  }

  SeatPlanPtr plan;  // of each section
  std::vector<std::unique_ptr<SeatMap>> maps;
};

void Finding(benchmark::State& state, const Shape& shape, Sold sold) {
  const Hall hall(shape, sold, /*keep=*/false);
  const auto quantity = static_cast<std::uint32_t>(state.range(0));
  std::vector<SeatIndex> seats;
  for (auto _ : state) {
    seats.clear();
    benchmark::DoNotOptimize(hall.Find(quantity, /*accessible=*/false, seats));
  }
}

void EachQuantity(benchmark::internal::Benchmark* finding) {
  for (const int quantity : {1, 2, 4, 8}) finding->Arg(quantity);
}
BENCHMARK_CAPTURE(Finding, AtRandom, kTwentySections, Sold::kAtRandom)->Apply(EachQuantity);
BENCHMARK_CAPTURE(Finding, AtRandomOneSection, kOneSection, Sold::kAtRandom)->Apply(EachQuantity);
BENCHMARK_CAPTURE(Finding, AtRandomBoxes, kBoxes, Sold::kAtRandom)->Apply(EachQuantity);
BENCHMARK_CAPTURE(Finding, NothingTogether, kTwentySections, Sold::kEverySecond)
    ->Apply(EachQuantity);
BENCHMARK_CAPTURE(Finding, NothingTogetherOneSection, kOneSection, Sold::kEverySecond)
    ->Apply(EachQuantity);
BENCHMARK_CAPTURE(Finding, NothingTogetherBoxes, kBoxes, Sold::kEverySecond)->Apply(EachQuantity);
BENCHMARK_CAPTURE(Finding, AtRandomBoxesOneSection, kBoxesOneSection, Sold::kAtRandom)
    ->Apply(EachQuantity);
BENCHMARK_CAPTURE(Finding, FarPairsBoxesOneSection, kBoxesOneSection, Sold::kAllButFarPairs)
    ->Apply(EachQuantity);
BENCHMARK_CAPTURE(Finding, AtRandomSingleSeats, kSingleSeats, Sold::kAtRandom)->Apply(EachQuantity);
BENCHMARK_CAPTURE(Finding, Singles, kTwentySections, Sold::kAllButSingles)->Apply(EachQuantity);
BENCHMARK_CAPTURE(Finding, SinglesOneSection, kOneSection, Sold::kAllButSingles)
    ->Apply(EachQuantity);
BENCHMARK_CAPTURE(Finding, PairsOneSection, kOneSection, Sold::kAllButOnePair)
    ->Apply(EachQuantity)
    ->Arg(1'001)   // an odd number is looked for in each window
    ->Arg(4'000);  // all there are

void FindingAccessible(benchmark::State& state, const Shape& shape, Sold sold) {
  const Hall hall(shape, sold, /*keep=*/true);
  const auto quantity = static_cast<std::uint32_t>(state.range(0));
  std::vector<SeatIndex> seats;
  for (auto _ : state) {
    seats.clear();
    benchmark::DoNotOptimize(hall.Find(quantity, /*accessible=*/true, seats));
  }
}
BENCHMARK_CAPTURE(FindingAccessible, AtRandom, kOneSection, Sold::kAtRandom)->Apply(EachQuantity);
BENCHMARK_CAPTURE(FindingAccessible, NothingTogether, kOneSection, Sold::kEverySecond)
    ->Apply(EachQuantity);
BENCHMARK_CAPTURE(FindingAccessible, AtRandomBoxes, kBoxesOneSection, Sold::kAtRandom)
    ->Apply(EachQuantity);
BENCHMARK_CAPTURE(FindingAccessible, OneRow, Shape{1, 1, kSeatsMax}, Sold::kAllButSingles)
    ->Apply(EachQuantity);

void TakingAndFreeing(benchmark::State& state, const Shape& shape) {
  Hall hall(shape, Sold::kAtRandom, /*keep=*/false);
  SeatMap& map = *hall.maps.front();
  std::vector<SeatIndex> seats;
  if (!FindSeats(map, 2, Seating::kAdjacent, seats)) std::abort();
  for (auto _ : state) {
    map.Take(seats);
    map.Free(seats);
  }
}
BENCHMARK_CAPTURE(TakingAndFreeing, TwoSeats, kOneSection);
BENCHMARK_CAPTURE(TakingAndFreeing, TwoSeatsOfBoxes, kBoxesOneSection);
BENCHMARK_CAPTURE(TakingAndFreeing, TwoSeatsOfOneRow, Shape{1, 1, kSeatsMax});

// A whole reservation, as in decide_bench.cpp.

constexpr std::size_t kSeatsBatch = 1'024;

// An inventory with one event of 100,000 seats, for pairs that take the best there are.
class SeatedSale {
 public:
  explicit SeatedSale(const Shape& shape) {
    CreateEvent command;
    command.definition.id = "aurora-quartet";
    command.definition.name = "Aurora Quartet";
    command.definition.hold_ms = 600'000;
    command.definition.keep_accessible = false;
    const SeatPlanPtr plan = MakePlan(shape.rows, shape.seats);
    for (std::uint32_t i = 0; i < shape.sections; ++i) {
      const std::string name = "s" + std::to_string(i);
      command.definition.sections.push_back(
          {name, name, static_cast<std::int64_t>(plan->seats.size()), {}, plan});
    }
    left_ = command.definition.capacity();
    BeginBatch();
    Decide(command);
  }

  std::int64_t left() const { return left_; }

  // Blocks 95 % of each section at random.
  void BlockMost(const Shape& shape) {
    const SeatPlanPtr plan = MakePlan(shape.rows, shape.seats);
    BeginBatch();
    for (std::uint32_t i = 0; i < shape.sections; ++i) {
      Block command;
      command.event = "aurora-quartet";
      for (const SeatIndex seat : Choose(Sold::kAtRandom, *plan, kSeed + i)) {
        command.seats.push_back("s" + std::to_string(i) + "-" + plan->NameOf(seat));
      }
      Decide(command);
    }
  }

  std::vector<Command> NextReserves() {
    std::vector<Command> commands;
    commands.reserve(kSeatsBatch);
    for (std::size_t i = 0; i < kSeatsBatch; ++i, ++made_) {
      Reserve command;
      command.event = "aurora-quartet";
      command.customer = "customer-" + std::to_string(made_) + "@example.org";
      command.quantity = 2;
      commands.emplace_back(std::move(command));
    }
    return commands;
  }

  void ReserveAll(const std::vector<Command>& commands) {
    BeginBatch();
    for (const Command& command : commands) benchmark::DoNotOptimize(Decide(command));
    left_ -= 2 * static_cast<std::int64_t>(commands.size());
  }

  // What the last batch reserved.
  void CancelAll() {
    std::vector<Command> commands;
    for (const Change& change : changes_.log) commands.emplace_back(Cancel{change.reservation->id});
    BeginBatch();
    for (const Command& command : commands) Decide(command);
    left_ += 2 * static_cast<std::int64_t>(commands.size());
  }

 private:
  void BeginBatch() {
    changes_.clear();
    inventory_.BeginBatch(++now_, changes_);
  }

  Outcome Decide(const Command& command) {
    Outcome outcome = inventory_.Decide(command, changes_);
    if (std::holds_alternative<Refusal>(outcome)) std::abort();
    return outcome;
  }

  Inventory inventory_;
  ChangeSet changes_;
  TimeMs now_ = 1'795'456'800'000;
  std::uint64_t made_ = 0;
  std::int64_t left_ = 0;
};

// From the first seat to the last, and again in a new hall.
void ReservingSeats(benchmark::State& state, const Shape& shape) {
  auto sale = std::make_unique<SeatedSale>(shape);
  for (auto _ : state) {
    state.PauseTiming();
    if (sale->left() < static_cast<std::int64_t>(2 * kSeatsBatch)) {
      sale = std::make_unique<SeatedSale>(shape);
    }
    const std::vector<Command> commands = sale->NextReserves();
    state.ResumeTiming();
    sale->ReserveAll(commands);
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kSeatsBatch));
}
BENCHMARK_CAPTURE(ReservingSeats, TwentySections, kTwentySections);
BENCHMARK_CAPTURE(ReservingSeats, OneSection, kOneSection);

// Of the last twentieth: at the batch's end few are left, none together.
void ReservingTheLastSeats(benchmark::State& state, const Shape& shape) {
  SeatedSale sale(shape);
  sale.BlockMost(shape);
  for (auto _ : state) {
    state.PauseTiming();
    const std::vector<Command> commands = sale.NextReserves();
    state.ResumeTiming();
    sale.ReserveAll(commands);
    state.PauseTiming();
    sale.CancelAll();
    state.ResumeTiming();
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kSeatsBatch));
}
BENCHMARK_CAPTURE(ReservingTheLastSeats, TwentySections, kTwentySections);
BENCHMARK_CAPTURE(ReservingTheLastSeats, OneSection, kOneSection);

}  // namespace
}  // namespace onsale::domain
