#pragma once

#include <chrono>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "support/process.h"

namespace onsale::test {

// The connection ended, nothing came in time, or what came is not HTTP. In a test's own thread it
// fails the test.
struct HttpError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

using HttpFields = std::vector<std::pair<std::string, std::string>>;

struct HttpRequest {
  std::string method = "GET";
  std::string target = "/";
  std::string body = {};   // sent with a Content-Length when there is any
  HttpFields fields = {};  // besides Host and Content-Length
};

// The octets of a request in HTTP/1.1.
std::string Serialize(const HttpRequest& request);

struct HttpResponse {
  std::string version;  // `HTTP/1.1`
  int status = 0;
  HttpFields fields;
  std::string body;  // de-chunked

  // The value of the first field of that name, without regard to case; empty when there is none.
  std::string Field(std::string_view name) const;
  bool HasField(std::string_view name) const;

  // The body; a discarded value when it is not JSON.
  nlohmann::json Json() const;
};

// One TCP connection to 127.0.0.1, blocking, that sends octets as it is told. Each read has a
// deadline, so that a server that hangs is a failure and not a test that hangs. Not thread-safe.
class HttpClient {
 public:
  explicit HttpClient(std::uint16_t port, std::chrono::milliseconds patience = kPatience);
  ~HttpClient();
  HttpClient(HttpClient&& other) noexcept;
  HttpClient& operator=(HttpClient&&) = delete;

  // All of it, or as much as the server took before it closed.
  void Send(std::string_view octets);
  // Says that nothing more will come (a FIN).
  void FinishSending();

  // The next final response; nothing when the server closed the connection before its first octet.
  // `to_head`: the request was HEAD, so that no body follows.
  std::optional<HttpResponse> TryRead(bool to_head = false);
  // The same, where there has to be one.
  HttpResponse Read(bool to_head = false);
  // The next response, whether final or not.
  HttpResponse ReadAny(bool to_head = false);
  // For what is no answer: the octets before the next `end`, which is left out; so many octets.
  std::string ReadLine(std::string_view end = "\r\n");
  std::string ReadOctets(std::size_t count);
  // Everything until the server closes.
  std::string ReadToEnd();
  // Whether something has come, without waiting.
  bool HasInput() const;
  // Whether the server has closed, and sent nothing before; waits for it.
  bool AwaitClose();

  HttpResponse Do(const HttpRequest& request);

 private:
  bool Fill();
  std::string TakeChunked();
  void ReadFields(HttpResponse& response);

  int socket_ = -1;
  std::chrono::milliseconds patience_;
  std::string input_;
};

}  // namespace onsale::test
