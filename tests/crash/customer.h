#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "onsale/base/clock.h"
#include "support/api_client.h"
#include "support/seeded_random.h"

namespace onsale::test {

// What a client was told about one reservation of its own.
struct KnownReservation {
  std::string event;
  std::string id;
  int quantity = 0;
  std::string customer;  // its name tells this reservation from all others
  std::string status;    // as last acknowledged
  nlohmann::json seats = nlohmann::json::array();
  TimeMs expires_at = 0;  // as last acknowledged
  std::uint64_t sequence = 0;
};

// A client that reserves, waits, confirms, extends and cancels as fast as it is answered, and keeps
// account of every answer, until its server dies. Then it knows what must be there after a restart,
// and of one request only, the last, that it may be or not.
//
// Owned by one thread at a time.
class Customer {
 public:
  Customer(std::string name, std::uint64_t seed) : name_(std::move(name)), random_(seed) {}

  // Until the connection breaks. Counts its answers in `answers`.
  void Run(std::uint16_t port, const std::vector<std::string>& events, std::atomic<int>& answers);

  // Sends the request that was not answered again, if it was one to reserve, with its key: twice,
  // which has to give one reservation. Fails the test otherwise.
  void RepeatUnanswered(ApiClient& api);

  // Compares what the restarted server has, by reservation id, with what was acknowledged, at `now`
  // or before. Gives one sentence for each difference that neither time nor the unanswered request
  // explains. From then on, what was found is what is known.
  std::vector<std::string> Compare(const std::map<std::string, nlohmann::json>& found, TimeMs now,
                                   const std::string& event);

  // How many reservations of that event it knows of.
  std::size_t Count(const std::string& event) const;

 private:
  enum class Call { kReserve, kJoin, kConfirm, kExtend, kCancel };
  struct Unanswered {
    Call call = Call::kReserve;
    std::size_t reservation = 0;  // of calls other than kReserve and kJoin
    std::string event;
    std::string key;
    nlohmann::json body;
  };

  void Reserve(ApiClient& api, const std::string& event);
  nlohmann::json AnyRequest(const std::string& event, const std::string& customer);
  void Join(ApiClient& api, const std::string& event, const nlohmann::json& body);
  static HttpResponse Send(ApiClient& api, const Unanswered& request);
  void Change(ApiClient& api, std::size_t which);
  std::string FindFault(std::size_t which, const nlohmann::json& found, TimeMs now) const;

  const std::string name_;
  SeededRandom random_;
  std::vector<KnownReservation> reservations_;
  std::optional<Unanswered> unanswered_;
  int requests_ = 0;
};

}  // namespace onsale::test
