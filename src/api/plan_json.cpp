#include "onsale/api/plan_json.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <numbers>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "onsale/api/json_reader.h"
#include "onsale/base/text.h"

namespace onsale::api {
namespace {

using domain::kSeatsMax;
using domain::RefusalKind;
using domain::Row;
using domain::Seat;
using domain::SeatLabel;
using domain::SeatPlan;
using Json = nlohmann::json;

constexpr std::size_t kGapMax = std::numeric_limits<decltype(Seat::gap)>::max();
constexpr std::size_t kLabelsMax = std::numeric_limits<decltype(Seat::label)>::max();

struct MarkName {
  const char* name;
  std::uint8_t mark;
};
constexpr MarkName kMarkNames[] = {{"accessible", domain::kAccessible},
                                   {"companion", domain::kCompanion},
                                   {"restricted_view", domain::kRestrictedView}};

std::string At(const std::string& path, std::size_t index) {
  return path + '[' + std::to_string(index) + ']';
}

std::int32_t ToUnits(double widths) {
  return static_cast<std::int32_t>(std::lround(widths * domain::kSeatUnit));
}

std::optional<double> ReadPosition(MemberReader& in, const char* name) {
  constexpr int kMax = domain::kSeatPositionMax / domain::kSeatUnit;
  const auto value = in.Number(name);
  if (!value || std::abs(*value) <= kMax) return value;
  const std::string max = std::to_string(kMax);
  in.Fail(name, RefusalKind::kInvalidEvent, "must be from -" + max + " to " + max);
  return std::nullopt;
}

std::string ReadLabelText(MemberReader& in, const char* name) {
  std::string text = in.NullableString(name).value_or(std::nullopt).value_or("");
  if (text.size() <= domain::kSeatLabelLengthMax && !HasControlCharacter(text)) return text;
  in.Fail(name, RefusalKind::kInvalidEvent,
          "may have at most " + std::to_string(domain::kSeatLabelLengthMax) +
              " octets and no control characters");
  return {};
}

SeatLabel ReadLabel(MemberReader& in) {
  return {ReadLabelText(in, "category"), ReadLabelText(in, "price")};
}

// Where the seats of a row stand: the first of them, and the step to the next.
struct Line {
  double x, y;
  double dx, dy;
};

std::optional<Line> ReadLine(MemberReader& in) {
  const auto x = ReadPosition(in, "x");
  const auto y = ReadPosition(in, "y");
  const auto angle = in.Number("angle");
  if (x || angle) in.FailMissing("y");
  if (y || angle) in.FailMissing("x");
  if (!x || !y) return std::nullopt;
  const double radians = std::fmod(angle.value_or(0), 360.0) * std::numbers::pi / 180.0;
  return Line{*x, *y, std::cos(radians), std::sin(radians)};
}

class PlanReader {
 public:
  PlanReader(std::size_t& seats, Faults& faults) : seats_(seats), faults_(faults) {}

  SeatPlan Read(const Json& rows, const std::string& path) {
    plan_.rows.resize(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      plan_.rows[i].first = static_cast<std::uint32_t>(plan_.seats.size());
      ReadRow(rows[i], At(path, i), plan_.rows[i]);
    }
    plan_.NumberSeats();
    plan_.Index();
    return std::move(plan_);
  }

 private:
  // A row being read: what its seats share, and where the next one goes.
  struct RowState {
    std::string path;
    SeatLabel label;
    std::optional<Line> line;
    std::size_t gap = 0;     // before the next seat
    std::size_t offset = 0;  // of the next seat from the first, in seats' widths
    bool has_seats = false;
  };

  void ReadRow(const Json& value, std::string path, Row& row) {
    if (!value.is_object()) {
      faults_.Add({std::move(path), "must be an object"});
      return;
    }
    MemberReader in(value, path + ".", faults_);
    row.name = in.ExactString("name").value_or("");
    in.FailMissing("name");
    RowState state{std::move(path), ReadLabel(in), ReadLine(in)};
    CheckPlaced(in, in.Has("x") || in.Has("y"));
    const bool has_seats = ReadSeats(in, state);
    row.count = static_cast<std::uint32_t>(plan_.seats.size()) - row.first;
    for (const MarkName& mark : kMarkNames) {
      const Json* names = in.Array(mark.name);
      if (names != nullptr && has_seats) MarkSeats(*names, in.PathOf(mark.name), mark.mark, row);
    }
    in.Finish();
  }

  // The first row says whether all have positions.
  void CheckPlaced(MemberReader& in, bool placed) {
    if (!first_placed_) first_placed_ = plan_.placed = placed;
    if (*first_placed_ == placed || mixed_) return;
    mixed_ = true;
    in.Fail("x", "must be there in all rows of a section or in none");
  }

  // False when something is wrong with all of them.
  bool ReadSeats(MemberReader& in, RowState& row) {
    const Json* seats = in.Any("seats");
    in.FailMissing("seats");
    if (seats == nullptr) return false;
    if (seats->is_array()) {
      const auto gaps = std::count(seats->begin(), seats->end(), nullptr);
      const std::size_t count = seats->size() - static_cast<std::size_t>(gaps);
      if (!TakeSeats(in, static_cast<double>(count), seats->size())) return false;
      ReadElements(*seats, row);
      return true;
    }
    // 1e12 is no integer for the parser, but too many in any case.
    const double count = seats->is_number() ? seats->get<double>() : 0;
    if (!seats->is_number_integer() && count <= static_cast<double>(kSeatsMax)) {
      in.Fail("seats", "must be a whole number or an array");
      return false;
    }
    if (!TakeSeats(in, count)) return false;
    for (int i = 1; i <= count; ++i) AddSeat(row, std::to_string(i), row.label);
    return true;
  }

  // Whether the event may have so many seats more. Gaps are no seats, but a row of gaps without end
  // would be as large.
  bool TakeSeats(MemberReader& in, double count, std::size_t elements = 0) {
    if (seats_ > kSeatsMax) return false;
    if (count <= static_cast<double>(kSeatsMax - seats_) && elements <= kSeatsMax) {
      seats_ += static_cast<std::size_t>(std::max(count, 0.0));
      return true;
    }
    seats_ = kSeatsMax + 1;
    in.Fail(
        "seats", RefusalKind::kTooManySeats,
        "make the event larger than the " + std::to_string(kSeatsMax) + " seats that it may have");
    return false;
  }

  void ReadElements(const Json& elements, RowState& row) {
    for (std::size_t i = 0; i < elements.size(); ++i) {
      const Json& element = elements[i];
      const auto path = [&] { return At(row.path + ".seats", i); };
      if (element.is_null()) {
        if (++row.gap == kGapMax + 1) {
          faults_.Add({path(),
                       "is one gap too many: side by side there may be " + std::to_string(kGapMax),
                       RefusalKind::kInvalidEvent});
        }
      } else if (element.is_string()) {
        AddSeat(row, element.get_ref<const std::string&>(), row.label);
      } else if (element.is_object()) {
        ReadSeat(element, path() + ".", row);
      } else {
        faults_.Add({path(), "must be a name, an object, or null for a gap"});
        AddSeat(row, "", row.label);
      }
    }
  }

  void ReadSeat(const Json& value, std::string path, RowState& row) {
    MemberReader in(value, std::move(path), faults_);
    const auto name = in.ExactString("name");
    in.FailMissing("name");
    SeatLabel label = ReadLabel(in);
    if (label.category.empty()) label.category = row.label.category;
    if (label.price.empty()) label.price = row.label.price;
    Seat& seat = AddSeat(row, name.value_or(""), label);
    for (const MarkName& mark : kMarkNames) {
      if (in.Bool(mark.name).value_or(false)) seat.marks |= mark.mark;
    }
    const auto x = ReadPosition(in, "x");
    const auto y = ReadPosition(in, "y");
    if (x) seat.x = ToUnits(*x);
    if (y) seat.y = ToUnits(*y);
    if ((x || y) && !row.line) in.Fail(x ? "x" : "y", "needs x and y of its row");
    in.Finish();
  }

  Seat& AddSeat(RowState& row, std::string_view name, const SeatLabel& label) {
    if (row.has_seats) row.offset += 1 + row.gap;
    Seat& seat = plan_.seats.emplace_back();
    plan_.Name(seat, name);
    seat.label = NumberOf(label, row.path);
    seat.gap = static_cast<std::uint8_t>(std::min(row.gap, kGapMax));
    if (row.line) {
      const auto offset = static_cast<double>(row.offset);
      seat.x = ToUnits(row.line->x + offset * row.line->dx);
      seat.y = ToUnits(row.line->y + offset * row.line->dy);
    }
    row.gap = 0;
    row.has_seats = true;
    return seat;
  }

  // Equal labels are one.
  std::uint16_t NumberOf(const SeatLabel& label, const std::string& path) {
    if (label.empty()) return 0;
    const auto known = label_numbers_.find({label.category, label.price});
    if (known != label_numbers_.end()) return known->second;
    if (plan_.labels.size() == kLabelsMax) {
      faults_.Add({path,
                   "brings one category or price too many: a section may have " +
                       std::to_string(kLabelsMax),
                   RefusalKind::kInvalidEvent});
      return 0;
    }
    plan_.labels.push_back(label);
    const auto number = static_cast<std::uint16_t>(plan_.labels.size());
    label_numbers_.emplace(std::pair(label.category, label.price), number);
    return number;
  }

  void MarkSeats(const Json& names, const std::string& path, std::uint8_t mark, const Row& row) {
    std::unordered_map<std::string_view, std::uint32_t> seats;
    for (std::uint32_t i = row.first; i < row.first + row.count; ++i) {
      seats.emplace(plan_.NameInRow(plan_.seats[i]), i);
    }
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (!names[i].is_string()) {
        faults_.Add({At(path, i), "must be a string"});
      } else if (auto seat = seats.find(names[i].get_ref<const std::string&>());
                 seat != seats.end()) {
        plan_.seats[seat->second].marks |= mark;
      } else {
        faults_.Add({At(path, i), "names no seat of its row", RefusalKind::kInvalidEvent});
      }
    }
  }

  SeatPlan plan_;
  std::map<std::pair<std::string, std::string>, std::uint16_t> label_numbers_;
  std::optional<bool> first_placed_;
  bool mixed_ = false;  // that rows differ in it was told
  std::size_t& seats_;
  Faults& faults_;
};

}  // namespace

domain::SeatPlanPtr ReadPlan(const Json& rows, const std::string& path, std::size_t& seats,
                             Faults& faults) {
  return std::make_shared<const SeatPlan>(PlanReader(seats, faults).Read(rows, path));
}

}  // namespace onsale::api
