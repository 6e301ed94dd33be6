#pragma once

#include <string>
#include <vector>

#include "onsale/base/clock.h"
#include "onsale/base/status.h"
#include "onsale/rehearsal/operator.h"
#include "onsale/rehearsal/scenario.h"
#include "onsale/rehearsal/verdict.h"

namespace onsale::rehearsal {

// What the server's clock shows, as the shortest of several round trips tells it.
struct ServerClock {
  Clock::time_point at;  // on our clock
  TimeMs shows = 0;
  TimeMs error_ms = 0;  // at most, rounded up

  Clock::time_point Find(TimeMs moment) const {
    return at + std::chrono::milliseconds(moment - shows);
  }
  TimeMs Now() const;
};

// The sale of a rehearsal, as it stands on the server before anybody comes.
struct Stage {
  ServerClock clock;
  nlohmann::json event;  // its document
  std::string id;
  TimeMs opens_at = 0;  // or when it was found open
  bool own = false;     // made for the rehearsal
  bool has_page = true;
  bool has_queue = false;
  std::vector<std::string> assets;
};

Result<ServerClock> AskClock(Operator& server);

// Makes an event of the scenario's that opens when its first people have had their lead.
Result<Stage> MakeStage(Operator& server, const Scenario& scenario, const std::string& id);

// Uses one that there is. Shortens the scenario's lead and ramp to the time until it opens.
Result<Stage> FindStage(Operator& server, Scenario& scenario, const std::string& id);

// What the server says when it is over.
Result<EndOfSale> ReadEnd(Operator& server, const Stage& stage);

// Cancels what is still held or confirmed and deletes the event; closes it where `keep`. One
// sentence on what became of it.
std::string ClearStage(Operator& server, const Stage& stage, const EndOfSale& end, bool keep);

// The files under /assets/ that a page names in its `src` and `href`, each once.
std::vector<std::string> AssetsOf(std::string_view page);

}  // namespace onsale::rehearsal
