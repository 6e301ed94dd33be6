#include "onsale/api/query.h"

#include <algorithm>
#include <charconv>

namespace onsale::api {
namespace {

std::optional<int> HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return std::nullopt;
}

std::optional<std::string> PercentDecode(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i] == '+' ? ' ' : text[i];
      continue;
    }
    if (text.size() - i < 3) return std::nullopt;
    const auto high = HexDigit(text[i + 1]), low = HexDigit(text[i + 2]);
    if (!high || !low) return std::nullopt;
    out += static_cast<char>(*high * 16 + *low);
    i += 2;
  }
  return out;
}

bool ParseLimit(std::string_view text, std::size_t& limit) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), limit);
  return error == std::errc() && end == text.data() + text.size() && limit >= 1 &&
         limit <= kPageLimitMax;
}

}  // namespace

std::optional<PageQuery> ParsePageQuery(std::string_view query, std::string& fault) {
  PageQuery page;
  bool has_after = false;
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), pair.size() + 1));
    if (pair.empty()) continue;
    const std::string_view name = pair.substr(0, pair.find('='));
    const auto value = PercentDecode(pair.substr(std::min(pair.size(), name.size() + 1)));
    if (!value) {
      fault = "The query has a bad percent-encoding.";
    } else if (name == "limit" && !page.has_limit) {
      page.has_limit = true;
      if (!ParseLimit(*value, page.limit)) fault = "limit must be from 1 to 1000.";
    } else if (name == "after" && !has_after) {
      has_after = true;
      page.after = *value;
    } else {
      fault = "The query takes limit and after, each once.";
    }
    if (!fault.empty()) return std::nullopt;
  }
  return page;
}

std::optional<std::uint64_t> ParseCursor(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace onsale::api
