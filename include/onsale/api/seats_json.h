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
//   ROW     {"name", "seats": COUNT | [NAME...], "gaps"?: [[INDEX, WIDTHS]...],
//            "x", "y", "dx", "dy", "xs"?: [TURN...], "ys"?: [TURN...],
//            "label"?: LABEL | "labels"?: [LABEL...]}
//
// COUNT seats of a row are named 1, 2, 3, …. DIGITS is a hexadecimal digit for each seat of the
// section: its domain::SeatMark. INDEX is of a seat with a gap of so many seats' WIDTHS before it.
// LABEL 0, which is left out where the whole row has it, is the section's own category and price, k
// is labels[k - 1]; what a label leaves open is the section's.
//
// Positions are in hundredths of a seat's width. `x` and `y` say how far a row's first seat is from
// that of the row before; in the section's first row, from 0. The others follow as api::AxisLine
// says, with `dx` as the step and `xs` as the turns, which are left out in a straight row; `dy` and
// `ys` likewise. In JavaScript, `x` being where the first seat stands, and `gaps` a Map of the
// row's gaps:
//
//   const xs = [x];
//   for (let i = 1, step = row.dx, offset = 0; i < count; ++i) {
//     const widths = 1 + (gaps.get(i) ?? 0);
//     offset += widths;
//     xs[i] = row.xs ? xs[i - 1] + widths * step + row.xs[i - 1] : x + Math.round(offset * step);
//     if (row.xs && widths === 1) step = xs[i] - xs[i - 1];
//   }
//
// Calls `on_row` after each row, if there is such a function: it may take away what `out` has by
// then, so that a long rendering is never in memory as a whole.
void AppendSeatSections(std::string& out, const domain::EventDefinition& event,
                        const std::function<void()>& on_row = {});

// What the document says of a seat: `a` available, `k` too, but kept for who asks for accessible
// seats, `h` held, `c` confirmed, `b` blocked. `keep`: as of the event, keep_accessible.
char SeatLetter(const domain::Seat& seat, commit::SeatState state, bool keep);

}  // namespace onsale::api
