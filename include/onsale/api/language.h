#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace onsale::api {

// Chooses by an Accept-Language field (RFC 9110 section 12.5.4), several fields joined by commas:
// the index of that of `tags` whose range has the highest weight, the first of equal ranges.
//
//   - A range finds its own tag; else the longest that it begins with, as lookup does (RFC 4647
//     section 3.4): `de-AT` finds `de`; else the first that begins with it: `de` finds `de-CH`.
//   - `*` stands for the first tag. So does a field that is absent, or finds nothing: an answer
//     helps more than 406.
//   - A member that does not follow the grammar counts as absent. ASCII case does not matter.
//
// `tags` has at least one; an empty one, of which nobody knows the language, is found by `*` alone.
// Allocates nothing.
[[nodiscard]] std::size_t ChooseLanguage(std::string_view accept_language,
                                         std::span<const std::string> tags);

// Whether `text` can be a language tag as file names have it: `de`, `de-AT`, `zh-Hant`.
[[nodiscard]] bool IsLanguageTag(std::string_view text);

}  // namespace onsale::api
