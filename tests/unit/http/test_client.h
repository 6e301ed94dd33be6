#pragma once

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace onsale::http {

// A client that sends octets as it is told and reads answers. Waits 20 s at most, then fails.
class TestClient {
 public:
  explicit TestClient(std::uint16_t port, int receive_buffer_bytes = 0)
      : socket_(socket(AF_INET, SOCK_STREAM, 0)) {
    const timeval timeout = {.tv_sec = 20, .tv_usec = 0};
    setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof(timeout));
    if (receive_buffer_bytes > 0) {
      setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer_bytes,
                 sizeof(receive_buffer_bytes));
    }
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof(address)), 0);
  }
  ~TestClient() {
    if (socket_ >= 0) close(socket_);
  }
  TestClient(const TestClient&) = delete;
  TestClient& operator=(const TestClient&) = delete;

  void Send(std::string_view text) {
    while (!text.empty()) {
      const ssize_t count = send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
      if (count <= 0) return;
      text.remove_prefix(static_cast<std::size_t>(count));
    }
  }

  // Cuts the connection without a word.
  void Reset() {
    const linger at_once = {.l_onoff = 1, .l_linger = 0};
    setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
    close(std::exchange(socket_, -1));
  }

  void EndSending() { shutdown(socket_, SHUT_WR); }

  // Reads until `octets` are here, or the connection ends.
  bool ReadAtLeast(std::size_t octets) {
    std::array<char, 65536> piece;
    while (read_.size() < octets) {
      const ssize_t count = recv(socket_, piece.data(), piece.size(), 0);
      if (count <= 0) return false;
      read_.append(piece.data(), static_cast<std::size_t>(count));
    }
    return true;
  }

  // One answer with its Content-Length, or the head alone when `head_only`.
  std::string ReadAnswer(bool head_only = false) {
    std::size_t head_end = read_.npos;
    while ((head_end = read_.find("\r\n\r\n")) == read_.npos) {
      if (!ReadAtLeast(read_.size() + 1)) return std::exchange(read_, {});
    }
    std::size_t size = head_end + 4;
    const std::size_t length_at = read_.find("Content-Length: ");
    if (!head_only && length_at < head_end) size += std::stoul(read_.substr(length_at + 16));
    ReadAtLeast(size);
    std::string answer = read_.substr(0, size);
    read_.erase(0, size);
    return answer;
  }

  // The status line's number and the body: `200 x`.
  std::string ReadStatusAndBody() {
    const std::string answer = ReadAnswer();
    if (answer.empty()) return "closed";
    return answer.substr(9, 3) + " " + answer.substr(answer.find("\r\n\r\n") + 4);
  }

  // What was read and not taken yet.
  std::string TakeRead() { return std::exchange(read_, {}); }

  // Whether the server has said that nothing more will come, and has not cut the connection.
  bool Ended() {
    char octet = 0;
    return recv(socket_, &octet, 1, 0) == 0;
  }

  // All that comes until the server closes.
  std::string ReadToEnd() {
    while (ReadAtLeast(read_.size() + 1)) {
    }
    return std::exchange(read_, {});
  }

 private:
  int socket_;
  std::string read_;
};

}  // namespace onsale::http
