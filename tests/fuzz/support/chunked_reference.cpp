#include "fuzz/support/chunked_reference.h"

#include <algorithm>

#include "fuzz/support/octets.h"

namespace onsale::fuzz {
namespace {

using Result = http::ChunkedDecoder::Result;

// What `text` begins with up to a CRLF: whether the CR is there, and all of it.
struct Line {
  std::string text;
  bool ended = false, whole = false;
};

Line LineAt(std::string_view text) {
  const std::size_t end = text.find('\r');
  if (end == text.npos) return {std::string(text), false, false};
  if (end + 1 == text.size()) return {std::string(text.substr(0, end)), true, false};
  // A CR without its LF makes a line that is none of any kind.
  if (text[end + 1] != '\n') return {std::string(text.substr(0, end + 2)), true, true};
  return {std::string(text.substr(0, end)), true, true};
}

// Whether a quoted string that begins in `text` ends in it, too.
bool AreQuotesClosed(std::string_view text) {
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"') quoted = !quoted;
    if (text[i] == '\\' && quoted) ++i;
  }
  return !quoted;
}

// Whether a line with a chunk's size is one, or can become one.
bool IsSizeLine(const Line& line) {
  const std::size_t digits =
      std::min(line.text.find_first_not_of("0123456789abcdefABCDEF"), line.text.size());
  const std::size_t blank_end =
      std::min(line.text.find_first_not_of(" \t", digits), line.text.size());
  const std::string_view extension = std::string_view(line.text).substr(blank_end);
  if (digits > 16 || !IsFieldValue(extension)) return false;
  if (digits == 0) return !line.ended && line.text.empty();
  if (extension.empty()) return !line.ended || blank_end == digits;
  return extension.starts_with(';') && (!line.ended || AreQuotesClosed(extension));
}

bool IsTrailerLine(const Line& line) {
  const std::size_t colon = std::min(line.text.find(':'), line.text.size());
  const std::string_view text = line.text;
  if (!IsAllOf(text.substr(0, colon), kTokenOctets)) return false;
  if (colon == text.size()) return !line.ended;
  return colon > 0 && IsFieldValue(text.substr(colon));
}

}  // namespace

Dechunked DechunkSlowly(std::string_view text, std::size_t body_bytes_max) {
  Dechunked out;
  std::string_view rest = text;
  std::size_t ignored = 0;
  const auto stop = [&](Result result) {
    out.result = result;
    return out;
  };
  for (;;) {
    const Line line = LineAt(rest);
    if (!IsSizeLine(line)) return stop(Result::kMalformed);
    const std::size_t digits = std::min(line.text.find_first_of(" \t;"), line.text.size());
    ignored += line.text.size() - digits;
    if (ignored > http::ChunkedDecoder::kIgnoredBytesMax) return stop(Result::kMalformed);
    if (!line.whole) return stop(Result::kMore);
    const auto size = std::stoull(line.text.substr(0, digits), nullptr, 16);
    rest.remove_prefix(line.text.size() + 2);
    if (size == 0) break;
    if (size > body_bytes_max - out.body.size()) return stop(Result::kTooLarge);
    out.body += rest.substr(0, size);
    if (rest.size() < size) return stop(Result::kMore);
    rest.remove_prefix(size);
    const std::string_view end = rest.substr(0, 2);
    if (end != std::string_view("\r\n").substr(0, end.size())) return stop(Result::kMalformed);
    if (end.size() < 2) return stop(Result::kMore);
    rest.remove_prefix(2);
  }
  for (;;) {
    const Line line = LineAt(rest);
    if (line.ended && line.text.empty()) {
      if (!line.whole) return stop(Result::kMore);
      break;
    }
    if (!IsTrailerLine(line)) return stop(Result::kMalformed);
    ignored += line.text.size();
    if (ignored > http::ChunkedDecoder::kIgnoredBytesMax) return stop(Result::kMalformed);
    if (!line.whole) return stop(Result::kMore);
    rest.remove_prefix(line.text.size() + 2);
  }
  out.consumed = text.size() - rest.size() + 2;
  return stop(Result::kDone);
}

}  // namespace onsale::fuzz
