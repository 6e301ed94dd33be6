#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "onsale/base/clock.h"
#include "onsale/rehearsal/scenario.h"
#include "onsale/rehearsal/stage.h"
#include "onsale/rehearsal/tally.h"
#include "onsale/rehearsal/verdict.h"

namespace onsale::rehearsal {

// All that a report is made of. It is borrowed.
struct Findings {
  const std::string& url;
  const Scenario& scenario;
  const Stage& stage;
  const Tally& tally;
  const EndOfSale& end;
  const Verdict& verdict;
  TimeMs started_at = 0;
  double duration_seconds = 0;
  double cpu_seconds = 0;                 // of this process, meanwhile
  const std::vector<std::string>& notes;  // sentences on what a reader should know
};

// The report as JSON; bench/README.md tells its members.
nlohmann::ordered_json MakeReport(const Findings& findings);

// The same in short, for a terminal.
std::string MakeTable(const nlohmann::ordered_json& report);

}  // namespace onsale::rehearsal
