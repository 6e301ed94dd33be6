#pragma once

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "onsale/app/options.h"
#include "onsale/rehearsal/scenario.h"

namespace onsale::app {

// The arguments of `onsale rehearse` while they are read. Each member of a scenario is an option,
// and comes before the one in the file.
class RehearseArguments {
 public:
  // The object outlives the command.
  void AddTo(CLI::App& command);
  // Throws CLI::Error where they make no sense.
  RehearseCommandOptions Complete(bool token_file_by_flag);

 private:
  void AddMember(CLI::App& command, const rehearsal::ScenarioMember& member);

  RehearseCommandOptions options_;
  std::string scenario_file_, admin_token_file_;
  bool yes_ = false;
  std::vector<std::pair<const rehearsal::ScenarioMember*, nlohmann::json>> members_;
};

}  // namespace onsale::app
