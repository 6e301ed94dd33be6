// A crowd of tens of thousands of connections from one process; bench/README.md tells about it.

#include <CLI/CLI.hpp>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>

#include "crowd/arrive.h"
#include "crowd/pace.h"
#include "crowd/rush.h"
#include "crowd/server.h"
#include "crowd/watch.h"

namespace {

using namespace onsale::crowd;

struct Options {
  std::uint16_t port = 8080;
  RushOptions rush;
  WatchOptions watch;
  ArriveOptions arrive;
  SiegeOptions siege;
  PaceOptions pace;
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

void AddArrive(CLI::App& arrive, Options& options) {
  arrive.add_option("--pid", options.arrive.process, "The server's process")->required();
  arrive.add_option("--visitors", options.arrive.visitors)->capture_default_str();
  arrive.add_option_function<unsigned>(
      "--spread-ms", [&](unsigned ms) { options.arrive.spread = std::chrono::milliseconds(ms); },
      "Time in which all of them come [1000]");
}

void AddSiege(CLI::App& siege, Options& options) {
  siege.add_option("--pid", options.siege.process, "The server's process")->required();
  siege.add_option("--idle", options.siege.idle, "Idle connections")->capture_default_str();
  siege.add_option("--slow", options.siege.slow, "Slow ones, a third of each kind")
      ->capture_default_str();
  siege.add_option_function<unsigned>(
      "--seconds", [&](unsigned s) { options.siege.window = std::chrono::seconds(s); },
      "How long each measurement is [15]");
}

void AddPace(CLI::App& pace, Options& options) {
  pace.add_option("--rate", options.pace.rate, "Reservations a second")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  pace.add_option("--connections", options.pace.connections)
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  pace.add_option_function<unsigned>(
          "--seconds", [&](unsigned s) { options.pace.time = std::chrono::seconds(s); },
          "How long [5]")
      ->check(CLI::PositiveNumber);
}

// The command that was given.
bool Run(const CLI::App& app, const Server& server, const Options& options) {
  const std::string command = app.get_subcommands().front()->get_name();
  if (command == "rush") return Rush(server, options.rush);
  if (command == "watch") return Watch(server, options.watch);
  if (command == "pace") return Pace(server, options.pace), true;
  if (command == "arrive") return Arrive(server, options.arrive);
  return Siege(server, options.siege);
}

int Run(const CLI::App& app, const Options& options) {
  const char* token = std::getenv("ONSALE_ADMIN_TOKEN");
  const Server server(options.port, token == nullptr ? "" : token);
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
  return Run(app, server, options) ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app{"Puts a crowd before an Onsale server on 127.0.0.1; wants ONSALE_ADMIN_TOKEN."};
  app.require_subcommand(1);
  app.add_option("--port", options.port)->capture_default_str();
  AddRush(*app.add_subcommand("rush", "All clients reserve in the same second"), options);
  AddWatch(*app.add_subcommand("watch", "Clients watch an event while it is sold"), options);
  AddArrive(*app.add_subcommand("arrive", "All clients connect in the same second"), options);
  AddPace(*app.add_subcommand("pace", "Reservations on a timetable"), options);
  AddSiege(*app.add_subcommand("siege", "Idle and slow clients beside one customer"), options);
  CLI11_PARSE(app, argc, argv);
  try {
    return Run(app, options);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "crowd: %s\n", error.what());
    return 2;
  }
}
