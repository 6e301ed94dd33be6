#include "onsale/http/chunked_decoder.h"

#include <algorithm>

#include "onsale/http/http_grammar.h"

namespace onsale::http {
namespace {

constexpr int kSizeDigitsMax = 16;

int HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool IsBlank(char c) { return c == ' ' || c == '\t'; }

}  // namespace

ChunkedDecoder::Result ChunkedDecoder::Decode(std::string_view& input, std::string& body) {
  Result result = Result::kMore;
  while (result == Result::kMore && !input.empty()) {
    if (state_ == State::kData) {
      result = TakeData(input, body);
    } else {
      result = Step(input.front(), body);
      input.remove_prefix(1);
    }
  }
  return result;
}

ChunkedDecoder::Result ChunkedDecoder::TakeData(std::string_view& input, std::string& body) {
  const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(chunk_bytes_, input.size()));
  body.append(input.substr(0, count));
  input.remove_prefix(count);
  chunk_bytes_ -= count;
  return chunk_bytes_ == 0 ? Move(State::kDataCr) : Result::kMore;
}

ChunkedDecoder::Result ChunkedDecoder::Step(char c, const std::string& body) {
  switch (state_) {
    case State::kSizeStart:
    case State::kSize:
      return StepSize(c);
    case State::kExtensionStart:
      if (c == ';') return Ignore(c, State::kExtension);
      return IsBlank(c) ? Ignore(c, State::kExtensionStart) : Result::kMalformed;
    case State::kExtension:
      if (c == '\r') return Move(State::kSizeEnd);
      return Ignore(c, c == '"' ? State::kQuoted : State::kExtension);
    case State::kQuoted:
      if (c == '"') return Ignore(c, State::kExtension);
      return Ignore(c, c == '\\' ? State::kQuotedPair : State::kQuoted);
    case State::kQuotedPair:
      return Ignore(c, State::kQuoted);
    case State::kSizeEnd:
      return c == '\n' ? StepSizeEnd(body) : Result::kMalformed;
    case State::kDataCr:
      return Expect(c, '\r', State::kDataEnd);
    case State::kDataEnd:
      return Expect(c, '\n', State::kSizeStart);
    case State::kEnd:
      return c == '\n' ? Result::kDone : Result::kMalformed;
    default:
      return StepTrailer(c);
  }
}

ChunkedDecoder::Result ChunkedDecoder::StepSize(char c) {
  if (state_ == State::kSizeStart) {
    chunk_bytes_ = 0;
    size_digits_ = 0;
  }
  if (const int value = HexValue(c); value >= 0) {
    if (++size_digits_ > kSizeDigitsMax) return Result::kMalformed;
    chunk_bytes_ = chunk_bytes_ * 16 + static_cast<std::uint64_t>(value);
    return Move(State::kSize);
  }
  if (state_ == State::kSizeStart) return Result::kMalformed;
  if (c == '\r') return Move(State::kSizeEnd);
  if (c == ';') return Ignore(c, State::kExtension);
  return IsBlank(c) ? Ignore(c, State::kExtensionStart) : Result::kMalformed;
}

ChunkedDecoder::Result ChunkedDecoder::StepSizeEnd(const std::string& body) {
  if (chunk_bytes_ == 0) return Move(State::kTrailerStart);
  if (chunk_bytes_ > body_bytes_max_ - body.size()) return Result::kTooLarge;
  return Move(State::kData);
}

ChunkedDecoder::Result ChunkedDecoder::StepTrailer(char c) {
  switch (state_) {
    case State::kTrailerStart:
      if (c == '\r') return Move(State::kEnd);
      return IsTokenCharacter(c) ? Ignore(c, State::kTrailerName) : Result::kMalformed;
    case State::kTrailerName:
      if (c == ':') return Ignore(c, State::kTrailerValue);
      return IsTokenCharacter(c) ? Ignore(c, State::kTrailerName) : Result::kMalformed;
    case State::kTrailerValue:
      return c == '\r' ? Move(State::kTrailerEnd) : Ignore(c, State::kTrailerValue);
    default:
      return Expect(c, '\n', State::kTrailerStart);
  }
}

ChunkedDecoder::Result ChunkedDecoder::Move(State next) {
  state_ = next;
  return Result::kMore;
}

ChunkedDecoder::Result ChunkedDecoder::Expect(char c, char wanted, State next) {
  return c == wanted ? Move(next) : Result::kMalformed;
}

ChunkedDecoder::Result ChunkedDecoder::Ignore(char c, State next) {
  if (IsForbiddenInValue(c) || ++ignored_bytes_ > kIgnoredBytesMax) return Result::kMalformed;
  return Move(next);
}

}  // namespace onsale::http
