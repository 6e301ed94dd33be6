// A crowd of tens of thousands of connections from one process; bench/README.md tells about it.

#include <CLI/CLI.hpp>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>

#include "crowd/rush.h"
#include "crowd/server.h"
#include "crowd/watch.h"

namespace {

using namespace onsale::crowd;

struct Options {
  std::uint16_t port = 8080;
  RushOptions rush;
  WatchOptions watch;
};

void AddRush(CLI::App& rush, Options& options) {
  rush.add_option("--plan", options.rush.plan, "File of the event to sell")->required();
  rush.add_option("--clients", options.rush.clients)->capture_default_str();
  rush.add_option_function<unsigned>(
      "--spread-ms", [&](unsigned ms) { options.rush.spread = std::chrono::milliseconds(ms); },
      "Time in which all clients ask [1000]");
  rush.add_option("--seed", options.rush.seed, "Of what they want")->capture_default_str();
}

void AddWatch(CLI::App& watch, Options& options) {
  watch.add_option("--pid", options.watch.process, "The server's process")->required();
  watch.add_option("--watchers", options.watch.watchers)->capture_default_str();
  watch.add_flag_callback(
      "--ws", [&] { options.watch.kind = StreamReader::Kind::kWebSocket; }, "By WebSocket");
  watch
      .add_option("--sections", options.watch.sections,
                  "Of the event; each message has the numbers of all")
      ->check(CLI::Range(1, 100))
      ->capture_default_str();
  watch.add_option("--pairs", options.watch.pairs, "Slices without and with watchers, in turn")
      ->capture_default_str();
  watch.add_option_function<unsigned>(
      "--seconds", [&](unsigned s) { options.watch.slice = std::chrono::seconds(s); },
      "How long a slice is [3]");
}

int Run(const CLI::App& rush, const Options& options) {
  const char* token = std::getenv("ONSALE_ADMIN_TOKEN");
  const Server server(options.port, token == nullptr ? "" : token);
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
  const bool well = rush.parsed() ? Rush(server, options.rush) : Watch(server, options.watch);
  return well ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app{"Puts a crowd before an Onsale server on 127.0.0.1; wants ONSALE_ADMIN_TOKEN."};
  app.require_subcommand(1);
  app.add_option("--port", options.port)->capture_default_str();
  CLI::App& rush = *app.add_subcommand("rush", "All clients reserve in the same second");
  AddRush(rush, options);
  AddWatch(*app.add_subcommand("watch", "Clients watch an event while it is sold"), options);
  CLI11_PARSE(app, argc, argv);
  try {
    return Run(rush, options);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "crowd: %s\n", error.what());
    return 2;
  }
}
