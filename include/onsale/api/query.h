#pragma once

#include <cstddef>
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

}  // namespace onsale::api
