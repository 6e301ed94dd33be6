#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>

#include "onsale/api/faults.h"
#include "onsale/domain/seat_plan.h"

namespace onsale::api {

// Reads the rows of a section, the best one first, into a plan, numbered and indexed.
//
//   ROW     {"name", "seats": COUNT | [ELEMENT...], "category"?, "price"?, "x"?, "y"?, "angle"?,
//            "accessible"?: [NAME...], "companion"?: [NAME...], "restricted_view"?: [NAME...]}
//   ELEMENT NAME, or null for a gap as wide as a seat, or
//           {"name", "accessible"?, "companion"?, "restricted_view"?, "category"?, "price"?,
//            "x"?, "y"?}
//
// COUNT seats are named 1, 2, 3, …. `x` and `y` of a row are the place of its first seat, in seats'
// widths, of which hundredths count; the others follow in the direction of `angle`, in degrees: 0
// is to the right, 90 away from the stage. Either all rows of a section say where they are or none.
// A seat without a category or a price has its row's; what the row does not say either is left
// empty in the plan's label: it is the section's.
//
// What is wrong goes to `faults`; `path` names the rows there, as `sections[2].rows`. A row or seat
// that cannot be read keeps its place in the plan, without a name, so that what
// domain::FindFaults() sees in the others is told of the right ones.
//
// `seats` counts the seats of an event, from section to section. Once they are more than
// domain::kSeatsMax, which is told once, it stays above that, and no more seats are made.
domain::SeatPlanPtr ReadPlan(const nlohmann::json& rows, const std::string& path,
                             std::size_t& seats, Faults& faults);

}  // namespace onsale::api
