#pragma once

#include <string>

#include "onsale/domain/event.h"
#include "onsale/storage/coding.h"

namespace onsale::storage {

// A seated section's plan, part of a definition's layout (see codec.h).
//
//   plan    := octet placed, v labels, labels × (text category, text price),
//              v rows, rows × (text name, v seats, seats × seat),
//              v retired, retired × (text row, text name, v number)
//   seat    := text name, s number - number of the seat before, octet gap, octet marks, v label,
//              s x - x of the seat before, s y - y of the seat before
//
// Each number below seats + retired is given to one of them.
void PutPlan(std::string& out, const domain::SeatPlan& plan);

// Indexed. Null, and `in` wherever, for what is none.
domain::SeatPlanPtr ReadPlan(Reader& in);

}  // namespace onsale::storage
