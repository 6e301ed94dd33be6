#include "fuzz/support/head_reference.h"

#include <algorithm>

#include "fuzz/fuzz.h"
#include "fuzz/support/octets.h"
#include "onsale/base/text.h"

namespace onsale::fuzz {

std::vector<std::string> PlainHead::ValuesOf(std::string_view name) const {
  std::vector<std::string> values;
  for (const auto& [field, value] : fields) {
    if (field == name) values.push_back(value);
  }
  return values;
}

std::string PlainHead::Text() const {
  std::string text = method + " " + target + " " + version + "\r\n";
  for (const auto& [name, value] : fields) text += name + ": " + value + "\r\n";
  return text + "\r\n";
}

namespace {

// `before`, `separator`, and the rest, which `text` gets.
std::string TakeBefore(std::string& text, char separator, const char* what) {
  const std::size_t end = text.find(separator);
  Require(end != text.npos, what);
  std::string before = text.substr(0, end);
  text.erase(0, end + 1);
  return before;
}

void RequireToken(const std::string& text, const char* what) {
  Require(!text.empty() && IsAllOf(text, kTokenOctets), what);
}

std::vector<std::string> LinesOf(std::string_view head) {
  std::vector<std::string> lines;
  while (!head.empty()) {
    const std::size_t end = head.find("\r\n");
    Require(end != head.npos, "a head ends with a line");
    lines.emplace_back(head.substr(0, end));
    head.remove_prefix(end + 2);
  }
  while (!lines.empty() && lines.front().empty()) lines.erase(lines.begin());
  Require(lines.size() >= 2 && lines.back().empty(), "a head ends with an empty line");
  lines.pop_back();
  return lines;
}

}  // namespace

PlainHead ReadHeadSlowly(std::string_view head) {
  std::vector<std::string> lines = LinesOf(head);
  PlainHead plain;
  std::string& line = lines.front();
  plain.method = TakeBefore(line, ' ', "a request line has a method");
  plain.target = TakeBefore(line, ' ', "a request line has a target");
  plain.version = line;
  RequireToken(plain.method, "a method is a token");
  const auto is_visible = [](char c) { return c > 0x20 && c < 0x7f; };
  Require(
      !plain.target.empty() && std::all_of(plain.target.begin(), plain.target.end(), is_visible),
      "a target is visible");
  Require(line == "HTTP/1.0" || line == "HTTP/1.1", "a version is one of ours");
  for (std::size_t i = 1; i < lines.size(); ++i) {
    std::string name = TakeBefore(lines[i], ':', "a field has a colon");
    RequireToken(name, "a field's name is a token");
    Require(IsFieldValue(lines[i]), "a field's value has no controls");
    plain.fields.emplace_back(ToLowerAscii(name), Trim(lines[i]));
  }
  return plain;
}

}  // namespace onsale::fuzz
