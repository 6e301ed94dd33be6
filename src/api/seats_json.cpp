#include "onsale/api/seats_json.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <span>
#include <string_view>

#include "onsale/base/json_writer.h"

namespace onsale::api {
namespace {

using domain::Row;
using domain::Seat;
using domain::SeatLabel;
using domain::SeatPlan;
using domain::SectionDefinition;
using Seats = std::span<const Seat>;
using OnRow = std::function<void()>;

constexpr int kPositionDecimals = 2;  // domain::kSeatUnit is their power of ten
static_assert(domain::kSeatUnit == 100);

void WriteText(JsonWriter& json, std::string_view key, std::string_view text) {
  json.Key(key);
  if (text.empty()) {
    json.Null();
  } else {
    json.String(text);
  }
}

void WriteLabel(JsonWriter& json, const SeatLabel& label, const SeatLabel& section = {}) {
  WriteText(json, "category", label.category.empty() ? section.category : label.category);
  WriteText(json, "price", label.price.empty() ? section.price : label.price);
}

bool IsNumber(std::string_view name, std::size_t number) {
  std::array<char, 20> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number);
  return name == std::string_view(digits.data(), end.ptr);
}

bool AreCounted(Seats seats) {
  for (std::size_t i = 0; i < seats.size(); ++i) {
    if (!IsNumber(seats[i].name, i + 1)) return false;
  }
  return true;
}

void WriteNames(JsonWriter& json, Seats seats) {
  json.Key("seats");
  if (AreCounted(seats)) {
    json.Uint(seats.size());
    return;
  }
  json.BeginArray();
  for (const Seat& seat : seats) json.String(seat.name);
  json.EndArray();
}

// A distance of `value` / 10^`decimals` seats' widths.
struct Step {
  std::int64_t value = 0;
  int decimals = 0;
};

using Axis = std::int32_t Seat::*;

// The step with the fewest decimals that gives all positions on an axis from the first one, rounded
// to hundredths; nothing when none does. A row that runs askew has such a step, too.
std::optional<Step> FindStep(Seats seats, Axis axis) {
  // Steps that give the same n positions differ by about 1 / n² hundredths at least.
  constexpr int kDecimalsMax = 13;
  if (seats.size() == 1) return Step{};
  double low = -std::numeric_limits<double>::infinity();  // in hundredths
  double high = -low;
  for (std::size_t i = 1; i < seats.size(); ++i) {
    const double distance = seats[i].*axis - seats[0].*axis;
    low = std::max(low, (distance - 0.5) / static_cast<double>(i));
    high = std::min(high, (distance + 0.5) / static_cast<double>(i));
  }
  double scale = 1;
  for (int decimals = kPositionDecimals; decimals <= kDecimalsMax; ++decimals, scale *= 10) {
    const double value = std::round((low + high) / 2 * scale);
    if (low < value / scale && value / scale < high) {
      return Step{static_cast<std::int64_t>(value), decimals};
    }
  }
  return std::nullopt;
}

void WritePositions(JsonWriter& json, std::string_view key, Seats seats, Axis axis) {
  json.Key(key).BeginArray();
  for (const Seat& seat : seats) json.Decimal(seat.*axis, kPositionDecimals);
  json.EndArray();
}

void WritePlaces(JsonWriter& json, Seats seats) {
  const auto dx = FindStep(seats, &Seat::x);
  const auto dy = FindStep(seats, &Seat::y);
  if (dx && dy) {
    json.Key("x").Decimal(seats[0].x, kPositionDecimals);
    json.Key("y").Decimal(seats[0].y, kPositionDecimals);
    json.Key("dx").Decimal(dx->value, dx->decimals);
    json.Key("dy").Decimal(dy->value, dy->decimals);
  } else {
    WritePositions(json, "xs", seats, &Seat::x);
    WritePositions(json, "ys", seats, &Seat::y);
  }
}

void WriteGaps(JsonWriter& json, Seats seats) {
  const auto has_gap = [](const Seat& seat) { return seat.gap > 0; };
  if (std::none_of(seats.begin(), seats.end(), has_gap)) return;
  json.Key("gaps").BeginArray();
  for (std::size_t i = 0; i < seats.size(); ++i) {
    if (has_gap(seats[i])) json.Uint(i);
  }
  json.EndArray();
}

void WriteLabelNumbers(JsonWriter& json, Seats seats) {
  const std::uint16_t first = seats[0].label;
  if (std::all_of(seats.begin(), seats.end(), [&](const Seat& s) { return s.label == first; })) {
    if (first != 0) json.Key("label").Uint(first);
    return;
  }
  json.Key("labels").BeginArray();
  for (const Seat& seat : seats) json.Uint(seat.label);
  json.EndArray();
}

void WriteRow(JsonWriter& json, const Row& row, Seats seats) {
  json.BeginObject();
  json.Key("name").String(row.name);
  WriteNames(json, seats);
  if (!seats.empty()) {
    WritePlaces(json, seats);
    WriteGaps(json, seats);
    WriteLabelNumbers(json, seats);
  }
  json.EndObject();
}

void WriteMarks(JsonWriter& json, const SeatPlan& plan) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string digits;
  digits.reserve(plan.seats.size());
  for (const Seat& seat : plan.seats) digits += kDigits[seat.marks % kDigits.size()];
  if (digits.find_first_not_of('0') != digits.npos) json.Key("marks").String(digits);
}

void WriteSection(JsonWriter& json, const SectionDefinition& section, const OnRow& on_row) {
  const SeatPlan& plan = *section.plan;
  json.BeginObject();
  json.Key("id").String(section.id);
  json.Key("name").String(section.name);
  WriteLabel(json, section.label);
  json.Key("seats").Uint(plan.seats.size());
  if (!plan.labels.empty()) {
    json.Key("labels").BeginArray();
    for (const SeatLabel& label : plan.labels) {
      json.BeginObject();
      WriteLabel(json, label, section.label);
      json.EndObject();
    }
    json.EndArray();
  }
  WriteMarks(json, plan);
  json.Key("rows").BeginArray();
  for (const Row& row : plan.rows) {
    WriteRow(json, row, Seats(plan.seats).subspan(row.first, row.count));
    if (on_row) on_row();
  }
  json.EndArray();
  json.EndObject();
}

}  // namespace

void AppendSeatSections(std::string& out, const domain::EventDefinition& event,
                        const OnRow& on_row) {
  JsonWriter json(out);
  json.BeginArray();
  for (const SectionDefinition& section : event.sections) {
    if (section.seated()) WriteSection(json, section, on_row);
  }
  json.EndArray();
}

char SeatLetter(const Seat& seat, commit::SeatState state, bool keep) {
  switch (state) {
    case commit::SeatState::kHeld:
      return 'h';
    case commit::SeatState::kConfirmed:
      return 'c';
    case commit::SeatState::kBlocked:
      return 'b';
    case commit::SeatState::kFree:
      break;
  }
  return keep && (seat.marks & domain::kKeptMarks) != 0 ? 'k' : 'a';
}

}  // namespace onsale::api
