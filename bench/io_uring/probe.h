#pragma once
// What the probe's two servers share.

#include <condition_variable>
#include <csignal>
#include <cstdint>
#include <functional>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace probe {

constexpr std::size_t kInputBytes = 4096;

struct Options {
  std::uint16_t port = 0;
  std::string answer;
  std::set<std::string> features;
  std::int64_t spin_ns = 0;

  bool Has(const char* feature) const { return features.contains(feature); }
};

struct Counts {
  std::uint64_t requests = 0;
  std::uint64_t turns = 0;  // with a request in them
};

// Serve until SIGTERM.
Counts ServeByEpoll(const Options& options);
Counts ServeByUring(const Options& options);

extern volatile std::sig_atomic_t g_stop;

// Throws what the call left in errno, when its result is negative.
int Check(int result, const char* call);

// A socket that listens on loopback.
int Listen(std::uint16_t port);

// Throws when it is not one whole request: the client sends the next one when it has the answer.
void CheckRequest(std::string_view input);

void Spin(std::int64_t ns);

// Throws when not all of it was sent, by the number of octets or the negative errno. A client may
// go, and its socket be closed, before its answer is sent.
void CheckSent(ssize_t result, const std::string& answer);

void SendNow(int socket, const std::string& answer);

// Another thread that gets a turn's requests together and gives them back, like the committer of
// the server. Its commits take no time.
class Relay {
 public:
  using Wake = std::function<void()>;

  // `make_wake` is called on the other thread, and what it returns is called there when the first
  // requests are back since TakeDone().
  explicit Relay(std::function<Wake()> make_wake);
  ~Relay();

  void Submit(std::vector<int> sockets);
  std::vector<int> TakeDone();

 private:
  void Run(const Wake& wake);

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<int> submitted_;
  std::vector<int> done_;
  bool stop_ = false;
  std::thread thread_;
};

}  // namespace probe
