#include "onsale/api/seats_json.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "onsale/api/seat_positions.h"
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

static_assert(domain::kSeatUnit == 100);  // the document's hundredths

void WriteLabel(JsonWriter& json, const SeatLabel& label, const SeatLabel& section = {}) {
  json.Key("category").StringOrNull(label.category.empty() ? section.category : label.category);
  json.Key("price").StringOrNull(label.price.empty() ? section.price : label.price);
}

bool IsNumber(std::string_view name, std::size_t number) {
  std::array<char, 20> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number);
  return name == std::string_view(digits.data(), end.ptr);
}

bool AreCounted(const SeatPlan& plan, Seats seats) {
  for (std::size_t i = 0; i < seats.size(); ++i) {
    if (!IsNumber(plan.NameInRow(seats[i]), i + 1)) return false;
  }
  return true;
}

void WriteNames(JsonWriter& json, const SeatPlan& plan, Seats seats) {
  json.Key("seats");
  if (AreCounted(plan, seats)) {
    json.Uint(seats.size());
    return;
  }
  json.BeginArray();
  for (const Seat& seat : seats) json.String(plan.NameInRow(seat));
  json.EndArray();
}

// Of a row's seats, as of AxisLine.
std::vector<std::uint32_t> OffsetsOf(Seats seats) {
  std::vector<std::uint32_t> offsets = {0};
  for (const Seat& seat : seats.subspan(1)) offsets.push_back(offsets.back() + 1 + seat.gap);
  return offsets;
}

AxisLine LineOf(Seats seats, std::int32_t Seat::*axis, const Step& before) {
  std::vector<std::int32_t> positions;
  positions.reserve(seats.size());
  for (const Seat& seat : seats) positions.push_back(seat.*axis);
  return DescribeAxis(positions, OffsetsOf(seats), before);
}

// The axes of a row.
struct Lines {
  AxisLine x, y;
};

void WriteStep(JsonWriter& json, std::string_view key, const Step& step) {
  json.Key(key).Decimal(step.value, step.decimals);
}

void WriteTurns(JsonWriter& json, std::string_view key, const AxisLine& line) {
  if (line.turns.empty()) return;
  json.Key(key).BeginArray();
  for (const std::int64_t turn : line.turns) json.Int(turn);
  json.EndArray();
}

// `before`: of the row before; becomes those of this one.
void WritePositions(JsonWriter& json, Seats seats, Lines& before) {
  Lines lines{LineOf(seats, &Seat::x, before.x.step), LineOf(seats, &Seat::y, before.y.step)};
  json.Key("x").Int(std::int64_t{lines.x.first} - before.x.first);
  json.Key("y").Int(std::int64_t{lines.y.first} - before.y.first);
  WriteStep(json, "dx", lines.x.step);
  WriteStep(json, "dy", lines.y.step);
  WriteTurns(json, "xs", lines.x);
  WriteTurns(json, "ys", lines.y);
  before = std::move(lines);
}

void WriteGaps(JsonWriter& json, Seats seats) {
  const auto has_gap = [](const Seat& seat) { return seat.gap > 0; };
  if (std::none_of(seats.begin(), seats.end(), has_gap)) return;
  json.Key("gaps").BeginArray();
  for (std::size_t i = 0; i < seats.size(); ++i) {
    if (has_gap(seats[i])) json.BeginArray().Uint(i).Uint(seats[i].gap).EndArray();
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

void WriteRow(JsonWriter& json, const SeatPlan& plan, const Row& row, Lines& before) {
  const Seats seats = Seats(plan.seats).subspan(row.first, row.count);
  json.BeginObject();
  json.Key("name").String(row.name);
  WriteNames(json, plan, seats);
  if (!seats.empty()) {
    WriteGaps(json, seats);
    WritePositions(json, seats, before);
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
  Lines before;
  for (const Row& row : plan.rows) {
    WriteRow(json, plan, row, before);
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
