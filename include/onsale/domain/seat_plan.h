#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace onsale::domain {

// Names a seat of a section for good: an edited plan may move it, but it keeps its number.
using SeatNumber = std::uint32_t;

inline constexpr std::size_t kSeatsMax = 100'000;         // of one event
inline constexpr std::size_t kRetiredSeatsMax = 100'000;  // of one event, see SeatPlan::retired
inline constexpr std::size_t kSeatNameLengthMax = 32;     // octets, of a row's name too
inline constexpr std::size_t kSeatLabelLengthMax = 60;    // octets
inline constexpr std::int32_t kSeatUnit = 100;  // positions are hundredths of a seat's width
inline constexpr std::int32_t kSeatPositionMax = 1'000'000 * kSeatUnit;

// What is told about a place, in the operator's words: "Gold", "95 €". Nothing is computed of it.
struct SeatLabel {
  std::string category;
  std::string price;

  bool empty() const { return category.empty() && price.empty(); }
  bool operator==(const SeatLabel&) const = default;
};

enum SeatMark : std::uint8_t {
  kAccessible = 1,
  kCompanion = 2,  // beside an accessible seat, for who comes along
  kRestrictedView = 4,
};
inline constexpr std::uint8_t kKeptMarks = kAccessible | kCompanion;

// The names of a plan's seats, one behind the other in one text: a std::string for each takes more
// than all the rest of a seat.
class SeatNames {
 public:
  static constexpr std::size_t kLengthMax = 255;  // octets; what is longer is cut off

  // Gives where it is from now on.
  std::uint32_t Add(std::string_view name);
  // 0 is the empty name, in every plan. Good until the next Add().
  std::string_view At(std::uint32_t place) const;

  void ShrinkToFit() { text_.shrink_to_fit(); }

 private:
  std::string text_ = std::string(1, '\0');  // before each its length, an octet
};

struct Seat {
  std::uint32_t name = 0;  // in SeatPlan::names: unique in its row; without '-'
  SeatNumber number = 0;
  std::int32_t x = 0;       // hundredths of a seat's width, to the right
  std::int32_t y = 0;       // and away from the stage
  std::uint16_t label = 0;  // 0: the section's own; else plan.labels[label - 1], of which an empty
                            // text stands for the section's, too
  std::uint8_t marks = 0;   // of SeatMark
  std::uint8_t gap = 0;     // seats' widths left out before it: it is no neighbour of that seat

  bool operator==(const Seat&) const = default;  // of one plan
};

struct Row {
  std::string name;         // unique in its section; without '-'
  std::uint32_t first = 0;  // index of its first seat
  std::uint32_t count = 0;

  bool operator==(const Row&) const = default;
};

struct RetiredSeat {
  std::string row;
  std::string name;
  SeatNumber number = 0;

  bool operator==(const RetiredSeat&) const = default;
};

// The seats of a seated section. Row by row, the best row first, and in each row from one end to
// the other: what "the plan's order" means. Immutable once shared. About 28 octets a seat, and 4
// more where some names are not the places in the row.
struct SeatPlan {
  std::vector<Row> rows;
  std::vector<Seat> seats;
  SeatNames names;
  std::vector<SeatLabel> labels;
  std::vector<RetiredSeat> retired;  // were removed by edits, by number; old reservations still
                                     // name them
  bool placed = false;               // the operator gave the positions; else LayOut() computes them

  std::string_view NameInRow(const Seat& seat) const { return names.At(seat.name); }  // "12"
  void Name(Seat& seat, std::string_view name) { seat.name = names.Add(name); }

  // Numbers the seats 0, 1, 2, … in order; what a new plan has.
  void NumberSeats();

  // To be called once all else is set: sorts what is retired, gives back memory that is not needed
  // any more, and makes what the look-ups below need. They take time that grows with the logarithm
  // of the plan at most.
  void Index();

  // Index of a seat in the plan's order; nothing when it was retired, or never was.
  std::optional<std::uint32_t> IndexOf(SeatNumber number) const;
  std::optional<std::uint32_t> IndexOf(std::string_view row, std::string_view seat) const;
  const Row& RowOf(std::uint32_t index) const;

  // `A-12`, of a retired one too; empty for a number that never was.
  std::string NameOf(SeatNumber number) const;

  // One more than the largest number ever given.
  SeatNumber end_number() const { return static_cast<SeatNumber>(index_of_.size()); }

  bool operator==(const SeatPlan& other) const;

 private:
  void IndexNames();

  std::vector<std::uint32_t> index_of_;     // by number
  std::vector<std::uint32_t> row_by_name_;  // indexes into rows, sorted by name
  // Indexes into seats, row after row, in each sorted by name; empty where every seat has the name
  // of its place in the row: 1, 2, 3, …
  std::vector<std::uint32_t> seat_by_name_;
};

using SeatPlanPtr = std::shared_ptr<const SeatPlan>;

// Splits `stalls-A-12` at its last two '-'. Nothing for what has no such form.
struct SeatId {
  std::string_view section, row, seat;
};
std::optional<SeatId> ParseSeatId(std::string_view id);

// `edited` with the numbers that `before` gave to the seats of the same names; seats that are new
// get numbers after all of these, and seats that are gone are retired. Indexed.
SeatPlan MergePlans(const SeatPlan& before, SeatPlan edited);

// Gives each seat a position: rows one behind the other from `top` on, centred on 0, a gap as wide
// as a seat. Gives where the next section can begin, see BottomOf().
std::int32_t LayOutRows(SeatPlan& plan, std::int32_t top);

// Two seats' widths behind the last seat of a plan that has positions; at least that.
std::int32_t BottomOf(const SeatPlan& plan);

}  // namespace onsale::domain
