#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "onsale/base/clock.h"

namespace onsale {

// RFC 3339 in UTC with milliseconds: `2026-11-23T18:00:00.000Z`. Years 0000 to 9999; times outside
// are clamped to that range.
void AppendRfc3339(std::string& out, TimeMs time);
std::string FormatRfc3339(TimeMs time);

// Parses RFC 3339 with any offset; fractions beyond milliseconds are cut. Nothing on anything
// else, an impossible date, or a leap second (`:60`) included.
std::optional<TimeMs> ParseRfc3339(std::string_view text);

// The IMF-fixdate of RFC 9110, as in `Date: Mon, 23 Nov 2026 18:00:00 GMT`; always 29 octets.
std::string FormatHttpDate(TimeMs time);

}  // namespace onsale
