#include "onsale/http/web_socket.h"

#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <numeric>
#include <utility>

#include "onsale/base/clock.h"
#include "onsale/base/time_format.h"
#include "onsale/http/event_stream.h"
#include "onsale/http/loop.h"

namespace onsale::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;

using beast::error_code;
using beast::http::field;

constexpr std::chrono::seconds kHandshakeTimeout{5};

asio::ip::tcp ProtocolOf(int socket) {
  int domain = AF_INET;
  socklen_t size = sizeof(domain);
  getsockopt(socket, SOL_SOCKET, SO_DOMAIN, &domain, &size);
  return domain == AF_INET6 ? asio::ip::tcp::v6() : asio::ip::tcp::v4();
}

// What Beast wants to see; the request itself was checked before.
beast::http::request<beast::http::empty_body> RequestOf(const WebSocketUpgrade& upgrade) {
  beast::http::request<beast::http::empty_body> request(beast::http::verb::get, "/", 11);
  request.set(field::host, "onsale");
  request.set(field::connection, "Upgrade");
  request.set(field::upgrade, "websocket");
  request.set(field::sec_websocket_version, "13");
  request.set(field::sec_websocket_key, upgrade.key);
  return request;
}

std::size_t TextBytes(const live::Piece& piece) {
  return std::accumulate(
      piece.texts.begin(), piece.texts.end(), std::size_t{0},
      [](std::size_t sum, const std::string& text) { return sum + text.size(); });
}

}  // namespace

WebSocket::WebSocket(Loop& loop, asio::io_context& io, int socket, WebSocketUpgrade upgrade)
    : loop_(loop), upgrade_(std::move(upgrade)), stream_(io) {
  error_code error;
  beast::get_lowest_layer(stream_).assign(ProtocolOf(socket), socket, error);
  if (error) {
    close(socket);  // the system is out of memory: Accept() fails
    return;
  }
  setsockopt(socket, SOL_SOCKET, SO_SNDBUF, &EventStream::kSocketBufferBytes,
             sizeof(EventStream::kSocketBufferBytes));
  websocket::stream_base::timeout timeout;
  timeout.handshake_timeout = kHandshakeTimeout;
  // Beast pings after half of it.
  timeout.idle_timeout = 2 * loop.options().keep_alive_interval;
  timeout.keep_alive_pings = true;
  stream_.set_option(timeout);
  stream_.auto_fragment(false);
  stream_.text(true);
}

Task<void> WebSocket::Run() {
  const bool accepted = co_await Accept();
  if (accepted) {
    loop_.fan_out().Join(*this, upgrade_.watch);
    co_await Read();
    loop_.fan_out().Leave(*this);
  }
  if (!closing_) Cut();
  co_await AwaitOperations();
  Cut();
}

Task<bool> WebSocket::Accept() {
  stream_.set_option(websocket::stream_base::decorator(
      [id = upgrade_.request_id](websocket::response_type& response) {
        response.set(field::server, "onsale");  // else Beast names itself
        response.set(field::date, FormatHttpDate(SystemClock().Now()));
        response.set(field::cache_control, "no-store");
        response.set("X-Request-Id", id);
      }));
  const auto request = RequestOf(upgrade_);
  const auto [error] = co_await stream_.async_accept(request, kAwait);
  accepted_ = !error;
  if (accepted_ && loop_.draining()) Close(CloseCode::going_away);
  co_return accepted_;
}

// Until the connection ends or the client sends a message, where none is expected. Meanwhile Beast
// answers pings and sends its own.
Task<void> WebSocket::Read() {
  std::array<char, 1> octet;
  const auto [error, count] = co_await stream_.async_read_some(asio::buffer(octet), kAwait);
  if (!error) Close(CloseCode::unknown_data);
}

Task<void> WebSocket::AwaitOperations() {
  Timer done(stream_.get_executor(), Timer::time_point::max());
  operations_done_ = &done;
  while (operations_ > 0) (void)co_await done.async_wait(kAwait);
}

void WebSocket::EndOperation() {
  --operations_;
  if (operations_done_ != nullptr) operations_done_->cancel();
}

void WebSocket::OnPiece(const live::PiecePtr& piece) {
  if (closing_) return;
  if (backlog_bytes_ > EventStream::kBacklogBytesMax) {
    Cut();
    return;
  }
  backlog_bytes_ += TextBytes(*piece);
  backlog_.push_back(piece);
  if (backlog_.size() == 1) WriteNext();
}

void WebSocket::WriteNext() {
  ++operations_;
  const live::PiecePtr& piece = backlog_.front();
  stream_.async_write(asio::buffer(piece->texts[next_text_]),
                      [this](error_code error, std::size_t) { OnWritten(error); });
}

void WebSocket::OnWritten(error_code error) {
  if (!error) {
    const live::PiecePtr piece = backlog_.front();
    backlog_bytes_ -= piece->texts[next_text_].size();
    if (++next_text_ == piece->texts.size()) {
      next_text_ = 0;
      backlog_.pop_front();
      if (piece->last) Close(CloseCode::normal);
    }
    if (!backlog_.empty() && !closing_) WriteNext();
  }
  EndOperation();
}

void WebSocket::OnDrain() {
  if (accepted_) Close(CloseCode::going_away);
}

// Ends once the client has said good-bye, too, or the time for that is over; whatever else it says
// until then Beast passes over.
void WebSocket::Close(CloseCode code) {
  if (std::exchange(closing_, true)) return;
  ++operations_;
  stream_.async_close(code, [this](error_code) { EndOperation(); });
}

void WebSocket::Cut() {
  error_code ignored;
  beast::get_lowest_layer(stream_).close(ignored);
}

}  // namespace onsale::http
