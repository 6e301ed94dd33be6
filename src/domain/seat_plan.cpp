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

// The place in its row that a seat's name says, from 1; 0 where it says none.
std::uint32_t PlaceOf(std::string_view name) {
  std::uint32_t place = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), place);
  const bool whole = error == std::errc() && end == name.data() + name.size();
  return whole && name.front() != '0' ? place : 0;  // "01" is another name than "1"
}

}  // namespace

std::uint32_t SeatNames::Add(std::string_view name) {
  if (name.empty()) return 0;
  name = name.substr(0, kLengthMax);
  const auto place = static_cast<std::uint32_t>(text_.size());
  text_ += static_cast<char>(name.size());
  text_ += name;
  return place;
}

std::string_view SeatNames::At(std::uint32_t place) const {
  return std::string_view(text_).substr(place + 1, static_cast<unsigned char>(text_[place]));
}

void SeatPlan::NumberSeats() {
  for (std::size_t i = 0; i < seats.size(); ++i) seats[i].number = static_cast<SeatNumber>(i);
}

void SeatPlan::Index() {
  seats.shrink_to_fit();
  names.ShrinkToFit();
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
  std::sort(retired.begin(), retired.end(),
            [](const RetiredSeat& a, const RetiredSeat& b) { return a.number < b.number; });
  IndexNames();
}

void SeatPlan::IndexNames() {
  seat_by_name_.clear();
  const auto counts = [&](const Row& row) {
    for (std::uint32_t i = 0; i < row.count; ++i) {
      if (PlaceOf(NameInRow(seats[row.first + i])) != i + 1) return false;
    }
    return true;
  };
  if (std::all_of(rows.begin(), rows.end(), counts)) return;
  seat_by_name_.resize(seats.size());
  std::iota(seat_by_name_.begin(), seat_by_name_.end(), 0U);
  const auto by_name = [&](std::uint32_t a, std::uint32_t b) {
    return NameInRow(seats[a]) < NameInRow(seats[b]);
  };
  for (const Row& row : rows) {
    const auto begin = seat_by_name_.begin() + row.first;
    std::sort(begin, begin + row.count, by_name);
  }
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
  if (seat_by_name_.empty()) {
    const std::uint32_t place = PlaceOf(seat);
    if (place < 1 || place > found.count) return std::nullopt;
    return found.first + place - 1;
  }
  const auto begin = seat_by_name_.begin() + found.first;
  const auto end = begin + found.count;
  const auto named = std::lower_bound(
      begin, end, seat,
      [&](std::uint32_t i, std::string_view name) { return NameInRow(seats[i]) < name; });
  if (named == end || NameInRow(seats[*named]) != seat) return std::nullopt;
  return *named;
}

const Row& SeatPlan::RowOf(std::uint32_t index) const {
  const auto behind =
      std::upper_bound(rows.begin(), rows.end(), index,
                       [](std::uint32_t i, const Row& row) { return i < row.first; });
  return *std::prev(behind);
}

std::string SeatPlan::NameOf(SeatNumber number) const {
  if (const auto index = IndexOf(number)) {
    return (RowOf(*index).name + '-').append(NameInRow(seats[*index]));
  }
  const auto seat = std::lower_bound(
      retired.begin(), retired.end(), number,
      [](const RetiredSeat& before, SeatNumber wanted) { return before.number < wanted; });
  if (seat == retired.end() || seat->number != number) return {};
  return seat->row + '-' + seat->name;
}

bool SeatPlan::operator==(const SeatPlan& other) const {
  const auto same_seat = [&](const Seat& mine, const Seat& theirs) {
    Seat renamed = theirs;
    renamed.name = mine.name;
    return mine == renamed && NameInRow(mine) == other.NameInRow(theirs);
  };
  return rows == other.rows && labels == other.labels && retired == other.retired &&
         placed == other.placed &&
         std::equal(seats.begin(), seats.end(), other.seats.begin(), other.seats.end(), same_seat);
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
      numbers.emplace(Name{row.name, before.NameInRow(before.seats[i])}, before.seats[i].number);
    }
  }
  for (const RetiredSeat& seat : before.retired) {
    numbers.emplace(Name{seat.row, seat.name}, seat.number);
  }
  SeatNumber next = before.end_number();
  for (const Row& row : edited.rows) {
    for (std::uint32_t i = row.first; i < row.first + row.count; ++i) {
      const auto known = numbers.extract(Name{row.name, edited.NameInRow(edited.seats[i])});
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
