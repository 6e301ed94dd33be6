#include "onsale/http/request_parser.h"

#include <algorithm>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/rfc7230.hpp>
#include <charconv>
#include <system_error>

#include "onsale/base/text.h"
#include "onsale/http/http_grammar.h"

namespace onsale::http {
namespace {

namespace beast = boost::beast;
using beast::error_code;
using beast::http::field;
using beast::http::verb;

std::string_view ToStd(beast::string_view view) { return {view.data(), view.size()}; }

api::Method ToMethod(verb method) {
  switch (method) {
    case verb::get:
      return api::Method::kGet;
    case verb::head:
      return api::Method::kHead;
    case verb::post:
      return api::Method::kPost;
    case verb::patch:
      return api::Method::kPatch;
    case verb::delete_:
      return api::Method::kDelete;
    case verb::options:
      return api::Method::kOptions;
    default:
      return api::Method::kOther;
  }
}

// Beast's parser calls back with views into `input`; nothing is allocated. The first problem wins.
class HeadParser final : public beast::http::basic_parser<true> {
 public:
  HeadParser(std::string_view input, const ParseLimits& limits, api::Request& request,
             RequestHead& head)
      : input_(input), limits_(limits), request_(request), head_(head) {
    header_limit(ParseLimits::kHeadBytesMax);
    skip(true);  // bodies are the connection's affair
  }

  HeadResult Parse();

 private:
  void on_request_impl(verb method, beast::string_view method_text, beast::string_view target,
                       int version, error_code& error) override;
  void on_field_impl(field name, beast::string_view name_text, beast::string_view value,
                     error_code& error) override;
  void on_header_impl(error_code& error) override;
  void on_response_impl(int, beast::string_view, int, error_code&) override {}
  void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}
  std::size_t on_body_impl(beast::string_view, error_code&) override { return 0; }
  void on_chunk_header_impl(std::uint64_t, beast::string_view, error_code&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, beast::string_view, error_code&) override {
    return 0;
  }
  void on_finish_impl(error_code&) override {}

  bool TakeTarget(std::string_view target);
  bool TakeAbsoluteTarget(std::string_view after_scheme);
  bool TakeField(field name, std::string_view name_text, std::string_view value);
  bool TakeOtherField(std::string_view name, std::string_view value);
  bool TakeHost(std::string_view value);
  bool TakeContentLength(std::string_view value);
  bool TakeTransferEncoding(std::string_view value);
  bool TakeExpect(std::string_view value);
  bool TakeIdempotencyKey(std::string_view value);
  void TakeRequestId(std::string_view value);
  bool TakeSingleton(std::string_view& to, bool& seen, std::string_view value);
  void TakeList(std::string_view& to, std::size_t which, std::string_view value);
  bool IsFolded(std::string_view name, std::string_view value) const;
  bool Refuse(api::ProblemType problem);
  // No line has ended in what may be a head.
  bool InRequestLine() const {
    return input_.substr(0, ParseLimits::kHeadBytesMax).find('\n') == input_.npos;
  }
  api::ProblemType ProblemOf(error_code error) const;
  HeadResult Incomplete();
  api::ProblemType VersionProblem() const;

  std::string_view input_;
  const ParseLimits& limits_;
  api::Request& request_;
  RequestHead& head_;
  int fields_ = 0;
  bool refused_ = false;  // head_.problem says why
  bool has_host_ = false;
  bool has_authorization_ = false;
  bool has_content_type_ = false;
  bool has_content_length_ = false;
  bool has_transfer_encoding_ = false;
  bool has_request_id_ = false;
  bool has_last_event_id_ = false;
  bool has_admission_ = false;
  bool has_credential_ = false;
  bool has_web_socket_key_ = false;
  bool has_web_socket_version_ = false;
  bool close_ = false;
  bool upgrades_ = false;
};

HeadResult HeadParser::Parse() {
  error_code error;
  const std::size_t used = put(boost::asio::const_buffer(input_.data(), input_.size()), error);
  // What is wrong with a version is known only once all of it is here.
  const bool is_begun = error == beast::http::error::bad_version && !refused_ && InRequestLine();
  if (is_begun || error == beast::http::error::need_more) return Incomplete();
  if (error && !refused_) Refuse(ProblemOf(error));
  if (!refused_ && used > ParseLimits::kHeadBytesMax) Refuse(api::ProblemType::kHeadTooLarge);
  if (refused_) return HeadResult::kRefused;
  // Upgrade counts only where Connection names it (RFC 9110 section 7.8), and not in HTTP/1.0.
  if (!upgrades_ || !head_.http11) request_.upgrade = {};
  head_.head_bytes = used;
  head_.keep_alive = keep_alive() && !close_;
  return HeadResult::kComplete;
}

// Not all of it is here: is it worth waiting for the rest?
HeadResult HeadParser::Incomplete() {
  constexpr std::size_t kRequestLineBytesMax =
      ParseLimits::kTargetBytesMax + sizeof("OPTIONS  HTTP/1.1\r");
  if (InRequestLine() && input_.size() > kRequestLineBytesMax) {
    Refuse(api::ProblemType::kUriTooLong);
  } else if (input_.size() >= ParseLimits::kHeadBytesMax) {
    Refuse(api::ProblemType::kHeadTooLarge);
  }
  return refused_ ? HeadResult::kRefused : HeadResult::kIncomplete;
}

api::ProblemType HeadParser::ProblemOf(error_code error) const {
  if (error == beast::http::error::bad_version) return VersionProblem();
  if (error == beast::http::error::header_limit) {
    return InRequestLine() ? api::ProblemType::kUriTooLong : api::ProblemType::kHeadTooLarge;
  }
  return api::ProblemType::kMalformedRequest;
}

// Beast says bad_version for anything that is not HTTP/1.0 or 1.1; only a version is a 505.
api::ProblemType HeadParser::VersionProblem() const {
  const std::string_view line = input_.substr(0, input_.find_first_of("\r\n"));
  const std::string_view version = line.substr(line.rfind(' ') + 1);
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const bool well_formed = version.size() == 8 && version.starts_with("HTTP/") &&
                           is_digit(version[5]) && version[6] == '.' && is_digit(version[7]) &&
                           !version.ends_with("1.0") && !version.ends_with("1.1");
  return well_formed ? api::ProblemType::kVersionNotSupported : api::ProblemType::kMalformedRequest;
}

bool HeadParser::Refuse(api::ProblemType problem) {
  refused_ = true;
  head_.problem = problem;
  return false;
}

void HeadParser::on_request_impl(verb method, beast::string_view, beast::string_view target,
                                 int version, error_code& error) {
  head_.http11 = version == 11;
  request_.method = ToMethod(method);
  if (target.size() > ParseLimits::kTargetBytesMax) {
    Refuse(api::ProblemType::kUriTooLong);
  } else if (method == verb::unknown || method == verb::connect) {
    Refuse(api::ProblemType::kNotImplemented);
  } else if (!TakeTarget(ToStd(target))) {
    Refuse(api::ProblemType::kMalformedRequest);
  }
  if (refused_) error = beast::http::error::bad_target;
}

// request-target = origin-form / absolute-form / asterisk-form; Beast refuses controls in it.
bool HeadParser::TakeTarget(std::string_view target) {
  const auto is_foreign = [](char c) { return static_cast<unsigned char>(c) > 0x7e || c == '#'; };
  if (std::any_of(target.begin(), target.end(), is_foreign)) return false;
  if (!target.starts_with('/')) {
    if (target == "*") {
      request_.path = target;
      return request_.method == api::Method::kOptions;
    }
    const std::size_t scheme_end = target.find("://");
    if (scheme_end == target.npos) return false;
    const std::string_view scheme = target.substr(0, scheme_end);
    if (!EqualsIgnoreCaseAscii(scheme, "http") && !EqualsIgnoreCaseAscii(scheme, "https")) {
      return false;
    }
    return TakeAbsoluteTarget(target.substr(scheme_end + 3));
  }
  const std::size_t question = target.find('?');
  request_.path = target.substr(0, question);
  if (question != target.npos) request_.query = target.substr(question + 1);
  return true;
}

bool HeadParser::TakeAbsoluteTarget(std::string_view after_scheme) {
  const std::size_t authority_end = after_scheme.find_first_of("/?");
  if (!IsHostAndPort(after_scheme.substr(0, authority_end))) return false;
  const std::string_view rest =
      authority_end == after_scheme.npos ? "" : after_scheme.substr(authority_end);
  if (rest.starts_with('/')) return TakeTarget(rest);
  // An empty path stands for `/`, in OPTIONS for `*` (RFC 9112 section 3.2.4).
  request_.path = rest.empty() && request_.method == api::Method::kOptions ? "*" : "/";
  if (!rest.empty()) request_.query = rest.substr(1);
  return true;
}

void HeadParser::on_field_impl(field name, beast::string_view name_text, beast::string_view value,
                               error_code& error) {
  if (++fields_ > ParseLimits::kFieldsMax) {
    Refuse(api::ProblemType::kHeadTooLarge);
  } else if (IsFolded(ToStd(name_text), ToStd(value)) ||
             !TakeField(name, ToStd(name_text), ToStd(value))) {
    if (!refused_) Refuse(api::ProblemType::kMalformedRequest);
  }
  if (refused_) error = beast::http::error::bad_field;
}

// Beast unfolds lines: then the value stands in a buffer of its own, or after a line feed.
bool HeadParser::IsFolded(std::string_view name, std::string_view value) const {
  const auto after_colon = static_cast<std::size_t>(name.data() + name.size() + 1 - input_.data());
  const auto value_begin = reinterpret_cast<std::uintptr_t>(value.data());
  const auto input_begin = reinterpret_cast<std::uintptr_t>(input_.data());
  if (value_begin < input_begin || value_begin > input_begin + input_.size()) return true;
  const std::size_t value_at = value_begin - input_begin;
  return input_.substr(after_colon, value_at - after_colon).find('\n') != input_.npos;
}

// False is a 400, unless Refuse() was told something else.
bool HeadParser::TakeField(field name, std::string_view name_text, std::string_view value) {
  switch (name) {
    case field::host:
      return TakeHost(value);
    case field::content_length:
      return TakeContentLength(value);
    case field::transfer_encoding:
      return TakeTransferEncoding(value);
    case field::expect:
      return TakeExpect(value);
    case field::authorization:
      return TakeSingleton(request_.authorization, has_authorization_, value);
    case field::content_type:
      return TakeSingleton(request_.content_type, has_content_type_, value);
    case field::accept:
      TakeList(request_.accept, 0, value);
      return true;
    case field::accept_encoding:
      TakeList(request_.accept_encoding, 1, value);
      return true;
    case field::accept_language:
      TakeList(request_.accept_language, 2, value);
      return true;
    case field::if_none_match:
      TakeList(request_.if_none_match, 3, value);
      return true;
    case field::upgrade:
      TakeList(request_.upgrade, 4, value);
      return true;
    case field::forwarded:
      TakeList(head_.forwarded, 6, value);
      return true;
    case field::sec_websocket_key:
      return TakeSingleton(request_.web_socket_key, has_web_socket_key_, value);
    case field::sec_websocket_version:
      return TakeSingleton(request_.web_socket_version, has_web_socket_version_, value);
    case field::connection: {
      // Beast lets keep-alive win in HTTP/1.0; close wins (RFC 9112 section 9.3).
      beast::http::token_list options{{value.data(), value.size()}};
      if (options.exists("close")) close_ = true;
      if (options.exists("upgrade")) upgrades_ = true;
      return true;
    }
    default:
      return TakeOtherField(name_text, value);
  }
}

// Fields that Beast has no name for.
bool HeadParser::TakeOtherField(std::string_view name, std::string_view value) {
  if (EqualsIgnoreCaseAscii(name, "idempotency-key")) return TakeIdempotencyKey(value);
  if (EqualsIgnoreCaseAscii(name, "last-event-id")) {
    return TakeSingleton(request_.last_event_id, has_last_event_id_, value);
  }
  if (EqualsIgnoreCaseAscii(name, "onsale-admission")) {
    return TakeSingleton(request_.admission, has_admission_, value);
  }
  if (EqualsIgnoreCaseAscii(name, "onsale-credential")) {
    return TakeSingleton(request_.credential, has_credential_, value);
  }
  if (EqualsIgnoreCaseAscii(name, "x-forwarded-for")) TakeList(head_.x_forwarded_for, 5, value);
  if (EqualsIgnoreCaseAscii(name, "x-request-id")) TakeRequestId(value);
  return true;
}

bool HeadParser::TakeHost(std::string_view value) {
  if (has_host_) return false;
  has_host_ = true;
  return IsHostAndPort(value);
}

// Beast has checked the number and its range, but takes lists and repetitions.
bool HeadParser::TakeContentLength(std::string_view value) {
  const char* end = value.data() + value.size();
  const bool plain = !value.empty() && value.front() >= '0' && value.front() <= '9';
  const auto [last, error] = std::from_chars(value.data(), end, head_.body_bytes);
  if (has_content_length_ || !plain || error != std::errc() || last != end) return false;
  has_content_length_ = true;
  return true;
}

bool HeadParser::TakeTransferEncoding(std::string_view value) {
  if (has_transfer_encoding_ || !head_.http11) return false;
  has_transfer_encoding_ = true;
  if (!EqualsIgnoreCaseAscii(value, "chunked")) return Refuse(TransferEncodingProblem(value));
  head_.chunked = true;
  return true;
}

bool HeadParser::TakeExpect(std::string_view value) {
  if (!head_.http11) return true;  // to be ignored (RFC 9110 section 10.1.1)
  if (!EqualsIgnoreCaseAscii(value, "100-continue")) {
    return Refuse(api::ProblemType::kExpectationFailed);
  }
  head_.expects_continue = true;
  return true;
}

bool HeadParser::TakeIdempotencyKey(std::string_view value) {
  return TakeSingleton(request_.idempotency_key, request_.has_idempotency_key, value);
}

// Only an aid to find a request in logs: what is not sane is not worth a refusal.
void HeadParser::TakeRequestId(std::string_view value) {
  request_.request_id = !has_request_id_ && IsSaneRequestId(value) ? value : std::string_view();
  has_request_id_ = true;
}

bool HeadParser::TakeSingleton(std::string_view& to, bool& seen, std::string_view value) {
  if (seen) return false;
  seen = true;
  to = value;
  return true;
}

void HeadParser::TakeList(std::string_view& to, std::size_t which, std::string_view value) {
  if (to.empty()) {
    to = value;
    return;
  }
  if (!head_.joined) head_.joined = std::make_unique<RequestHead::JoinedLists>();
  std::string& joined = (*head_.joined)[which];
  if (joined.empty()) joined = to;
  joined += ", ";
  joined += value;
  to = joined;
}

void HeadParser::on_header_impl(error_code& error) {
  if (head_.http11 && !has_host_) {
    Refuse(api::ProblemType::kMalformedRequest);
  } else if (has_transfer_encoding_ && has_content_length_) {
    Refuse(api::ProblemType::kMalformedRequest);
  } else if (head_.body_bytes > limits_.body_bytes_max) {
    Refuse(api::ProblemType::kContentTooLarge);
  }
  if (refused_) error = beast::http::error::bad_field;
}

// Empty lines before a request line are forgiven, a few (RFC 9112 section 2.2).
std::size_t LeadingEmptyLines(std::string_view input) {
  constexpr std::size_t kForgivenBytesMax = 4;
  std::size_t skipped = 0;
  while (skipped < kForgivenBytesMax && input.substr(skipped, 2) == "\r\n") skipped += 2;
  return skipped;
}

}  // namespace

HeadResult ParseHead(std::string_view input, const ParseLimits& limits, api::Request& request,
                     RequestHead& head) {
  request = {};
  head = {};
  const std::size_t skipped = LeadingEmptyLines(input);
  const std::string_view line = input.substr(skipped);
  if (line.empty() || line == "\r") return HeadResult::kIncomplete;
  const HeadResult result = HeadParser(line, limits, request, head).Parse();
  head.head_bytes += skipped;
  return result;
}

}  // namespace onsale::http
