#pragma once

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <cstddef>
#include <deque>
#include <string>

#include "onsale/api/watch.h"
#include "onsale/http/asio_types.h"
#include "onsale/http/fan_out.h"

namespace onsale::http {

class Loop;

// A request that becomes a WebSocket, found to be in order already (api::WatchEvent).
struct WebSocketUpgrade {
  std::string key;         // Sec-WebSocket-Key
  std::string request_id;  // for the answer
  api::WatchRequest watch;
};

// A client that watches an event over WebSocket (RFC 6455, over Beast): gets each message of the
// event's pieces as a text, has nothing to say itself, and is pinged when it is silent. It lives on
// its loop's thread, and its loop owns it.
//
// Close codes: 1000 the event is gone, 1001 the server stops, 1003 the client sent a message, and
// what Beast says of a client that breaks the protocol. One that is too slow is cut off.
class WebSocket final : private Watcher {
 public:
  // Takes the socket over.
  WebSocket(Loop& loop, boost::asio::io_context& io, int socket, WebSocketUpgrade upgrade);

  // Until it is closed. To be run once.
  Task<void> Run();

  // The server stops: says good-bye.
  void OnDrain();

 private:
  using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, Executor>;
  using CloseCode = boost::beast::websocket::close_code;

  Task<bool> Accept();
  Task<void> Read();
  Task<void> AwaitOperations();
  void OnPiece(const live::PiecePtr& piece) override;
  void WriteNext();
  void OnWritten(boost::beast::error_code error);
  void Close(CloseCode code);
  void Cut();
  void EndOperation();

  Loop& loop_;
  WebSocketUpgrade upgrade_;
  boost::beast::websocket::stream<Socket, /*deflateSupported=*/false> stream_;

  // What is being written: message `next_text_` of the front.
  std::deque<live::PiecePtr> backlog_;
  std::size_t backlog_bytes_ = 0;
  std::size_t next_text_ = 0;

  // Operations that go on beside Run(): a write, and closing.
  unsigned operations_ = 0;
  Timer* operations_done_ = nullptr;
  bool accepted_ = false;
  bool closing_ = false;
};

}  // namespace onsale::http
