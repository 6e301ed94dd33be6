// What a connection reads: http::ParseHead and http::BodyReader, request after request. However the
// input comes in pieces, the same requests are found in it, and each ends where the letter of RFC
// 9112 says that it does: what is taken has nothing in it that another reader could take for a
// second request.

#include "fuzz/fuzz.h"
#include "fuzz/support/chunked_reference.h"
#include "fuzz/support/connection_reader.h"
#include "fuzz/support/head_reference.h"
#include "onsale/base/text.h"
#include "onsale/http/http_grammar.h"

namespace onsale::fuzz {
namespace {

constexpr http::ParseLimits kLimits = {.body_bytes_max = 2048};

// The framing that its fields say, by RFC 9112 section 6.3 without any of its leniencies.
void CheckFraming(const PlainHead& head, const ReadRequest& request, std::string_view framed) {
  const auto codings = head.ValuesOf("transfer-encoding");
  const auto lengths = head.ValuesOf("content-length");
  Require(codings.size() + lengths.size() <= 1, "one framing at most");
  if (!codings.empty()) {
    Require(EqualsIgnoreCaseAscii(codings[0], "chunked"), "no other coding");
    Require(head.version == "HTTP/1.1", "no coding in HTTP/1.0");
    const Dechunked body = DechunkSlowly(framed, kLimits.body_bytes_max);
    Require(body.result == http::ChunkedDecoder::Result::kDone, "a chunked body is whole");
    Require(body.consumed == framed.size(), "a chunked body ends where it was said to");
    Require(body.body == request.body, "a chunked body is the one that was read");
    return;
  }
  if (lengths.empty()) return Require(framed.empty(), "no body without a framing");
  Require(lengths[0].find_first_not_of("0123456789") == lengths[0].npos, "a length is digits");
  Require(std::stoull(lengths[0]) == framed.size(), "a body is as long as it was said to be");
  Require(framed == request.body, "a body is what was sent");
}

void CheckRequest(std::string_view input, const ReadRequest& request) {
  const PlainHead head = ReadHeadSlowly(input.substr(request.begin, request.head_bytes));
  CheckFraming(head, request,
               input.substr(request.begin + request.head_bytes, request.framed_bytes));
  const auto hosts = head.ValuesOf("host");
  Require(hosts.size() == 1 || (hosts.empty() && head.version == "HTTP/1.0"), "one Host");
  if (!hosts.empty()) Require(http::IsHostAndPort(hosts[0]), "Host is a host");
  for (const auto& option : head.ValuesOf("connection")) {
    if (EqualsIgnoreCaseAscii(option, "close")) Require(!request.keep_alive, "close closes");
  }

  // Written in the usual way it says the same.
  const std::string text = head.Text();
  if (text.size() > http::ParseLimits::kHeadBytesMax) return;
  api::Request parsed;
  http::RequestHead parsed_head;
  Require(ParseHead(text, kLimits, parsed, parsed_head) == http::HeadResult::kComplete,
          "what is taken is taken once more");
  Require(parsed_head.head_bytes == text.size(), "a head ends at its empty line");
  Require(MeaningOf(parsed, parsed_head) == request.meaning, "and says the same");
}

void RequireSame(const ReadConnection& whole, const ReadConnection& in_pieces, bool same_problem) {
  Require(whole.end == in_pieces.end, "the same end in pieces");
  Require(whole.requests.size() == in_pieces.requests.size(), "as many requests in pieces");
  for (std::size_t i = 0; i < whole.requests.size(); ++i) {
    const ReadRequest& a = whole.requests[i];
    const ReadRequest& b = in_pieces.requests[i];
    Require(a.meaning == b.meaning && a.body == b.body, "the same requests in pieces");
    Require(a.begin == b.begin && a.head_bytes == b.head_bytes && a.framed_bytes == b.framed_bytes,
            "the same framing in pieces");
  }
  if (same_problem) Require(whole.problem == in_pieces.problem, "the same problem in pieces");
}

}  // namespace
}  // namespace onsale::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace onsale::fuzz;
  const std::string_view input = Input(data, size).rest();
  const ReadConnection whole = ReadAll(input, {}, kLimits);
  // What is too long may be so before what is wrong in it has come.
  const bool same_problem = size < onsale::http::ParseLimits::kTargetBytesMax;
  RequireSame(whole, ReadAll(input, CutsOf(input), kLimits), same_problem);
  for (const ReadRequest& request : whole.requests) CheckRequest(input, request);
  return 0;
}
