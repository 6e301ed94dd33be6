// A crowd of tens of thousands of connections from one process; bench/README.md tells about it.

#include <CLI/CLI.hpp>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>

#include "crowd/rush.h"
#include "crowd/server.h"

namespace {

using namespace onsale::crowd;

struct Options {
  std::uint16_t port = 8080;
  RushOptions rush;
};

void AddRush(CLI::App& rush, Options& options) {
  rush.add_option("--plan", options.rush.plan, "File of the event to sell")->required();
  rush.add_option("--clients", options.rush.clients)->capture_default_str();
  rush.add_option_function<unsigned>(
      "--spread-ms", [&](unsigned ms) { options.rush.spread = std::chrono::milliseconds(ms); },
      "Time in which all clients ask [1000]");
  rush.add_option("--seed", options.rush.seed, "Of what they want")->capture_default_str();
}

int Run(const CLI::App& rush, const Options& options) {
  const char* token = std::getenv("ONSALE_ADMIN_TOKEN");
  const Server server(options.port, token == nullptr ? "" : token);
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
  return rush.parsed() && Rush(server, options.rush) ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app{"Puts a crowd before an Onsale server on 127.0.0.1; wants ONSALE_ADMIN_TOKEN."};
  app.require_subcommand(1);
  app.add_option("--port", options.port)->capture_default_str();
  CLI::App& rush = *app.add_subcommand("rush", "All clients reserve in the same second");
  AddRush(rush, options);
  CLI11_PARSE(app, argc, argv);
  try {
    return Run(rush, options);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "crowd: %s\n", error.what());
    return 2;
  }
}
