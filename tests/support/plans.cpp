#include "support/plans.h"

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <utility>

namespace onsale::test {
namespace {

using domain::Seat;
using domain::SeatIndex;
using domain::SeatPlan;
using domain::SeatPlanPtr;

// Calls `row(name)`, then `place(offset)` for each of its seats and gaps by their offset in the
// picture.
template <typename OnRow, typename OnPlace>
void ReadPicture(std::string_view picture, OnRow row, OnPlace place) {
  constexpr std::string_view kBetween = " / ";
  for (std::size_t begin = 0; begin < picture.size();) {
    const std::size_t end = std::min(picture.find(kBetween, begin), picture.size());
    const std::size_t colon = picture.find(": ", begin);
    if (colon >= end) throw std::invalid_argument("a row without a name: " + std::string(picture));
    row(picture.substr(begin, colon - begin));
    for (std::size_t i = colon + 2; i < end; ++i) place(i);
    begin = end + kBetween.size();
  }
}

std::uint8_t MarksOf(char place) {
  switch (place) {
    case 'a':
    case 'A':
      return domain::kAccessible;
    case 'c':
    case 'C':
      return domain::kCompanion;
    case '.':
    case 'x':
      return 0;
    default:
      throw std::invalid_argument(std::string("no such seat: ") + place);
  }
}

bool IsTaken(char place) { return place == 'x' || place == 'A' || place == 'C'; }

SeatPlanPtr Finish(SeatPlan plan) {
  plan.NumberSeats();
  plan.Index();
  return std::make_shared<const SeatPlan>(std::move(plan));
}

std::string RowName(std::size_t row) {
  constexpr std::size_t kLetters = 26;
  std::string name(1, static_cast<char>('A' + row % kLetters));
  return row < kLetters ? name : RowName(row / kLetters - 1) + name;
}

}  // namespace

SeatPlanPtr NewPlan(std::string_view picture) {
  SeatPlan plan;
  std::uint8_t gap = 0;
  ReadPicture(
      picture,
      [&](std::string_view name) {
        plan.rows.push_back({std::string(name), static_cast<std::uint32_t>(plan.seats.size()), 0});
        gap = 0;
      },
      [&](std::size_t i) {
        if (picture[i] == ' ') {
          ++gap;
          return;
        }
        Seat seat;
        plan.Name(seat, std::to_string(++plan.rows.back().count));
        seat.marks = MarksOf(picture[i]);
        seat.gap = std::exchange(gap, std::uint8_t{0});
        plan.seats.push_back(seat);
      });
  return Finish(std::move(plan));
}

SeatPlanPtr NewPlan(std::size_t rows, std::size_t seats) {
  std::string picture;
  for (std::size_t row = 0; row < rows; ++row) {
    picture += (row == 0 ? "" : " / ") + RowName(row) + ": " + std::string(seats, '.');
  }
  return NewPlan(picture);
}

std::vector<SeatIndex> TakenIn(std::string_view picture) {
  std::vector<SeatIndex> taken;
  SeatIndex seat = 0;
  ReadPicture(
      picture, [](std::string_view) {},
      [&](std::size_t i) {
        if (picture[i] == ' ') return;
        if (IsTaken(picture[i])) taken.push_back(seat);
        ++seat;
      });
  return taken;
}

domain::SeatMap NewMap(std::string_view picture, bool keep) {
  domain::SeatMap map(*NewPlan(picture), keep);
  map.Take(TakenIn(picture));
  return map;
}

std::string Draw(std::string_view picture, std::span<const SeatIndex> found) {
  std::vector<std::size_t> offsets;  // of the seats
  ReadPicture(
      picture, [](std::string_view) {},
      [&](std::size_t i) {
        if (picture[i] != ' ') offsets.push_back(i);
      });
  std::string drawn(picture);
  for (const SeatIndex seat : found) drawn[offsets.at(seat)] = '#';
  return drawn;
}

domain::SectionDefinition SeatedSection(std::string id, SeatPlanPtr plan) {
  const auto capacity = static_cast<std::int64_t>(plan->seats.size());
  std::string name = id;
  return {std::move(id), std::move(name), capacity, {}, std::move(plan)};
}

}  // namespace onsale::test
