// What the document about an event's seats costs a loop: the first time, and again after one seat
// was sold, or many. Rows of 50 seats, half of them sold at random.

#include <benchmark/benchmark.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "onsale/api/seats_document.h"

namespace onsale::api {
namespace {

constexpr std::size_t kRowSeats = 50;

enum class Style {
  kCounted,  // seats 1 to 50, straight rows
  kListed,   // every other number, and an aisle somewhere in each row
};

domain::SeatPlanPtr NewPlan(std::size_t seats, Style style) {
  std::mt19937 random(1);
  domain::SeatPlan plan;
  for (std::size_t r = 0; r < seats / kRowSeats; ++r) {
    const auto first = static_cast<std::uint32_t>(plan.seats.size());
    plan.rows.push_back({"R" + std::to_string(r + 1), first, kRowSeats});
    const std::size_t aisle = style == Style::kListed ? 1 + random() % (kRowSeats - 1) : kRowSeats;
    for (std::size_t i = 0; i < kRowSeats; ++i) {
      domain::Seat& seat = plan.seats.emplace_back();
      plan.Name(seat, std::to_string(style == Style::kListed ? 2 * i + 1 : i + 1));
      seat.gap = i == aisle ? 2 : 0;
    }
  }
  domain::LayOutRows(plan, 0);
  plan.NumberSeats();
  plan.Index();
  return std::make_shared<const domain::SeatPlan>(std::move(plan));
}

// An event whose seats are sold and given back at random.
class Hall {
 public:
  Hall(std::size_t seats, Style style) {
    auto definition = std::make_shared<domain::EventDefinition>();
    definition->id = "aurora-quartet";
    definition->sections = {
        {"stalls", "Stalls", static_cast<std::int64_t>(seats), {}, NewPlan(seats, style)}};
    snapshot_ = std::make_shared<domain::EventSnapshot>();
    snapshot_->definition = std::move(definition);
    states_.resize(seats);
    for (std::size_t i = 0; i < seats; ++i) {
      if (random_() % 2 == 0) states_[i] = commit::SeatState::kConfirmed;
    }
  }

  void ChangeSeats(std::int64_t count) {
    for (; count > 0; --count) {
      commit::SeatState& state = states_[random_() % states_.size()];
      state =
          state == commit::SeatState::kFree ? commit::SeatState::kHeld : commit::SeatState::kFree;
    }
    snapshot_ = std::make_shared<domain::EventSnapshot>(*snapshot_);
    ++snapshot_->sequence;
  }

  commit::SeatsReading Read() const {
    commit::SeatsReading reading;
    reading.event = snapshot_;
    reading.seats = {states_};
    return reading;
  }

 private:
  std::mt19937 random_{2};
  std::shared_ptr<domain::EventSnapshot> snapshot_;
  std::vector<commit::SeatState> states_;
};

void FirstGzip(benchmark::State& state, Style style) {
  const Hall hall(static_cast<std::size_t>(state.range(0)), style);
  std::string body;
  for (auto _ : state) body = SeatsDocument().Gzip(hall.Read());
  state.counters["bytes"] = static_cast<double>(body.size());
}

void FirstIdentity(benchmark::State& state, Style style) {
  const Hall hall(static_cast<std::size_t>(state.range(0)), style);
  std::string body;
  for (auto _ : state) body = SeatsDocument().Identity(hall.Read(), {});
  state.counters["bytes"] = static_cast<double>(body.size());
}

void GzipAgain(benchmark::State& state, Style style) {
  Hall hall(static_cast<std::size_t>(state.range(0)), style);
  SeatsDocument document;
  std::string body = document.Gzip(hall.Read());
  for (auto _ : state) {
    hall.ChangeSeats(state.range(1));
    body = document.Gzip(hall.Read());
  }
  state.counters["kept"] = static_cast<double>(document.bytes());
}

void IdentityAgain(benchmark::State& state, Style style) {
  Hall hall(static_cast<std::size_t>(state.range(0)), style);
  SeatsDocument document;
  std::string body = document.Identity(hall.Read(), {});
  for (auto _ : state) {
    hall.ChangeSeats(state.range(1));
    body = document.Identity(hall.Read(), body);
  }
  state.counters["kept"] = static_cast<double>(document.bytes());
}

BENCHMARK_CAPTURE(FirstGzip, Counted, Style::kCounted)->Arg(20'000)->Arg(100'000);
BENCHMARK_CAPTURE(FirstGzip, Listed, Style::kListed)->Arg(20'000)->Arg(100'000);
BENCHMARK_CAPTURE(FirstIdentity, Counted, Style::kCounted)->Arg(20'000)->Arg(100'000);
BENCHMARK_CAPTURE(FirstIdentity, Listed, Style::kListed)->Arg(20'000)->Arg(100'000);
BENCHMARK_CAPTURE(GzipAgain, Counted, Style::kCounted)
    ->ArgNames({"seats", "changed"})
    ->ArgsProduct({{20'000, 100'000}, {1, 10, 1'000}});
BENCHMARK_CAPTURE(GzipAgain, Listed, Style::kListed)
    ->ArgNames({"seats", "changed"})
    ->ArgsProduct({{20'000, 100'000}, {1}});
BENCHMARK_CAPTURE(IdentityAgain, Counted, Style::kCounted)
    ->ArgNames({"seats", "changed"})
    ->ArgsProduct({{20'000, 100'000}, {1}});
BENCHMARK_CAPTURE(IdentityAgain, Listed, Style::kListed)
    ->ArgNames({"seats", "changed"})
    ->ArgsProduct({{20'000, 100'000}, {1}});

}  // namespace
}  // namespace onsale::api
