#include "onsale/webhook/http_client.h"

#include <openssl/ssl.h>

#include <algorithm>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/none.hpp>
#include <charconv>
#include <string_view>
#include <utility>
#include <vector>

#include "onsale/base/public_address.h"

namespace onsale::webhook {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace bhttp = boost::beast::http;
using boost::system::error_code;
using http::kAwait;
using Request = bhttp::request<bhttp::string_body>;
using Parser = bhttp::response_parser<bhttp::string_body>;

constexpr std::uint32_t kHeadBytesMax = 16 * 1024;
constexpr std::uint64_t kBodyBytesMax = 64 * 1024;
constexpr int kInterimAnswersMax = 8;

std::string Sentence(const char* what, const error_code& error) {
  return std::string(what) + ": " + (error == beast::error::timeout ? "timeout" : error.message());
}

Answer Failed(const char* what, const error_code& error) {
  return {.error = Sentence(what, error), .closed = error != beast::error::timeout};
}

asio::ip::tcp::endpoint EndpointOf(const IpAddress& address, std::uint16_t port) {
  if (!address.v6) {
    asio::ip::address_v4::bytes_type octets;
    std::copy_n(address.octets.begin(), octets.size(), octets.begin());
    return {asio::ip::address_v4(octets), port};
  }
  return {asio::ip::address_v6(address.octets), port};
}

Request MakeRequest(const Post& post) {
  Request request(bhttp::verb::post, post.url.target, 11);
  request.set(bhttp::field::host, post.url.authority());
  request.set(bhttp::field::user_agent, "Onsale/" ONSALE_VERSION);
  request.set(bhttp::field::content_type, "application/json");
  request.set("webhook-id", post.id);
  request.set("webhook-timestamp", post.timestamp);
  request.set("webhook-signature", post.signature);
  request.body() = post.body;
  request.prepare_payload();
  return request;
}

// Seconds; a date is not taken.
TimeMs RetryAfterMs(std::string_view field) {
  std::uint32_t seconds = 0;
  const auto [end, error] = std::from_chars(field.data(), field.data() + field.size(), seconds);
  return error == std::errc() && end == field.data() + field.size() ? TimeMs{seconds} * 1000 : 0;
}

// Server name indication (RFC 6066); what SSL_set_tlsext_host_name() stands for.
void NameServer(SSL* tls, std::string host) {
  SSL_ctrl(tls, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, host.data());
}

Answer AnswerOf(const Parser& parser) {
  Answer answer;
  answer.status = static_cast<int>(parser.get().result_int());
  if (answer.status / 100 == 3) answer.error = "redirects are not followed";
  const auto retry_after = parser.get()[bhttp::field::retry_after];
  answer.retry_after_ms = RetryAfterMs({retry_after.data(), retry_after.size()});
  return answer;
}

}  // namespace

Result<asio::ssl::context> MakeTlsContext(const std::string& ca_file) {
  asio::ssl::context context(asio::ssl::context::tls_client);
  SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_2_VERSION);
  error_code error;
  context.set_default_verify_paths(error);  // without any nothing is trusted
  if (ca_file.empty()) return context;
  context.load_verify_file(ca_file, error);
  if (error) {
    return InvalidArgument("cannot read certificates from " + ca_file + ": " + error.message());
  }
  return context;
}

HttpClient::HttpClient(const http::Executor& executor, asio::ssl::context& tls,
                       const WebhookOptions& options)
    : tls_context_(tls), options_(options), lookup_(executor), tcp_(executor) {}

http::Task<Answer> HttpClient::Send(const Post& post) {
  closing_ = false;
  const bool same_peer =
      post.url.https == peer_.https && post.url.host == peer_.host && post.url.port == peer_.port;
  if (open_ && same_peer) {
    Answer answer = co_await Exchange(post);
    if (!answer.closed || closing_) co_return answer;
  }
  const Status connected = co_await Connect(post.url);
  if (!connected.ok()) co_return Answer{.error = connected.message()};
  co_return co_await Exchange(post);
}

void HttpClient::Close() {
  closing_ = true;
  open_ = false;
  lookup_.Cancel();
  tcp_.close();  // a read under way may still write to the buffer: it stays
}

http::Task<Status> HttpClient::Connect(const HttpUrl& url) {
  tcp_.close();
  tls_.reset();
  open_ = false;
  buffer_.clear();
  peer_ = url;
  Status status = co_await ConnectTcp(url);
  if (status.ok() && url.https) status = co_await ConnectTls(url.host);
  if (closing_) status = Unavailable("the server stops");
  open_ = status.ok();
  if (!open_) tcp_.close();
  co_return status;
}

http::Task<Status> HttpClient::ConnectTcp(const HttpUrl& url) {
  if (!url.https && !options_.allow_private) co_return Unavailable("plain http is not allowed");
  const auto deadline = std::chrono::steady_clock::now() + options_.connect_timeout;
  const auto found = co_await lookup_.Run(url.host, deadline);
  if (!found.ok()) co_return found.status();
  std::vector<asio::ip::tcp::endpoint> endpoints;
  for (const IpAddress& address : *found) {
    if (!options_.allow_private && !IsPublicAddress(address)) continue;
    endpoints.push_back(EndpointOf(address, url.port));
  }
  if (endpoints.empty()) co_return Unavailable("the host has no public address");
  if (closing_) co_return Unavailable("the server stops");
  tcp_.expires_at(deadline);
  const auto [error, endpoint] = co_await tcp_.async_connect(endpoints, kAwait);
  if (error) co_return Unavailable(Sentence("no connection", error));
  error_code ignored;
  tcp_.socket().set_option(asio::ip::tcp::no_delay(true), ignored);
  co_return Status();
}

http::Task<Status> HttpClient::ConnectTls(const std::string& host) {
  tls_.emplace(tcp_, tls_context_);
  error_code error;
  tls_->set_verify_mode(asio::ssl::verify_peer, error);
  tls_->set_verify_callback(asio::ssl::host_name_verification(host), error);
  if (!ParseIpAddress(host)) NameServer(tls_->native_handle(), host);
  const auto [failed] = co_await tls_->async_handshake(asio::ssl::stream_base::client, kAwait);
  if (!failed) co_return Status();
  const long verified = SSL_get_verify_result(tls_->native_handle());
  if (verified == X509_V_OK) co_return Unavailable(Sentence("no TLS", failed));
  co_return Unavailable("no TLS: the certificate is not trusted: " +
                        std::string(X509_verify_cert_error_string(verified)));
}

http::Task<Answer> HttpClient::Exchange(const Post& post) {
  tcp_.expires_after(options_.answer_timeout);
  Answer answer;
  if (tls_) {
    answer = co_await ExchangeOver(*tls_, post);
  } else {
    answer = co_await ExchangeOver(tcp_, post);
  }
  if (closing_) open_ = false;
  if (open_) {
    tcp_.expires_never();
  } else {
    tcp_.close();
  }
  co_return answer;
}

// Leaves `open_` true when the connection may take another request.
template <typename Stream>
http::Task<Answer> HttpClient::ExchangeOver(Stream& stream, const Post& post) {
  open_ = false;
  const Request request = MakeRequest(post);
  const auto [write_error, written] = co_await bhttp::async_write(stream, request, kAwait);
  if (write_error) co_return Failed("the request could not be sent", write_error);

  std::optional<Parser> parser;
  for (int i = 0; i == 0 || (parser->get().result_int() < 200 && i < kInterimAnswersMax); ++i) {
    parser.emplace();
    parser->header_limit(kHeadBytesMax);
    parser->body_limit(boost::none);  // its head counts, however long it is
    const auto [error, octets] =
        co_await bhttp::async_read_header(stream, buffer_, *parser, kAwait);
    if (error) co_return Failed("no answer", error);
  }
  const Answer answer = AnswerOf(*parser);
  const bool is_short = parser->content_length().value_or(0) <= kBodyBytesMax;
  if (parser->keep_alive() && !parser->need_eof() && is_short) {
    parser->body_limit(kBodyBytesMax);
    const auto [error, octets] = co_await bhttp::async_read(stream, buffer_, *parser, kAwait);
    open_ = !error && buffer_.size() == 0;
  }
  co_return answer;
}

}  // namespace onsale::webhook
