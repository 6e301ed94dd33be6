#pragma once

#include <string_view>

namespace onsale::api {

enum class ListFormat { kJson, kNdjson, kCsv };

// The format of a list that an Accept field (RFC 9110 section 12.5.1) wants most: of those it
// names, the one with the highest weight, the first of equals. JSON where it names none of them,
// also where it asks for something else altogether: an answer helps more than 406.
ListFormat PreferredListFormat(std::string_view accept);

}  // namespace onsale::api
