#include "onsale/app/rehearse_options.h"

#include <algorithm>
#include <variant>

#include "onsale/app/option.h"
#include "onsale/app/read_file.h"

namespace onsale::app {
namespace {

using rehearsal::Scenario;
using rehearsal::ScenarioMember;

std::string OptionOf(const ScenarioMember& member) {
  std::string name = member.name;
  std::replace(name.begin(), name.end(), '_', '-');
  return name;
}

}  // namespace

void RehearseArguments::AddTo(CLI::App& command) {
  options_.rehearsal.url = "http://127.0.0.1:8080";
  Add(command, "url", options_.rehearsal.url,
      "The server: http://HOST:PORT. Not the balancer where that speaks TLS only");
  Add(command, "admin-token-file", admin_token_file_,
      "File whose first line is the server's admin token; ONSALE_ADMIN_TOKEN sets the token "
      "itself");
  Add(command, "event", options_.rehearsal.event,
      "An event that there is, whose places are really taken: needs --yes [default: one is made, "
      "and deleted afterwards]");
  command.add_flag("--yes", yes_, "Yes, take the places of --event");
  command.add_flag("--keep", options_.rehearsal.keep,
                   "Leave the event that was made closed, with its change log, instead of "
                   "deleting it");
  Add(command, "json", options_.json, "File for the report as JSON");
  Add(command, "html", options_.html, "File for the report as a page with plots, for any browser");
  Add(command, "scenario", scenario_file_,
      "JSON file with any of the members below, named with _ for -");
  for (const ScenarioMember& member : rehearsal::ScenarioMembers()) AddMember(command, member);
  command.footer(
      "Exit status: 0 when the server did all as it should, 1 when not, 2 when there could be no\n"
      "rehearsal. Ctrl-C ends it early, with the report of what was.");
}

void RehearseArguments::AddMember(CLI::App& command, const ScenarioMember& member) {
  const std::string option = "--" + OptionOf(member);
  if (std::holds_alternative<bool Scenario::*>(member.member)) {
    command
        .add_flag_function(
            option,
            [this, &member](std::int64_t count) { members_.emplace_back(&member, count > 0); },
            member.meaning)
        ->group("Scenario")
        ->default_str(member.Get(Scenario()).dump())
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast)
        ->envname(EnvironmentName(OptionOf(member)));
    return;
  }
  const auto set = [this, &member, option](const std::string& text) {
    Scenario scratch;
    auto value = nlohmann::json::parse(text, nullptr, /*allow_exceptions=*/false);
    if (const Status ok = member.Set(scratch, value); !ok.ok()) {
      throw CLI::ValidationError(option, text + ": " + ok.message());
    }
    members_.emplace_back(&member, std::move(value));
  };
  command.add_option_function<std::string>(option, set, member.meaning)
      ->group("Scenario")
      ->type_name("NUMBER")
      ->default_str(member.Get(Scenario()).dump())
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast)
      ->envname(EnvironmentName(OptionOf(member)));
}

RehearseCommandOptions RehearseArguments::Complete(bool token_file_by_flag) {
  rehearsal::RehearseOptions& rehearsal = options_.rehearsal;
  if (!scenario_file_.empty()) {
    const auto text = ReadFile(scenario_file_);
    if (!text.ok()) throw CLI::ValidationError("--scenario", text.status().message());
    auto scenario = rehearsal::ParseScenario(*text);
    if (!scenario.ok()) {
      throw CLI::ValidationError("--scenario", scenario_file_ + ": " + scenario.status().message());
    }
    rehearsal.scenario = *scenario;
  }
  for (const auto& [member, value] : members_) (void)member->Set(rehearsal.scenario, value);
  if (const Status fits = CheckScenario(rehearsal.scenario); !fits.ok()) {
    throw CLI::ValidationError(fits.message());
  }
  if (!rehearsal.event.empty() && !yes_) {
    throw CLI::ValidationError("--event", "takes the places of " + rehearsal.event +
                                              " for good; say --yes if that is meant");
  }
  rehearsal.token = ReadAdminToken(admin_token_file_, token_file_by_flag);
  if (rehearsal.token.empty()) {
    throw CLI::ValidationError("--admin-token-file",
                               "or ONSALE_ADMIN_TOKEN has to give the server's admin token");
  }
  return std::move(options_);
}

}  // namespace onsale::app
