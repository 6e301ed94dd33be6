#pragma once

#include <optional>
#include <string_view>

namespace onsale::api {

// Pieces of the grammar of fields in which a client lists what it takes: Accept, Accept-Encoding,
// Accept-Language (RFC 9110 section 12.4.2). Nothing here allocates.

// Weights are in thousandths, as a qvalue has at most three decimals.
inline constexpr int kWeightMax = 1000;

// Cuts `list` behind the first `separator` and gives what stood before it, trimmed.
std::string_view TakeUntil(std::string_view& list, char separator);

// qvalue = ( "0" [ "." 0*3DIGIT ] ) / ( "1" [ "." 0*3("0") ] )
std::optional<int> ParseQvalue(std::string_view text);

// A member `name [ ";" "q=" qvalue ]`.
struct WeightedName {
  std::string_view name;
  std::optional<int> weight;  // kWeightMax where none is said; nothing where it is malformed
};

// Takes the first member off a list that is not empty.
WeightedName TakeWeightedName(std::string_view& list);

}  // namespace onsale::api
