#include "onsale/app/rehearse_command.h"

#include <atomic>
#include <csignal>
#include <fstream>
#include <iostream>

#include "onsale/app/failure.h"
#include "onsale/rehearsal/html_report.h"
#include "onsale/rehearsal/report.h"

namespace onsale::app {
namespace {

constexpr int kNotPassed = 1;

std::atomic<bool> stop{false};
static_assert(std::atomic<bool>::is_always_lock_free);

// The second one ends the program.
void OnSignal(int number) {
  stop = true;
  std::signal(number, SIG_DFL);
}

bool WriteFile(const std::string& file, const std::string& text) {
  std::ofstream out(file);
  out << text;
  out.close();
  if (!out) std::cerr << "onsale: cannot write " << file << "\n";
  return bool(out);
}

}  // namespace

int RehearseCommand(const RehearseCommandOptions& options) {
  std::signal(SIGINT, OnSignal);
  std::signal(SIGTERM, OnSignal);
  const auto report = rehearsal::Rehearse(options.rehearsal, stop);
  if (!report.ok()) return Fail(report.status());
  std::cout << rehearsal::MakeTable(*report);
  if (!options.html.empty()) {
    const auto html = rehearsal::HtmlReport(*report);
    if (!html.ok()) return Fail(html.status());
    if (!WriteFile(options.html, *html)) return kNotPossible;
  }
  if (!options.json.empty() && !WriteFile(options.json, report->dump(1) + "\n")) {
    return kNotPossible;
  }
  return (*report)["verdict"]["passed"].get<bool>() ? 0 : kNotPassed;
}

}  // namespace onsale::app
