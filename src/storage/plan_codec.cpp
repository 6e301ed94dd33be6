#include "onsale/storage/plan_codec.h"

#include <cstdint>
#include <limits>
#include <memory>
#include <utility>
#include <vector>

namespace onsale::storage {
namespace {

using domain::Seat;
using domain::SeatNumber;
using domain::SeatPlan;

constexpr std::uint8_t kMarks = domain::kAccessible | domain::kCompanion | domain::kRestrictedView;

std::int64_t Difference(std::int64_t value, std::int64_t before) { return value - before; }

void PutSeat(std::string& out, const SeatPlan& plan, const Seat& seat, const Seat& before) {
  PutText(out, plan.NameInRow(seat));
  PutSigned(out, Difference(seat.number, before.number));
  PutBigEndian(out, seat.gap, 1);
  PutBigEndian(out, seat.marks, 1);
  PutVarint(out, seat.label);
  PutSigned(out, Difference(seat.x, before.x));
  PutSigned(out, Difference(seat.y, before.y));
}

// `value` plus what is next; false when it does not fit.
template <typename T>
bool AddDifference(Reader& in, T& value) {
  const std::int64_t difference = in.Signed();
  const std::int64_t bound = std::int64_t{1} << 40;
  const bool sane = difference > -bound && difference < bound;
  const std::int64_t sum = sane ? static_cast<std::int64_t>(value) + difference : -1;
  if (!sane || sum < std::numeric_limits<T>::min() || sum > std::numeric_limits<T>::max()) {
    return false;
  }
  value = static_cast<T>(sum);
  return true;
}

// `seat` is the one before, and becomes the next.
bool ReadSeat(Reader& in, SeatPlan& plan, Seat& seat) {
  const std::string_view name = in.Text();
  bool valid = name.size() <= domain::kSeatNameLengthMax;
  plan.Name(seat, name);
  valid = AddDifference(in, seat.number) && valid;
  seat.gap = static_cast<std::uint8_t>(in.BigEndian(1));
  seat.marks = static_cast<std::uint8_t>(in.BigEndian(1));
  const std::uint64_t label = in.Varint();
  valid = valid && label <= plan.labels.size() && (seat.marks & ~kMarks) == 0;
  seat.label = static_cast<std::uint16_t>(label);
  valid = AddDifference(in, seat.x) && valid;
  return AddDifference(in, seat.y) && valid;
}

bool ReadRows(Reader& in, SeatPlan& plan) {
  Seat seat;
  for (std::uint64_t rows = in.Varint(); rows > 0 && in.ok(); --rows) {
    domain::Row row{std::string(in.Text()), static_cast<std::uint32_t>(plan.seats.size()), 0};
    for (std::uint64_t left = in.Varint(); left > 0 && in.ok(); --left, ++row.count) {
      if (!ReadSeat(in, plan, seat)) return false;
      plan.seats.push_back(seat);
    }
    plan.rows.push_back(std::move(row));
  }
  return in.ok();
}

// Whether seats and retired ones have the numbers 0, 1, 2, … up to their count, each one once.
bool AreNumbered(const SeatPlan& plan) {
  std::vector<bool> seen(plan.seats.size() + plan.retired.size());
  const auto take = [&](SeatNumber number) {
    if (number >= seen.size() || seen[number]) return false;
    return bool(seen[number] = true);
  };
  for (const Seat& seat : plan.seats) {
    if (!take(seat.number)) return false;
  }
  for (const domain::RetiredSeat& seat : plan.retired) {
    if (!take(seat.number)) return false;
  }
  return true;
}

}  // namespace

void PutPlan(std::string& out, const SeatPlan& plan) {
  PutBigEndian(out, plan.placed ? 1 : 0, 1);
  PutVarint(out, plan.labels.size());
  for (const domain::SeatLabel& label : plan.labels) {
    PutText(out, label.category);
    PutText(out, label.price);
  }
  PutVarint(out, plan.rows.size());
  const Seat origin;
  const Seat* before = &origin;
  for (const domain::Row& row : plan.rows) {
    PutText(out, row.name);
    PutVarint(out, row.count);
    for (std::uint32_t i = row.first; i < row.first + row.count; ++i) {
      PutSeat(out, plan, plan.seats[i], *before);
      before = &plan.seats[i];
    }
  }
  PutVarint(out, plan.retired.size());
  for (const domain::RetiredSeat& seat : plan.retired) {
    PutText(out, seat.row);
    PutText(out, seat.name);
    PutVarint(out, seat.number);
  }
}

domain::SeatPlanPtr ReadPlan(Reader& in) {
  auto plan = std::make_shared<SeatPlan>();
  const std::uint64_t placed = in.BigEndian(1);
  plan->placed = placed == 1;
  for (std::uint64_t left = in.Varint(); left > 0 && in.ok(); --left) {
    std::string category(in.Text());
    plan->labels.push_back({std::move(category), std::string(in.Text())});
  }
  if (placed > 1 || !ReadRows(in, *plan)) return nullptr;
  for (std::uint64_t left = in.Varint(); left > 0 && in.ok(); --left) {
    std::string row(in.Text());
    std::string name(in.Text());
    const std::uint64_t number = in.Varint();
    if (number > std::numeric_limits<SeatNumber>::max()) return nullptr;
    plan->retired.push_back({std::move(row), std::move(name), static_cast<SeatNumber>(number)});
  }
  if (!in.ok() || !AreNumbered(*plan)) return nullptr;
  plan->Index();
  return plan;
}

}  // namespace onsale::storage
