#include "onsale/rehearsal/response_parser.h"

#include <algorithm>
#include <charconv>

#include "onsale/base/text.h"

namespace onsale::rehearsal {
namespace {

constexpr std::size_t kHeadMax = 65'536;
constexpr std::string_view kHeadEnd = "\r\n\r\n";

template <typename T>
std::optional<T> ToNumber(std::string_view text) {
  T number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

std::size_t ResponseParser::Read(std::string_view octets) {
  std::size_t taken = 0;
  if (state_ == State::kHead) taken = ReadHead(octets);
  if (state_ == State::kStream) return octets.size();
  if (state_ != State::kBody) return taken;
  const std::string_view rest = octets.substr(taken, left_);
  body_.append(rest.substr(0, body_kept_max_ - std::min(body_kept_max_, body_.size())));
  left_ -= rest.size();
  if (left_ == 0) state_ = State::kDone;
  return taken + rest.size();
}

// An end that is cut in two is found because the search begins a little before the new octets.
std::size_t ResponseParser::ReadHead(std::string_view octets) {
  const std::size_t before = head_.size();
  std::string_view text = octets;
  if (before > 0) text = head_.append(octets);
  const std::size_t from = before < kHeadEnd.size() ? 0 : before - kHeadEnd.size();
  const std::size_t end = text.find(kHeadEnd, from);
  if (end == text.npos) {
    if (before == 0) head_ = octets;
    if (head_.size() > kHeadMax) state_ = State::kBroken;
    return octets.size();
  }
  if (!ParseHead(text.substr(0, end))) {
    state_ = State::kBroken;
    return octets.size();
  }
  const std::size_t taken = end + kHeadEnd.size() - before;
  head_.clear();
  const bool bodyless = response_.status == 204 || response_.status == 304;
  left_ = bodyless ? 0 : length_.value_or(0);
  state_ = !bodyless && !length_ ? State::kStream : left_ > 0 ? State::kBody : State::kDone;
  return taken;
}

bool ResponseParser::ParseHead(std::string_view head) {
  constexpr std::size_t kStatusAt = std::string_view("HTTP/1.1 ").size();
  if (!head.starts_with("HTTP/1.") || head.size() < kStatusAt + 3) return false;
  const auto status = ToNumber<int>(head.substr(kStatusAt, 3));
  if (!status || *status < 200) return false;
  response_.status = *status;
  for (std::size_t at = head.find("\r\n"); at != head.npos;) {
    const std::size_t next = head.find("\r\n", at + 2);
    if (!ParseField(head.substr(at + 2, next == head.npos ? next : next - at - 2))) return false;
    at = next;
  }
  return true;
}

bool ResponseParser::ParseField(std::string_view line) {
  const std::size_t colon = line.find(':');
  if (colon == line.npos) return false;
  const std::string_view name = line.substr(0, colon);
  const auto is = [&](std::string_view wanted) { return EqualsIgnoreCaseAscii(name, wanted); };
  const std::string_view value = Trim(line.substr(colon + 1));
  if (is("Content-Length")) {
    length_ = ToNumber<std::uint64_t>(value);
    return length_.has_value();
  }
  if (is("Connection")) {
    response_.close = EqualsIgnoreCaseAscii(value, "close");
  } else if (is("Retry-After")) {
    if (const auto seconds = ToNumber<unsigned>(value)) {
      response_.retry_after = std::chrono::seconds(*seconds);
    }
  }
  return true;
}

Response ResponseParser::response() const {
  Response response = response_;
  response.body = body_;
  return response;
}

void ResponseParser::Reset() {
  state_ = State::kHead;
  response_ = {};
  length_.reset();
  left_ = 0;
  head_.clear();
  body_.clear();
}

}  // namespace onsale::rehearsal
