#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <optional>
#include <string>

#include "onsale/base/http_url.h"
#include "onsale/base/status.h"
#include "onsale/http/asio_types.h"
#include "onsale/webhook/lookup.h"
#include "onsale/webhook/options.h"

namespace onsale::webhook {

// What is sent: a POST of JSON with the fields of Standard Webhooks.
struct Post {
  HttpUrl url;
  std::string id;
  std::string timestamp;
  std::string signature;
  std::string body;
};

struct Answer {
  int status = 0;             // 0: none came
  std::string error;          // why not, or why it does not count
  bool closed = false;        // why not: the connection ended
  TimeMs retry_after_ms = 0;  // what `Retry-After` says in seconds; 0: nothing
};

// TLS as it is used for all endpoints: 1.2 or later, certificates checked against the system's
// store and `ca_file`. kInvalidArgument when that cannot be read.
Result<boost::asio::ssl::context> MakeTlsContext(const std::string& ca_file);

// Sends to one server, one request at a time, over a connection that is kept while it is of use.
//
// A host's addresses are checked before one is connected to, and it is connected to the checked
// address itself: what a name server says a moment later does not matter. Redirects are not
// followed; an answer's content is read up to 64 KiB and thrown away.
//
// Belongs to the thread of the executor.
class HttpClient {
 public:
  // `tls` and `options` outlive this.
  HttpClient(const http::Executor& executor, boost::asio::ssl::context& tls,
             const WebhookOptions& options);

  // `post` stays until then. A request over a kept connection that turns out to be closed is sent
  // again over a new one.
  http::Task<Answer> Send(const Post& post);

  bool connected() const { return open_; }

  // Ends what is under way, which then says so, and the connection.
  void Close();

 private:
  using Tcp = boost::beast::basic_stream<boost::asio::ip::tcp, http::Executor>;
  using Tls = boost::asio::ssl::stream<Tcp&>;

  http::Task<Status> Connect(const HttpUrl& url);
  http::Task<Status> ConnectTcp(const HttpUrl& url);
  http::Task<Status> ConnectTls(const std::string& host);
  http::Task<Answer> Exchange(const Post& post);
  template <typename Stream>
  http::Task<Answer> ExchangeOver(Stream& stream, const Post& post);

  boost::asio::ssl::context& tls_context_;
  const WebhookOptions& options_;
  Lookup lookup_;
  Tcp tcp_;
  std::optional<Tls> tls_;  // of https
  boost::beast::flat_buffer buffer_;
  HttpUrl peer_;          // of the connection
  bool open_ = false;     // and may take another request
  bool closing_ = false;  // what is under way was cancelled
};

}  // namespace onsale::webhook
