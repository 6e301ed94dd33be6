#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace onsale::http {

// Takes a chunked body (RFC 9112 section 7.1) apart, however its bytes are cut:
//
//   chunked-body = *chunk last-chunk trailer-section CRLF
//   chunk        = chunk-size [ chunk-ext ] CRLF chunk-data CRLF
//
// Stricter than Beast's parser, which takes a megabyte of extensions and bare line feeds in them:
// sizes have at most 16 digits, every line ends in CRLF, and outside of quoted strings; extensions
// and trailers, which are dropped, together have at most kIgnoredBytesMax octets. Not thread-safe.
class ChunkedDecoder {
 public:
  enum class Result : std::uint8_t { kMore, kDone, kMalformed, kTooLarge };

  static constexpr std::size_t kIgnoredBytesMax = 4096;

  explicit ChunkedDecoder(std::size_t body_bytes_max) : body_bytes_max_(body_bytes_max) {}

  // Removes what it understood from the front of `input` and appends content to `body`. After any
  // result but kMore the decoder is used up; after kDone `input` begins with the next request.
  Result Decode(std::string_view& input, std::string& body);

 private:
  enum class State : std::uint8_t {
    kSizeStart,
    kSize,
    kExtensionStart,  // white space after the size: only ';' may follow
    kExtension,
    kQuoted,      // a string in it, in which no line ends
    kQuotedPair,  // its backslash was seen
    kSizeEnd,     // a CR was seen
    kData,
    kDataCr,
    kDataEnd,
    kTrailerStart,
    kTrailerName,
    kTrailerValue,
    kTrailerEnd,
    kEnd,
  };

  Result TakeData(std::string_view& input, std::string& body);
  Result Step(char c, const std::string& body);
  Result StepSize(char c);
  Result StepSizeEnd(const std::string& body);
  Result StepTrailer(char c);
  Result Move(State next);
  Result Expect(char c, char wanted, State next);
  Result Ignore(char c, State next);

  std::size_t body_bytes_max_;
  std::uint64_t chunk_bytes_ = 0;  // of this chunk: its size, then what is left of it
  std::size_t ignored_bytes_ = 0;
  int size_digits_ = 0;
  State state_ = State::kSizeStart;
};

}  // namespace onsale::http
