#pragma once

#include <openssl/ssl.h>

#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "support/http_client.h"

namespace onsale::test {

// A message as a receiver of webhooks got it.
struct ReceivedWebhook {
  std::string head_line;  // `POST /hook HTTP/1.1`
  HttpFields fields;
  std::string body;
  int connection = 0;  // 0, 1, 2, …

  std::string Field(std::string_view name) const;
  nlohmann::json Json() const { return nlohmann::json::parse(body); }
};

// How a receiver reacts to a message.
struct Reaction {
  enum class Manner { kAnswer, kHang, kClose, kDribble };  // kDribble: one octet now and then
  int status = 204;
  std::string fields = {};  // lines, each with CRLF
  std::string body = {};
  Manner manner = Manner::kAnswer;
};

// A certificate and its key, made anew, for a host or an address (`DNS:localhost`, `IP:127.0.0.1`).
struct TlsIdentity {
  std::filesystem::path certificate, key;
};
TlsIdentity MakeTlsIdentity(const std::filesystem::path& folder, const std::string& subject);

// A server on 127.0.0.1 that takes webhooks and reacts as it is told. Thread-safe.
class WebhookReceiver {
 public:
  using Behaviour = std::function<Reaction(const ReceivedWebhook&)>;

  // Port 0 takes a free one. `identity`: TLS, where not null.
  explicit WebhookReceiver(Behaviour behaviour = Takes(), std::uint16_t port = 0,
                           const TlsIdentity* identity = nullptr);
  ~WebhookReceiver();
  WebhookReceiver(const WebhookReceiver&) = delete;
  WebhookReceiver& operator=(const WebhookReceiver&) = delete;

  // Takes every message; answers each with the same.
  static Behaviour Takes() { return Answers({}); }
  static Behaviour Answers(Reaction reaction) {
    return [reaction](const ReceivedWebhook&) { return reaction; };
  }

  // From now on.
  void Behave(Behaviour behaviour);

  std::uint16_t port() const { return port_; }
  std::string url(const std::string& host = "127.0.0.1") const;

  // Everything that came, in order.
  std::vector<ReceivedWebhook> received() const;
  // Waits until so many came.
  [[nodiscard]] bool Await(std::size_t count) const;
  int connections() const;

 private:
  class Connection;

  void Accept();
  Reaction React(ReceivedWebhook message);

  std::uint16_t port_ = 0;
  int listener_ = -1;
  int stop_fd_ = -1;  // readable once this ends
  std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> tls_{nullptr, &SSL_CTX_free};

  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  Behaviour behaviour_;                    // by mutex_
  std::vector<ReceivedWebhook> received_;  // by mutex_
  int connections_ = 0;                    // by mutex_

  std::list<std::thread> threads_;  // of connections; the acceptor's own until the end
  std::thread acceptor_;
};

}  // namespace onsale::test
