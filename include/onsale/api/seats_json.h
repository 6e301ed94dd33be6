#pragma once

#include <functional>
#include <string>

#include "onsale/commit/event_view.h"
#include "onsale/domain/event.h"

namespace onsale::api {

// Appends the rendering of an event's seats that stays the same while they are sold: an array with
// an object for each seated section, general ones left out.
//
//   SECTION {"id", "name", "category": TEXT | null, "price": TEXT | null, "seats": COUNT,
//            "labels"?: [{"category", "price"}...], "marks"?: DIGITS, "rows": [ROW...]}
//   ROW     {"name", "seats": COUNT | [NAME...],
//            "x", "y", "dx", "dy" | "xs": [X...], "ys": [Y...],
//            "gaps"?: [INDEX...], "label"?: LABEL | "labels"?: [LABEL...]}
//
// COUNT seats of a row are named 1, 2, 3, …. DIGITS is a hexadecimal digit for each seat of the
// section: its domain::SeatMark. Seat i of a row stands at (x + i * dx, y + i * dy), which is right
// to the hundredth when it is rounded to that, or else at (xs[i], ys[i]), in seats' widths. INDEX
// is of a seat with a gap before it. LABEL 0, which is left out where the whole row has it, is the
// section's own category and price, k is labels[k - 1]; what a label leaves open is the section's.
//
// Calls `on_row` after each row, if there is such a function: it may take away what `out` has by
// then, so that a long rendering is never in memory as a whole.
void AppendSeatSections(std::string& out, const domain::EventDefinition& event,
                        const std::function<void()>& on_row = {});

// What the document says of a seat: `a` available, `k` too, but kept for who asks for accessible
// seats, `h` held, `c` confirmed, `b` blocked. `keep`: as of the event, keep_accessible.
char SeatLetter(const domain::Seat& seat, commit::SeatState state, bool keep);

}  // namespace onsale::api
