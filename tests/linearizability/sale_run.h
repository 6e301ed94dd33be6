#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <vector>

#include "linearizability/market.h"
#include "linearizability/shopper.h"
#include "support/seeded_random.h"
#include "support/server_process.h"

namespace onsale::test {

// As the test's own client does it.
inline HttpResponse SendAsItIs(ApiClient& api, const HttpRequest& request) {
  return api.Do(request);
}

// A server with several loops, and shoppers who work at its events, over crashes. The events have
// so little room that they are sold out again and again: `club`, of general sections; `stage`, of
// seats that are asked for by name; `flash`, of such seats, whose holds end after a second.
class SaleRun {
 public:
  explicit SaleRun(std::uint64_t seed, SendRequest send = SendAsItIs);

  // Creates the events.
  void Start();
  // Lets all shoppers work, and kills the server after so many answers, all in all.
  void WorkUntilKilled(int answers_to_kill);
  // Starts it again, and has everyone repeat what was not answered.
  void Restart();
  // Has everything read that there is, and stops the server.
  void Finish();

  ServerProcess& server() { return server_; }
  const std::vector<std::unique_ptr<Market>>& markets() const { return markets_; }

 private:
  void StartServer();

  ServerProcess server_{ONSALE_BINARY};
  std::vector<std::unique_ptr<Market>> markets_;
  std::deque<Shopper> shoppers_;
};

}  // namespace onsale::test
