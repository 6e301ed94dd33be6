#include "onsale/http/http_grammar.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <system_error>

#include "onsale/base/text.h"

namespace onsale::http {
namespace {

constexpr std::size_t kRequestIdLengthMax = 128;
constexpr int kPortMax = 65535;

// What an octet may stand in. A table, because every request's Host is looked at.
enum CharacterClass : std::uint8_t {
  kToken = 1,
  kHostName = 2,
  kBracketedAddress = 4,
  kRequestId = 8,
};

using ClassTable = std::array<std::uint8_t, 256>;

constexpr void AddClass(ClassTable& table, std::string_view characters, std::uint8_t classes) {
  for (const char c : characters) table[static_cast<unsigned char>(c)] |= classes;
}

constexpr ClassTable MakeClassTable() {
  ClassTable table = {};
  AddClass(table, "0123456789", kToken | kHostName | kBracketedAddress | kRequestId);
  AddClass(table, "abcdefABCDEF", kToken | kHostName | kBracketedAddress | kRequestId);
  AddClass(table, "ghijklmnopqrstuvwxyzGHIJKLMNOPQRSTUVWXYZ", kToken | kHostName | kRequestId);
  AddClass(table, "!#$%&'*+-.^_`|~", kToken);
  AddClass(table, "-._~%!$&'()*+,;=", kHostName);
  AddClass(table, ":.", kBracketedAddress);
  AddClass(table, "-._", kRequestId);
  return table;
}

constexpr ClassTable kClasses = MakeClassTable();

bool IsAll(std::string_view text, CharacterClass wanted) {
  return std::all_of(text.begin(), text.end(), [wanted](char c) {
    return (kClasses[static_cast<unsigned char>(c)] & wanted) != 0;
  });
}

bool IsPortOrEmpty(std::string_view text) {
  if (text.empty()) return true;  // `host:` is in the grammar
  if (text.front() == '-') return false;
  int port = 0;
  const char* end = text.data() + text.size();
  const auto [last, error] = std::from_chars(text.data(), end, port);
  return error == std::errc() && last == end && port <= kPortMax;
}

}  // namespace

bool IsTokenCharacter(char c) { return (kClasses[static_cast<unsigned char>(c)] & kToken) != 0; }

bool IsToken(std::string_view text) { return !text.empty() && IsAll(text, kToken); }

bool IsForbiddenInValue(char c) {
  return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f;
}

bool IsHostAndPort(std::string_view text) {
  const bool bracketed = text.starts_with('[');
  const std::size_t host_end = text.find(bracketed ? ']' : ':');
  if (bracketed && host_end == text.npos) return false;
  const std::string_view host = bracketed ? text.substr(1, host_end - 1) : text.substr(0, host_end);
  if (host.empty() || !IsAll(host, bracketed ? kBracketedAddress : kHostName)) return false;
  if (host_end == text.npos) return true;
  const std::string_view rest = text.substr(bracketed ? host_end + 1 : host_end);
  return rest.empty() || (rest.front() == ':' && IsPortOrEmpty(rest.substr(1)));
}

api::ProblemType TransferEncodingProblem(std::string_view value) {
  while (true) {
    const std::size_t comma = value.find(',');
    const std::string_view coding = Trim(value.substr(0, comma));
    const std::string_view name = Trim(coding.substr(0, coding.find(';')));
    const bool last = comma == value.npos;
    if (!IsToken(name)) return api::ProblemType::kMalformedRequest;
    if (EqualsIgnoreCaseAscii(name, "chunked") && (!last || coding != name)) {
      return api::ProblemType::kMalformedRequest;
    }
    if (last) return api::ProblemType::kNotImplemented;
    value.remove_prefix(comma + 1);
  }
}

bool IsSaneRequestId(std::string_view text) {
  return !text.empty() && text.size() <= kRequestIdLengthMax && IsAll(text, kRequestId);
}

}  // namespace onsale::http
