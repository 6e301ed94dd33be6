#include "onsale/api/conditional.h"

#include <cstddef>

#include "onsale/base/text.h"

namespace onsale::api {
namespace {

std::string_view WithoutWeakness(std::string_view etag) {
  return etag.starts_with("W/") ? etag.substr(2) : etag;
}

// An etagc is any visible octet but the double quote, obs-text included.
bool IsEntityTagOctet(char c) {
  const auto octet = static_cast<unsigned char>(c);
  return octet > 0x20 && octet != '"' && octet != 0x7f;
}

// Takes one opaque-tag, quotes included, from the front of `rest`; empty when there is none.
std::string_view TakeOpaqueTag(std::string_view& rest) {
  if (!rest.starts_with('"')) return {};
  std::size_t end = 1;
  while (end < rest.size() && IsEntityTagOctet(rest[end])) ++end;
  if (end == rest.size() || rest[end] != '"') return {};
  const std::string_view tag = rest.substr(0, end + 1);
  rest.remove_prefix(end + 1);
  return tag;
}

}  // namespace

bool IfNoneMatchMatches(std::string_view field, std::string_view etag) {
  if (etag.empty()) return false;
  std::string_view rest = Trim(field);
  if (rest == "*") return true;

  const std::string_view wanted = WithoutWeakness(etag);
  while (!rest.empty()) {
    if (rest.front() == ',') {  // an empty element, or the comma behind the last tag
      rest = Trim(rest.substr(1));
      continue;
    }
    rest = WithoutWeakness(rest);
    const std::string_view tag = TakeOpaqueTag(rest);
    if (tag.empty()) return false;
    if (tag == wanted) return true;
    rest = Trim(rest);
    if (!rest.empty() && rest.front() != ',') return false;
  }
  return false;
}

}  // namespace onsale::api
