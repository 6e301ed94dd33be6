#include "support/http_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

#include "onsale/base/text.h"

namespace onsale::test {

std::string Serialize(const HttpRequest& request) {
  std::string octets = request.method + " " + request.target + " HTTP/1.1\r\nHost: test\r\n";
  for (const auto& [name, value] : request.fields) octets += name + ": " + value + "\r\n";
  if (!request.body.empty()) {
    octets += "Content-Length: " + std::to_string(request.body.size()) + "\r\n";
  }
  return octets + "\r\n" + request.body;
}

std::string HttpResponse::Field(std::string_view name) const {
  for (const auto& [field, value] : fields) {
    if (EqualsIgnoreCaseAscii(field, name)) return value;
  }
  return {};
}

bool HttpResponse::HasField(std::string_view name) const {
  for (const auto& [field, value] : fields) {
    if (EqualsIgnoreCaseAscii(field, name)) return true;
  }
  return false;
}

nlohmann::json HttpResponse::Json() const {
  return nlohmann::json::parse(body, nullptr, /*allow_exceptions=*/false);
}

HttpClient::HttpClient(std::uint16_t port, std::chrono::milliseconds patience)
    : socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)), patience_(patience) {
  if (socket_ < 0) {
    throw HttpError("socket: " + std::generic_category().message(errno));
  }
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof(address)) != 0) {
    const int error = errno;
    close(socket_);
    throw HttpError("connect: " + std::generic_category().message(error));
  }
  const int on = 1;
  setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
}

HttpClient::HttpClient(HttpClient&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)),
      patience_(other.patience_),
      input_(std::move(other.input_)) {}

HttpClient::~HttpClient() {
  if (socket_ >= 0) close(socket_);
}

void HttpClient::Send(std::string_view octets) {
  while (!octets.empty()) {
    pollfd wait = {.fd = socket_, .events = POLLOUT, .revents = 0};
    if (poll(&wait, 1, static_cast<int>(patience_.count())) != 1) {
      throw HttpError("the server does not read");
    }
    const ssize_t count = send(socket_, octets.data(), octets.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (count >= 0) {
      octets.remove_prefix(static_cast<std::size_t>(count));
    } else if (errno != EAGAIN && errno != EINTR) {
      return;  // its answer, or that there is none, is what a test looks at
    }
  }
}

void HttpClient::FinishSending() { shutdown(socket_, SHUT_WR); }

// Waits for more; false at the end.
bool HttpClient::Fill() {
  pollfd wait = {.fd = socket_, .events = POLLIN, .revents = 0};
  if (poll(&wait, 1, static_cast<int>(patience_.count())) != 1) {
    throw HttpError("no answer in time; so far there came: " + input_.substr(0, 1000));
  }
  std::array<char, 65536> piece;
  const ssize_t count = recv(socket_, piece.data(), piece.size(), 0);
  if (count > 0) input_.append(piece.data(), static_cast<std::size_t>(count));
  return count > 0;
}

std::string HttpClient::ReadLine(std::string_view end) {
  std::size_t at = 0;
  while ((at = input_.find(end)) == input_.npos) {
    if (!Fill()) throw HttpError("the connection ended in the middle of an answer");
  }
  std::string line = input_.substr(0, at);
  input_.erase(0, at + end.size());
  return line;
}

std::string HttpClient::ReadOctets(std::size_t count) {
  while (input_.size() < count) {
    if (!Fill()) throw HttpError("the connection ended in the middle of a body");
  }
  std::string taken = input_.substr(0, count);
  input_.erase(0, count);
  return taken;
}

std::string HttpClient::TakeChunked() {
  std::string body;
  while (true) {
    const std::size_t size = std::stoul(ReadLine(), nullptr, 16);
    body += ReadOctets(size);
    if (!ReadLine().empty()) throw HttpError("a chunk does not end in CRLF");
    if (size == 0) return body;
  }
}

void HttpClient::ReadFields(HttpResponse& response) {
  for (std::string line = ReadLine(); !line.empty(); line = ReadLine()) {
    const std::size_t colon = line.find(':');
    if (colon == line.npos) throw HttpError("no field: " + line);
    response.fields.emplace_back(line.substr(0, colon), Trim(line.substr(colon + 1)));
  }
}

HttpResponse HttpClient::ReadAny(bool to_head) {
  HttpResponse response;
  const std::string line = ReadLine();
  if (line.size() < 12 || !line.starts_with("HTTP/1.")) throw HttpError("no status line: " + line);
  response.version = line.substr(0, 8);
  response.status = std::stoi(line.substr(9, 3));
  ReadFields(response);
  if (to_head || response.status < 200 || response.status == 204 || response.status == 304) {
    return response;
  }
  if (EqualsIgnoreCaseAscii(response.Field("Transfer-Encoding"), "chunked")) {
    response.body = TakeChunked();
  } else if (response.HasField("Content-Length")) {
    response.body = ReadOctets(std::stoul(response.Field("Content-Length")));
  } else {
    response.body = ReadToEnd();
  }
  return response;
}

std::optional<HttpResponse> HttpClient::TryRead(bool to_head) {
  while (input_.empty()) {
    if (!Fill()) return std::nullopt;
  }
  HttpResponse response = ReadAny(to_head);
  while (response.status < 200) response = ReadAny(to_head);
  return response;
}

HttpResponse HttpClient::Read(bool to_head) {
  auto response = TryRead(to_head);
  if (!response) throw HttpError("the connection was closed without an answer");
  return *std::move(response);
}

std::string HttpClient::ReadToEnd() {
  while (Fill()) {
  }
  return std::exchange(input_, {});
}

bool HttpClient::HasInput() const {
  pollfd look = {.fd = socket_, .events = POLLIN, .revents = 0};
  return !input_.empty() || poll(&look, 1, 0) == 1;
}

bool HttpClient::AwaitClose() { return input_.empty() && !Fill(); }

HttpResponse HttpClient::Do(const HttpRequest& request) {
  Send(Serialize(request));
  return Read(request.method == "HEAD");
}

}  // namespace onsale::test
