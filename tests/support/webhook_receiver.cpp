#include "support/webhook_receiver.h"

#include <netinet/in.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <optional>
#include <stdexcept>
#include <utility>

#include "onsale/base/text.h"
#include "support/process.h"

namespace onsale::test {
namespace {

constexpr int kDribblePauseMs = 20;

void Check(bool ok, const char* what) {
  if (!ok) throw std::runtime_error(std::string("receiver: ") + what);
}

}  // namespace

std::string ReceivedWebhook::Field(std::string_view name) const {
  for (const auto& [field, value] : fields) {
    if (EqualsIgnoreCaseAscii(field, name)) return value;
  }
  return {};
}

TlsIdentity MakeTlsIdentity(const std::filesystem::path& folder, const std::string& subject) {
  TlsIdentity identity = {folder / "receiver.crt", folder / "receiver.key"};
  const ProcessResult made =
      RunProcess({"/usr/bin/openssl",
                  {"req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                   "-days", "2", "-subj", "/CN=receiver", "-addext", "subjectAltName=" + subject,
                   "-keyout", identity.key.string(), "-out", identity.certificate.string()},
                  {}});
  Check(made.status == 0, made.errors.c_str());
  return identity;
}

// One connection, on a thread of its own, until either side ends it.
class WebhookReceiver::Connection {
 public:
  Connection(WebhookReceiver& receiver, int socket, int number)
      : receiver_(receiver), socket_(socket), number_(number) {}

  ~Connection() {
    tls_.reset();
    close(socket_);
  }

  void Serve() {
    if (receiver_.tls_ != nullptr && !Handshake()) return;
    while (auto message = Read()) {
      const Reaction reaction = receiver_.React(*std::move(message));
      if (!Answer(reaction)) return;
    }
  }

 private:
  // False once the receiver ends.
  bool AwaitInput() {
    if (tls_ != nullptr && SSL_pending(tls_.get()) > 0) return true;
    std::array<pollfd, 2> wait = {pollfd{socket_, POLLIN, 0},
                                  pollfd{receiver_.stop_fd_, POLLIN, 0}};
    return poll(wait.data(), wait.size(), -1) > 0 && wait[1].revents == 0;
  }

  // Nothing comes within that time and the receiver does not end.
  void Pause(int ms) {
    pollfd wait = {receiver_.stop_fd_, POLLIN, 0};
    poll(&wait, 1, ms);
  }

  bool Handshake() {
    tls_.reset(SSL_new(receiver_.tls_.get()));
    SSL_set_fd(tls_.get(), socket_);
    return SSL_accept(tls_.get()) == 1;
  }

  bool Fill() {
    if (!AwaitInput()) return false;
    std::array<char, 16384> piece;
    const auto count = tls_ != nullptr
                           ? static_cast<ssize_t>(SSL_read(tls_.get(), piece.data(), piece.size()))
                           : recv(socket_, piece.data(), piece.size(), 0);
    if (count <= 0) return false;
    input_.append(piece.data(), static_cast<std::size_t>(count));
    return true;
  }

  bool Write(std::string_view octets) {
    if (tls_ != nullptr) {
      return SSL_write(tls_.get(), octets.data(), static_cast<int>(octets.size())) > 0;
    }
    return send(socket_, octets.data(), octets.size(), MSG_NOSIGNAL) ==
           static_cast<ssize_t>(octets.size());
  }

  std::optional<ReceivedWebhook> Read() {
    std::size_t end = 0;
    while ((end = input_.find("\r\n\r\n")) == input_.npos) {
      if (!Fill()) return std::nullopt;
    }
    ReceivedWebhook message;
    message.connection = number_;
    std::string_view head = std::string_view(input_).substr(0, end + 2);
    message.head_line = head.substr(0, head.find("\r\n"));
    for (head.remove_prefix(message.head_line.size() + 2); !head.empty();) {
      const std::string_view line = head.substr(0, head.find("\r\n"));
      const std::size_t colon = line.find(':');
      message.fields.emplace_back(line.substr(0, colon), Trim(line.substr(colon + 1)));
      head.remove_prefix(line.size() + 2);
    }
    const std::size_t length = std::stoul(message.Field("Content-Length"));
    while (input_.size() < end + 4 + length) {
      if (!Fill()) return std::nullopt;
    }
    message.body = input_.substr(end + 4, length);
    input_.erase(0, end + 4 + length);
    return message;
  }

  // Whether the connection goes on.
  bool Answer(const Reaction& reaction) {
    using Manner = Reaction::Manner;
    if (reaction.manner == Manner::kClose) return false;
    if (reaction.manner == Manner::kHang) {
      while (Fill()) {
      }
      return false;
    }
    std::string answer = "HTTP/1.1 " + std::to_string(reaction.status) + " x\r\n" + reaction.fields;
    if (reaction.status != 204) {
      answer += "Content-Length: " + std::to_string(reaction.body.size()) + "\r\n";
    }
    answer += "\r\n" + reaction.body;
    if (reaction.manner == Manner::kAnswer) return Write(answer);
    for (const char octet : answer) {
      if (!Write({&octet, 1})) return false;
      Pause(kDribblePauseMs);
    }
    return true;
  }

  WebhookReceiver& receiver_;
  const int socket_;
  const int number_;
  std::unique_ptr<SSL, decltype(&SSL_free)> tls_{nullptr, &SSL_free};
  std::string input_;
};

WebhookReceiver::WebhookReceiver(Behaviour behaviour, std::uint16_t port,
                                 const TlsIdentity* identity)
    : behaviour_(std::move(behaviour)) {
  if (identity != nullptr) {
    tls_.reset(SSL_CTX_new(TLS_server_method()));
    Check(SSL_CTX_use_certificate_file(tls_.get(), identity->certificate.c_str(),
                                       SSL_FILETYPE_PEM) == 1 &&
              SSL_CTX_use_PrivateKey_file(tls_.get(), identity->key.c_str(), SSL_FILETYPE_PEM) == 1,
          "no certificate");
  }
  stop_fd_ = eventfd(0, EFD_CLOEXEC);
  listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int on = 1;
  setsockopt(listener_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  Check(bind(listener_, reinterpret_cast<sockaddr*>(&address), size) == 0, "bind");
  Check(listen(listener_, SOMAXCONN) == 0, "listen");
  getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread([this] { Accept(); });
}

WebhookReceiver::~WebhookReceiver() {
  const std::uint64_t one = 1;
  (void)!write(stop_fd_, &one, sizeof(one));
  acceptor_.join();
  for (std::thread& thread : threads_) thread.join();
  close(listener_);
  close(stop_fd_);
}

void WebhookReceiver::Accept() {
  while (true) {
    std::array<pollfd, 2> wait = {pollfd{listener_, POLLIN, 0}, pollfd{stop_fd_, POLLIN, 0}};
    poll(wait.data(), wait.size(), -1);
    if (wait[1].revents != 0) return;
    const int socket = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (socket < 0) continue;
    int number = 0;
    {
      const std::lock_guard lock(mutex_);
      number = connections_++;
    }
    threads_.emplace_back([this, socket, number] { Connection(*this, socket, number).Serve(); });
  }
}

Reaction WebhookReceiver::React(ReceivedWebhook message) {
  const std::lock_guard lock(mutex_);
  const Reaction reaction = behaviour_(message);
  received_.push_back(std::move(message));
  changed_.notify_all();
  return reaction;
}

void WebhookReceiver::Behave(Behaviour behaviour) {
  const std::lock_guard lock(mutex_);
  behaviour_ = std::move(behaviour);
}

std::string WebhookReceiver::url(const std::string& host) const {
  return (tls_ != nullptr ? "https://" : "http://") + host + ":" + std::to_string(port_) + "/hook";
}

std::vector<ReceivedWebhook> WebhookReceiver::received() const {
  const std::lock_guard lock(mutex_);
  return received_;
}

bool WebhookReceiver::Await(std::size_t count) const {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, kPatience, [&] { return received_.size() >= count; });
}

int WebhookReceiver::connections() const {
  const std::lock_guard lock(mutex_);
  return connections_;
}

}  // namespace onsale::test
