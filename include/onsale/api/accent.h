#pragma once

#include <string>
#include <string_view>

namespace onsale::api {

// The style of an event's accent colour, `#rrggbb` in lower case; empty where `accent` is:
//
//   :root{--accent:#…;--on-accent:#…;--accent-text-light:#…;--accent-text-dark:#…}
//
// `--on-accent` is for text on the accent: black or white, whichever has the better contrast.
// The others are for text in the accent on the page: the accent, moved towards black or white only
// as far as a contrast of 4.5 takes (WCAG 2.2, success criterion 1.4.3) on light pages, down to
// #f5f5f5, and on dark ones, up to #161616.
std::string AccentStyle(std::string_view accent);

}  // namespace onsale::api
