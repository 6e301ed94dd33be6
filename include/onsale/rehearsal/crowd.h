#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <nlohmann/json.hpp>
#include <queue>
#include <string>
#include <utility>
#include <vector>

#include "onsale/base/clock.h"
#include "onsale/rehearsal/connections.h"
#include "onsale/rehearsal/ledger.h"
#include "onsale/rehearsal/retry.h"
#include "onsale/rehearsal/scenario.h"
#include "onsale/rehearsal/tally.h"
#include "onsale/rehearsal/timetable.h"

namespace onsale::rehearsal {

// The sale that a crowd comes to.
struct Sale {
  Target target;
  std::string event;
  bool has_page = true;
  bool has_queue = false;
  std::vector<std::string> assets;  // paths that the page names
  std::string customers;            // how their names begin
  Clock::time_point opening;        // on our clock
  TimeMs opening_ms = 0;            // the same on the server's
};

// A crowd on a timetable: each comes at its time whatever the server does (an open loop), and does
// what the event's page does in a browser. Each has one connection, and one more for the stream.
//
// A person loads the page and its assets, asks for the time, opens the stream, and waits for the
// opening. At its share of the spread it asks for places, and insists until that is decided or its
// patience ends; who comes after the opening asks when the page is there. Then it thinks, and
// confirms, cancels or leaves the hold to expire. Where the event has a waiting room, it joins that
// before, and takes its turn. A bot asks from before the opening on, waits for
// nothing but its answer, confirms what it gets, and goes on until all is sold.
//
// One thread.
class Crowd final : private Connections::Listener {
 public:
  Crowd(const Scenario& scenario, std::vector<Plan> plans, Sale sale, std::size_t open_allowed);

  // Returns when all are done, or at the scenario's end, or soon after `stop` is set. Calls
  // `progress` several times a second.
  void Run(const std::atomic<bool>& stop,
           const std::function<void(Clock::duration since_opening)>& progress);

  const Tally& tally() const { return tally_; }
  const Ledger& ledger() const { return ledger_; }
  const Connections& connections() const { return connections_; }
  std::size_t left() const { return left_; }  // people that are not done

 private:
  enum class Step : std::uint8_t {
    kPage,
    kAssets,
    kTime,
    kJoin,
    kAdmission,
    kQueue,
    kReserve,
    kConfirm,
    kCancel,
    kEvent,
    kLeave,
    kDone
  };
  struct Person {
    Step step = Step::kPage;
    bool connected = false;
    std::uint32_t index = 0;  // of the asset or the call for the time
    unsigned tries = 0;       // of this step, before this one
    std::size_t wish = 0;
    Clock::time_point due, sent;  // the request under way, or the next one
    Clock::time_point stream_due;
    unsigned stream_tries = 0;
    std::string place, admission;  // of the waiting room
    std::uint32_t position = 0;
  };
  using Due = std::pair<Clock::time_point, std::size_t>;  // a line

  void OnAnswer(std::size_t line, const Response& response, Clock::time_point now) override;
  void OnFailure(std::size_t line, Failure failure, Clock::time_point now) override;
  void OnConnected(std::size_t line) override;

  // The timetable.
  void RunDue();
  void At(Clock::time_point due, std::size_t person) { due_.emplace(due, 2 * person); }
  void Act(std::size_t number, Clock::time_point due);
  void Ask(std::size_t line, Kind kind, const std::string& request, Clock::time_point due);
  static Kind KindOf(Step step);
  std::string RequestOf(std::size_t number);
  std::string FieldsOf(std::size_t number) const;
  void OpenStream(std::size_t number, Clock::time_point due);

  // The flow.
  void GoTo(std::size_t number, Step step, Clock::time_point due);
  void Next(std::size_t number, Clock::time_point now);
  void AfterTime(std::size_t number, Clock::time_point now);
  void OnDecision(std::size_t number, const Response& response, Clock::time_point now);
  void OnReserved(std::size_t number, const nlohmann::json& reservation, Clock::time_point now);
  void OnSoldOut(std::size_t number, const nlohmann::json& problem, Clock::time_point now);
  void OnAfterwards(std::size_t number, const Response& response, Clock::time_point now);
  void OnQueue(std::size_t number, const Response& response, Clock::time_point now);
  void Look(std::size_t number, Step step, Clock::time_point due);
  void OnBotUndecided(std::size_t number, Clock::time_point now);
  void Retry(std::size_t number, std::optional<RetryRules::Duration> pause, Clock::time_point now,
             const std::string& answer);
  void Leave(std::size_t number);
  void End();

  Clock::time_point WishTime(std::size_t number) const;
  Clock::time_point PatienceEnd(std::size_t number) const;
  TimeMs ServerTime(Clock::time_point at) const;

  const Scenario scenario_;
  const std::vector<Plan> plans_;
  const Sale sale_;
  const Requests requests_;
  const Clock::duration request_timeout_, bot_pause_;
  std::vector<Person> persons_;
  Ledger ledger_;
  Tally tally_;
  Connections connections_;
  std::priority_queue<Due, std::vector<Due>, std::greater<>> due_;
  std::size_t left_;
  RetryRules::Random random_;
};

}  // namespace onsale::rehearsal
