#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

#include "crowd/sockets.h"

namespace onsale::crowd {

// Those who hold connections open: some say nothing after one request, and in equal parts some send
// the head of a request an octet a second, some its content, and some read as slowly what they
// asked for a hundred times. Whoever is cut off connects again. One thread of its own.
class Attackers {
 public:
  // Connects all of them before it returns.
  Attackers(std::uint16_t port, const std::string& event, std::size_t idle, std::size_t slow);
  ~Attackers();
  Attackers(const Attackers&) = delete;
  Attackers& operator=(const Attackers&) = delete;

  // How many slow ones of each kind were cut off so far: head, content, reading; and idle ones.
  std::array<std::size_t, 4> CutOff() const;

 private:
  enum Kind : std::uint8_t { kHead, kBody, kReader, kIdle };
  struct Line {
    int socket = -1;
    Kind kind = kIdle;
    bool connecting = false;
  };

  void Run();
  void Dial(std::size_t number);
  void OnReady(std::size_t number, std::uint32_t events);
  void GoOn();  // each slow one does its octet

  const std::uint16_t port_;
  std::array<std::string, 4> openings_;  // what each kind sends first
  Poller poller_;
  std::vector<Line> lines_;
  std::size_t slow_;  // they come first in lines_
  std::atomic<std::size_t> connected_{0};
  std::array<std::atomic<std::size_t>, 4> cut_off_{};
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

}  // namespace onsale::crowd
