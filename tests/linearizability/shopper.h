#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "linearizability/market.h"
#include "support/api_client.h"

namespace onsale::test {

// Sends a request over a client's connection, and gives the answer.
using SendRequest = std::function<HttpResponse(ApiClient& api, const HttpRequest& request)>;

// A client that does anything with some events, with whatever it or another client reserved there,
// and records each call with its answer and its times. Owned by one thread at a time.
class Shopper {
 public:
  Shopper(int number, std::vector<Market*> markets, std::uint64_t seed, SendRequest send)
      : number_(number), markets_(std::move(markets)), random_(seed), send_(std::move(send)) {}

  // Until the connection breaks. Counts its answers in `answers`.
  void Run(std::uint16_t port, std::atomic<int>& answers);

  // Repeats the call that was not answered, unless it was one to read.
  void Settle(std::uint16_t port);

  // Reads the event and each of its reservations.
  void ReadAll(std::uint16_t port, Market& market);

 private:
  struct Call {
    Market* market;
    SaleInput input;
  };
  // What the event's address had last, by its entity tag.
  struct Known {
    std::string etag;
    SaleOutput output;
  };

  Call Choose();
  void Do(ApiClient& api, const Call& call);
  HttpRequest Prepare(const Call& call);
  Answer Read(const Call& call, const HttpRequest& request, const HttpResponse& response);

  const int number_;
  const std::vector<Market*> markets_;
  SeededRandom random_;
  const SendRequest send_;
  std::optional<Call> unanswered_;
  std::map<std::string, Known> known_;  // by target
};

}  // namespace onsale::test
