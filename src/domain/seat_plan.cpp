#include "onsale/domain/seat_plan.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <map>
#include <numeric>

namespace onsale::domain {
namespace {

constexpr std::uint32_t kNoSeat = std::numeric_limits<std::uint32_t>::max();
constexpr std::int32_t kSectionGap = 2 * kSeatUnit;

}  // namespace

void SeatPlan::NumberSeats() {
  for (std::size_t i = 0; i < seats.size(); ++i) seats[i].number = static_cast<SeatNumber>(i);
}

void SeatPlan::Index() {
  std::size_t end = 0;
  for (const Seat& seat : seats) end = std::max<std::size_t>(end, seat.number + std::size_t{1});
  for (const RetiredSeat& seat : retired) {
    end = std::max<std::size_t>(end, seat.number + std::size_t{1});
  }
  index_of_.assign(end, kNoSeat);
  for (std::uint32_t i = 0; i < seats.size(); ++i) index_of_[seats[i].number] = i;
  row_by_name_.resize(rows.size());
  std::iota(row_by_name_.begin(), row_by_name_.end(), 0U);
  std::sort(row_by_name_.begin(), row_by_name_.end(),
            [&](std::uint32_t a, std::uint32_t b) { return rows[a].name < rows[b].name; });
}

std::optional<std::uint32_t> SeatPlan::IndexOf(SeatNumber number) const {
  if (number >= index_of_.size() || index_of_[number] == kNoSeat) return std::nullopt;
  return index_of_[number];
}

std::optional<std::uint32_t> SeatPlan::IndexOf(std::string_view row, std::string_view seat) const {
  const auto it =
      std::lower_bound(row_by_name_.begin(), row_by_name_.end(), row,
                       [&](std::uint32_t i, std::string_view name) { return rows[i].name < name; });
  if (it == row_by_name_.end() || rows[*it].name != row) return std::nullopt;
  const Row& found = rows[*it];
  // Mostly seats are named 1, 2, 3, ….
  std::uint32_t guess = 0;
  std::from_chars(seat.data(), seat.data() + seat.size(), guess);
  if (guess >= 1 && guess <= found.count && seats[found.first + guess - 1].name == seat) {
    return found.first + guess - 1;
  }
  for (std::uint32_t i = found.first; i < found.first + found.count; ++i) {
    if (seats[i].name == seat) return i;
  }
  return std::nullopt;
}

const Row& SeatPlan::RowOf(std::uint32_t index) const {
  const auto behind =
      std::upper_bound(rows.begin(), rows.end(), index,
                       [](std::uint32_t i, const Row& row) { return i < row.first; });
  return *std::prev(behind);
}

std::string SeatPlan::NameOf(SeatNumber number) const {
  if (const auto index = IndexOf(number)) return RowOf(*index).name + '-' + seats[*index].name;
  for (const RetiredSeat& seat : retired) {
    if (seat.number == number) return seat.row + '-' + seat.name;
  }
  return {};
}

bool SeatPlan::operator==(const SeatPlan& other) const {
  return rows == other.rows && seats == other.seats && labels == other.labels &&
         retired == other.retired && placed == other.placed;
}

std::optional<SeatId> ParseSeatId(std::string_view id) {
  const std::size_t seat = id.rfind('-');
  if (seat == id.npos || seat == 0) return std::nullopt;
  const std::size_t row = id.rfind('-', seat - 1);
  if (row == id.npos) return std::nullopt;
  return SeatId{id.substr(0, row), id.substr(row + 1, seat - row - 1), id.substr(seat + 1)};
}

SeatPlan MergePlans(const SeatPlan& before, SeatPlan edited) {
  using Name = std::pair<std::string_view, std::string_view>;
  std::map<Name, SeatNumber> numbers;
  for (const Row& row : before.rows) {
    for (std::uint32_t i = row.first; i < row.first + row.count; ++i) {
      numbers.emplace(Name{row.name, before.seats[i].name}, before.seats[i].number);
    }
  }
  for (const RetiredSeat& seat : before.retired) {
    numbers.emplace(Name{seat.row, seat.name}, seat.number);
  }
  SeatNumber next = before.end_number();
  for (const Row& row : edited.rows) {
    for (std::uint32_t i = row.first; i < row.first + row.count; ++i) {
      const auto known = numbers.extract(Name{row.name, edited.seats[i].name});
      edited.seats[i].number = known.empty() ? next++ : known.mapped();
    }
  }
  edited.retired.clear();
  for (const auto& [name, number] : numbers) {
    edited.retired.push_back({std::string(name.first), std::string(name.second), number});
  }
  edited.Index();
  return edited;
}

std::int32_t LayOutRows(SeatPlan& plan, std::int32_t top) {
  for (std::size_t r = 0; r < plan.rows.size(); ++r) {
    const Row& row = plan.rows[r];
    std::int32_t x = 0;
    for (std::uint32_t i = row.first; i < row.first + row.count; ++i) {
      if (i > row.first) x += kSeatUnit;
      x += plan.seats[i].gap * kSeatUnit;
      plan.seats[i].x = x;
      plan.seats[i].y = top + static_cast<std::int32_t>(r) * kSeatUnit;
    }
    for (std::uint32_t i = row.first; i < row.first + row.count; ++i) plan.seats[i].x -= x / 2;
  }
  return BottomOf(plan);
}

std::int32_t BottomOf(const SeatPlan& plan) {
  std::int32_t bottom = 0;
  for (const Seat& seat : plan.seats) bottom = std::max(bottom, seat.y);
  return bottom + kSectionGap;
}

}  // namespace onsale::domain
