#include "crowd/steady.h"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

#include "crowd/answer.h"

namespace onsale::crowd {
namespace {

constexpr std::chrono::milliseconds kPause{2};
constexpr int kPatienceMs = 20'000;

std::string Request(const std::string& method, const std::string& target) {
  return method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
}

bool Await(int socket, short events) {
  pollfd waited = {.fd = socket, .events = events, .revents = 0};
  return poll(&waited, 1, kPatienceMs) == 1;
}

}  // namespace

Steady::Steady(std::uint16_t port, std::string event) : port_(port), event_(std::move(event)) {
  if (Ask(ReserveRequest(event_, "steady", "steady", "\"quantity\":1")) != 201) {
    throw std::runtime_error("there is no hold to be had: " + body_);
  }
  const std::string id = nlohmann::json::parse(body_).at("id");
  requests_ = {Request("GET", "/api/v1/time"), Request("GET", "/api/v1/events/" + event_),
               Request("POST", "/api/v1/reservations/" + id + "/confirm")};
  thread_ = std::thread([this] { Run(); });
}

Steady::~Steady() {
  stopping_ = true;
  thread_.join();
  close(socket_);
}

Steady::Seen Steady::Take() {
  const std::lock_guard lock(mutex_);
  return std::exchange(seen_, {});
}

void Steady::Run() {
  for (std::size_t i = 0; !stopping_; ++i) {
    const auto start = Clock::now();
    const int status = Ask(requests_[i % requests_.size()]);
    const auto took = Clock::now() - start;
    {
      const std::lock_guard lock(mutex_);
      seen_.took.Add(took);
      if (status != 200) ++seen_.failed;
    }
    std::this_thread::sleep_for(kPause);
  }
}

int Steady::Ask(const std::string& request) {
  if (socket_ < 0) {
    socket_ = Connect(port_, 0);
    if (!Await(socket_, POLLOUT)) return 0;
  }
  std::string input;
  std::array<char, 16384> piece;
  if (Send(socket_, request)) {
    while (Await(socket_, POLLIN)) {
      const ssize_t count = recv(socket_, piece.data(), piece.size(), 0);
      if (count <= 0) break;
      input.append(piece.data(), static_cast<std::size_t>(count));
      if (const auto answer = ReadAnswer(input)) {
        body_ = answer->body;
        return answer->status;
      }
    }
  }
  close(std::exchange(socket_, -1));
  return 0;
}

}  // namespace onsale::crowd
