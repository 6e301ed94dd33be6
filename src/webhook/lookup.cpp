#include "onsale/webhook/lookup.h"

#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <boost/asio/post.hpp>
#include <cstring>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

namespace onsale::webhook {
namespace {

using http::kAwait;

void AddAddress(const sockaddr* from, std::vector<IpAddress>& out) {
  IpAddress address;
  if (from->sa_family == AF_INET) {
    sockaddr_in v4;
    std::memcpy(&v4, from, sizeof(v4));
    std::memcpy(address.octets.data(), &v4.sin_addr, sizeof(v4.sin_addr));
  } else if (from->sa_family == AF_INET6) {
    sockaddr_in6 v6;
    std::memcpy(&v6, from, sizeof(v6));
    std::memcpy(address.octets.data(), &v6.sin6_addr, sizeof(v6.sin6_addr));
    address.v6 = true;
  } else {
    return;
  }
  out.push_back(address);
}

}  // namespace

struct Lookup::Shared {
  std::mutex mutex;
  http::Timer* waiting = nullptr;  // by mutex; null once nobody waits
  bool done = false;               // by mutex
  int error = 0;                   // of getaddrinfo(); by mutex, as are:
  std::vector<IpAddress> addresses;
};

void Lookup::Ask(const std::shared_ptr<Shared>& shared, const std::string& host) {
  addrinfo hints = {};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* list = nullptr;
  const int error = getaddrinfo(host.c_str(), nullptr, &hints, &list);
  std::vector<IpAddress> addresses;
  for (const addrinfo* item = list; item != nullptr; item = item->ai_next) {
    AddAddress(item->ai_addr, addresses);
  }
  if (list != nullptr) freeaddrinfo(list);

  const std::lock_guard lock(shared->mutex);
  shared->done = true;
  shared->error = error;
  shared->addresses = std::move(addresses);
  // Whoever waits has kept the executor's loop alive by its timer.
  if (shared->waiting == nullptr) return;
  boost::asio::post(shared->waiting->get_executor(), [shared] {
    const std::lock_guard again(shared->mutex);
    if (shared->waiting != nullptr) shared->waiting->cancel();
  });
}

http::Task<Result<std::vector<IpAddress>>> Lookup::Run(
    const std::string& host, std::chrono::steady_clock::time_point deadline) {
  if (const auto literal = ParseIpAddress(host)) co_return std::vector{*literal};
  const auto shared = std::make_shared<Shared>();
  shared->waiting = &timer_;
  timer_.expires_at(deadline);
  try {
    std::thread([shared, host] { Ask(shared, host); }).detach();
  } catch (const std::system_error&) {
    co_return Unavailable("no thread is left to look the host up");
  }
  co_await timer_.async_wait(kAwait);
  const std::lock_guard lock(shared->mutex);
  shared->waiting = nullptr;
  if (!shared->done) co_return Unavailable("looking the host up took too long");
  if (shared->error != 0 || shared->addresses.empty()) {
    const char* why = shared->error != 0 ? gai_strerror(shared->error) : "no address";
    co_return NotFound("the host was not found: " + std::string(why));
  }
  co_return std::move(shared->addresses);
}

}  // namespace onsale::webhook
