#include "onsale/api/flat_json.h"

namespace onsale::api {
namespace {

// More digits may not fit.
constexpr std::size_t kDigitsMax = 18;

bool IsPlain(char c) { return c >= 0x20 && c < 0x7f && c != '"' && c != '\\'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Reads tokens off the front of a text, and white space before each. What it does not find, it
// leaves.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : at_(text.data()), end_(at_ + text.size()) {}

  bool Take(char c) {
    SkipSpace();
    if (at_ == end_ || *at_ != c) return false;
    ++at_;
    return true;
  }

  bool AtEnd() {
    SkipSpace();
    return at_ == end_;
  }

  std::optional<std::string_view> String() {
    if (!Take('"')) return std::nullopt;
    const char* const begin = at_;
    while (at_ != end_ && IsPlain(*at_)) ++at_;
    if (at_ == end_ || *at_ != '"') return std::nullopt;
    return std::string_view(begin, at_++);
  }

  std::optional<FlatJson::Value> Value() {
    SkipSpace();
    if (at_ == end_) return std::nullopt;
    if (*at_ == '"') return String();
    if (Word("true")) return true;
    if (Word("false")) return false;
    return Number();
  }

 private:
  void SkipSpace() {
    while (at_ != end_ && (*at_ == ' ' || *at_ == '\t' || *at_ == '\n' || *at_ == '\r')) ++at_;
  }

  bool Word(std::string_view word) {
    if (!std::string_view(at_, end_).starts_with(word)) return false;
    at_ += word.size();
    return true;
  }

  // What follows must end a value, or the caller does not go on: a fraction and an exponent do not.
  std::optional<FlatJson::Value> Number() {
    const bool negative = Take('-');
    const char* const begin = at_;
    std::int64_t value = 0;
    for (; at_ != end_ && IsDigit(*at_); ++at_) {
      if (static_cast<std::size_t>(at_ - begin) == kDigitsMax) return std::nullopt;
      value = value * 10 + (*at_ - '0');
    }
    if (at_ == begin || (*begin == '0' && at_ - begin > 1)) return std::nullopt;
    return negative ? -value : value;
  }

  const char* at_;
  const char* end_;
};

}  // namespace

std::optional<FlatJson> FlatJson::Read(std::string_view text) {
  std::optional<FlatJson> json(std::in_place);
  Scanner in(text);
  if (!in.Take('{')) return std::nullopt;
  do {
    if (json->count_ == kMembersMax) return std::nullopt;
    const auto name = in.String();
    if (!name || !in.Take(':')) return std::nullopt;
    const auto value = in.Value();
    if (!value) return std::nullopt;
    json->members_[json->count_++] = {*name, *value};
  } while (in.Take(','));
  if (!in.Take('}') || !in.AtEnd()) return std::nullopt;
  return json;
}

}  // namespace onsale::api
