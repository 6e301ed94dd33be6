#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <string>

#include "support/server_process.h"

namespace onsale::test {

// What a server under test takes for the world outside, in memory that it shares with the test.
struct WorldState {
  std::atomic<std::int64_t> clock_offset_ms{0};  // of the system's clock; the steady one goes on
  std::atomic<std::int64_t> free_bytes{-1};      // on every disk; -1: as it is
  // Errors that writes to, and syncs of, files named *.log give instead; 0: they work.
  std::atomic<int> write_error{0};
  std::atomic<int> sync_error{0};
  std::atomic<int> refused{0};  // writes and syncs, so far
};

// Sets the world of servers that are started with its flags, while they run: a library that is
// loaded before all others (preload/world.cpp) answers their system calls. Thread-safe.
class World {
 public:
  explicit World(const TempFolder& folder);
  ~World();
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  // For a server in this world.
  ServerFlags Flags(std::vector<std::string> arguments = {}) const;

  WorldState* operator->() { return state_; }
  WorldState& state() { return *state_; }

 private:
  const std::filesystem::path file_;
  WorldState* state_;
};

}  // namespace onsale::test
