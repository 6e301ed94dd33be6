// A chunked body: http::ChunkedDecoder against a slow reference and against Beast's parser, whole
// and in pieces. A line with the largest body allowed, then the body.

#include <algorithm>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <charconv>

#include "fuzz/fuzz.h"
#include "fuzz/support/chunked_reference.h"
#include "onsale/http/chunked_decoder.h"

namespace onsale::fuzz {
namespace {

namespace beast = boost::beast;
using http::ChunkedDecoder;
using Result = ChunkedDecoder::Result;

Dechunked Dechunk(std::string_view text, std::size_t body_bytes_max,
                  const std::vector<std::size_t>& cuts) {
  Dechunked out;
  ChunkedDecoder decoder(body_bytes_max);
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= cuts.size() && out.result == Result::kMore; ++i) {
    const std::size_t end = i < cuts.size() ? cuts[i] : text.size();
    std::string_view piece = text.substr(begin, end - begin);
    out.result = decoder.Decode(piece, out.body);
    Require(out.result != Result::kMore || piece.empty(), "all of a piece is understood");
    Require(out.body.size() <= body_bytes_max, "a body is no longer than allowed");
    begin = end;
    out.consumed = end - piece.size();
  }
  return out;
}

void RequireSame(const Dechunked& a, const Dechunked& b, const std::string& which) {
  Require(a.result == b.result, which + ": the same result, " +
                                    std::to_string(static_cast<int>(a.result)) + " and " +
                                    std::to_string(static_cast<int>(b.result)));
  if (a.result != Result::kDone) return;
  Require(a.body == b.body, which + ": the same body");
  Require(a.consumed == b.consumed, which + ": the same end");
}

// Beast is laxer about much, and stricter about extensions. Where it takes a body that we took, it
// has to be the same one.
void CompareWithBeast(std::string_view text, const Dechunked& ours) {
  static constexpr std::string_view kHead =
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
  beast::http::request_parser<beast::http::string_body> parser;
  parser.eager(true);
  parser.body_limit(boost::none);
  const std::string all = std::string(kHead) + std::string(text);
  beast::error_code error;
  std::size_t used = 0;
  while (!error && !parser.is_done()) {
    used += parser.put(boost::asio::buffer(std::string_view(all).substr(used)), error);
  }
  Require(error != beast::http::error::need_more, "Beast sees the end, too");
  if (error) return;
  Require(parser.get().body() == ours.body, "Beast sees the same body");
  Require(used - kHead.size() == ours.consumed, "Beast sees the same end");
}

}  // namespace
}  // namespace onsale::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace onsale::fuzz;
  Input input(data, size);
  const std::string_view digits = input.TakeLine();
  std::uint32_t body_bytes_max = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), body_bytes_max);
  const std::string_view text = input.rest();

  const Dechunked whole = Dechunk(text, body_bytes_max, {});
  RequireSame(whole, Dechunk(text, body_bytes_max, CutsOf(text)), "in pieces");
  RequireSame(whole, DechunkSlowly(text, body_bytes_max), "the reference");
  if (whole.result == Result::kDone) CompareWithBeast(text, whole);
  return 0;
}
