#include "onsale/http/response_writer.h"

#include <algorithm>
#include <charconv>

#include "onsale/base/time_format.h"

namespace onsale::http {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";

std::string_view ReasonOf(int status) {
  switch (status) {
    case 200:
      return "200 OK";
    case 201:
      return "201 Created";
    case 202:
      return "202 Accepted";
    case 204:
      return "204 No Content";
    case 304:
      return "304 Not Modified";
    case 400:
      return "400 Bad Request";
    case 401:
      return "401 Unauthorized";
    case 403:
      return "403 Forbidden";
    case 404:
      return "404 Not Found";
    case 405:
      return "405 Method Not Allowed";
    case 406:
      return "406 Not Acceptable";
    case 408:
      return "408 Request Timeout";
    case 409:
      return "409 Conflict";
    case 410:
      return "410 Gone";
    case 412:
      return "412 Precondition Failed";
    case 413:
      return "413 Content Too Large";
    case 414:
      return "414 URI Too Long";
    case 415:
      return "415 Unsupported Media Type";
    case 417:
      return "417 Expectation Failed";
    case 422:
      return "422 Unprocessable Content";
    case 426:
      return "426 Upgrade Required";
    case 429:
      return "429 Too Many Requests";
    case 431:
      return "431 Request Header Fields Too Large";
    case 500:
      return "500 Internal Server Error";
    case 501:
      return "501 Not Implemented";
    case 503:
      return "503 Service Unavailable";
    case 505:
      return "505 HTTP Version Not Supported";
    default:
      return {};
  }
}

template <int kBase>
void AppendNumber(std::string& out, std::uint64_t value) {
  std::array<char, 20> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value, kBase);
  out.append(digits.data(), end.ptr);
}

bool HasNoBody(int status) { return status == 204 || status == 304; }

}  // namespace

ResponseWriter::ResponseWriter(std::uint64_t id_seed) {
  for (char& digit : id_prefix_) {
    digit = kHexDigits[id_seed % 16];
    id_seed /= 16;
  }
  SetTime(0);
}

void ResponseWriter::SetTime(TimeMs now) {
  const std::string line = "\r\nDate: " + FormatHttpDate(now);
  std::copy_n(line.begin(), date_line_.size(), date_line_.begin());
}

void ResponseWriter::Append(Output& out, const ResponseTraits& traits,
                            const api::Response& response) {
  if (response.prepared) {
    AppendPrepared(out, traits, response.prepared, response.not_modified);
    return;
  }
  std::string& bytes = out.bytes();
  AppendStart(bytes, response.status, traits);
  AppendBodyFields(bytes, traits, response);
  bytes += "\r\n";
  if (!traits.head_only && !response.stream && !HasNoBody(response.status)) bytes += response.body;
}

void ResponseWriter::AppendPrepared(Output& out, const ResponseTraits& traits,
                                    const Output::Shared& prepared, bool not_modified) {
  std::string& bytes = out.bytes();
  AppendStart(bytes, not_modified ? 304 : prepared->status, traits);
  bytes += not_modified ? prepared->head_304 : prepared->head;
  if (traits.head_only || not_modified) return;
  if (prepared->body.size() >= kGatherBytesMin) {
    out.AppendBody(prepared);
  } else {
    bytes += prepared->body;
  }
}

void ResponseWriter::AppendStart(std::string& out, int status, const ResponseTraits& traits) {
  out += "HTTP/1.1 ";
  if (const std::string_view reason = ReasonOf(status); !reason.empty()) {
    out += reason;
  } else {
    AppendNumber<10>(out, static_cast<std::uint64_t>(status));
    out += ' ';  // the reason may be empty, the space not
  }
  out.append(date_line_.data(), date_line_.size());
  out += "\r\nX-Request-Id: ";
  AppendRequestId(out, traits.request_id);
  out += "\r\n";
  if (traits.close) {
    out += "Connection: close\r\n";
  } else if (!traits.http11) {
    out += "Connection: keep-alive\r\n";
  }
}

std::string ResponseWriter::RequestId(std::string_view given) {
  std::string id;
  AppendRequestId(id, given);
  return id;
}

void ResponseWriter::AppendRequestId(std::string& out, std::string_view given) {
  if (!given.empty()) {
    out += given;
    return;
  }
  out.append(id_prefix_.data(), id_prefix_.size());
  AppendNumber<16>(out, ++id_count_);
}

void ResponseWriter::AppendBodyFields(std::string& out, const ResponseTraits& traits,
                                      const api::Response& response) {
  if (!response.content_type.empty()) {
    out += "Content-Type: ";
    out += response.content_type;
    out += "\r\nX-Content-Type-Options: nosniff\r\n";
  }
  if (!response.cache_control.empty()) {
    out += "Cache-Control: ";
    out += response.cache_control;
    out += "\r\n";
  }
  out += response.headers;
  if (HasNoBody(response.status) || response.watch) return;
  if (!response.stream) {
    out += "Content-Length: ";
    AppendNumber<10>(out, response.body.size());
    out += "\r\n";
  } else if (traits.http11) {
    out += "Transfer-Encoding: chunked\r\n";
  }
}

void ResponseWriter::AppendPiece(Output& out, std::string_view piece) {
  if (piece.empty()) return;  // an empty chunk would be the last one
  std::string& bytes = out.bytes();
  AppendNumber<16>(bytes, piece.size());
  bytes += "\r\n";
  bytes += piece;
  bytes += "\r\n";
}

void ResponseWriter::AppendLastPiece(Output& out) { out.bytes() += "0\r\n\r\n"; }

}  // namespace onsale::http
