#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace onsale::api {

// The paging of lists: `?limit=` and `?after=`.
struct PageQuery {
  std::size_t limit = 100;
  std::string after;
  bool has_limit = false;
};

inline constexpr std::size_t kPageLimitMax = 1000;

// Reads a query; a sentence in `fault` where it has other parameters, one twice, a limit that is
// not 1 to kPageLimitMax, or a bad percent-encoding.
std::optional<PageQuery> ParsePageQuery(std::string_view query, std::string& fault);

// A cursor that is a number, in decimal digits and nothing else; nothing for what is none.
std::optional<std::uint64_t> ParseCursor(std::string_view text);

}  // namespace onsale::api
