#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

#include "crowd/sockets.h"
#include "crowd/stream_reader.h"

namespace onsale::crowd {

// Those who watch one event. While they listen, a thread of their own reads what comes to them.
class Watchers {
 public:
  // What came to one of them at a moment: everything behind `after`, up to `id`.
  struct Arrival {
    Clock::time_point at;
    std::uint64_t after = 0;
    std::uint64_t id = 0;
  };

  // What came while they listened.
  struct Heard {
    std::size_t messages = 0;
    std::size_t octets = 0;
    std::vector<Arrival> arrivals;    // at a thousand of them, evenly chosen, or at all
    std::size_t behind = 0;           // watchers that did not hear the last of it
    std::size_t cut_off = 0;          // those whose stream has ended
    std::size_t not_ascending = 0;    // ids that were not larger than the one before
    std::chrono::nanoseconds cpu{0};  // what listening cost the thread
  };

  // Connects them, and waits until each has its first message, the snapshot, or is refused.
  Watchers(std::uint16_t port, const std::string& event, std::size_t count,
           StreamReader::Kind kind);
  ~Watchers();
  Watchers(const Watchers&) = delete;
  Watchers& operator=(const Watchers&) = delete;

  // How many of them watch.
  std::size_t size() const { return watching_; }

  void Listen();
  // Once all have heard of `sequence`, or after `patience`.
  Heard StopListening(std::uint64_t sequence, Clock::duration patience);

 private:
  struct Watcher {
    int socket = -1;
    StreamReader reader;
    bool asked = false;
    bool counted = false;  // among those that watch
  };

  static constexpr std::size_t kTimedMax = 1'000;

  void Dial(std::uint16_t port, std::size_t number, StreamReader::Kind kind);
  void ConnectSome(const std::string& request);
  void Run();
  void Read(std::size_t number);
  void Note(std::size_t number, std::size_t messages, std::uint64_t id_before);
  void Close(Watcher& watcher);
  std::size_t CountBehind(std::uint64_t sequence) const;

  Poller poller_;
  std::vector<Watcher> watchers_;
  std::size_t pending_ = 0;  // that neither watch nor are refused yet
  std::size_t watching_ = 0;
  std::size_t stride_ = 1;  // every so-manieth is timed
  Heard heard_;
  std::vector<char> buffer_;
  std::atomic<std::uint64_t> last_sequence_{0};  // of what is to be heard; 0: not known yet
  std::atomic<Clock::time_point> deadline_{Clock::time_point::max()};
  std::thread thread_;
};

}  // namespace onsale::crowd
