#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "support/api_client.h"
#include "support/seeded_random.h"

namespace onsale::test {

// A client that joins a waiting room again and again, takes the turns of its places, and reserves
// in them, until its server dies. Then it knows what each place must be after a restart.
//
// Owned by one thread at a time.
class Waiter {
 public:
  Waiter(std::string name, std::uint64_t seed) : name_(std::move(name)), random_(seed) {}

  // Until the connection breaks. Counts its answers in `answers`.
  void Run(std::uint16_t port, const std::string& event, std::atomic<int>& answers);

  // Asks for all its places again, the one that was not answered included, and for their turns.
  // Fails the test where one is not what was acknowledged.
  void Check(ApiClient& api, const std::string& event);

  // How many places it has, once they were checked.
  std::size_t count() const { return places_.size(); }

 private:
  struct Place {
    std::string key;
    std::string joined;     // the answer; empty: there was none
    std::string token;      // of the answer
    std::string admission;  // as last acknowledged; empty: none
    bool spent = false;     // a reservation in it was acknowledged
    bool maybe_spent = false;
  };

  void Join(ApiClient& api, const std::string& event, Place& place);
  void TakeTurn(ApiClient& api, Place& place);
  void Reserve(ApiClient& api, const std::string& event, Place& place);

  const std::string name_;
  SeededRandom random_;
  std::vector<Place> places_;
};

}  // namespace onsale::test
