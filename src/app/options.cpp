#include "onsale/app/options.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "onsale/app/option.h"
#include "onsale/app/read_file.h"
#include "onsale/app/rehearse_options.h"
#include "onsale/base/http_url.h"
#include "onsale/base/text.h"

namespace onsale::app {
namespace {

constexpr int kUsageError = 2;

// What options do not hold as it is needed.
struct RawServeOptions {
  std::string config;
  std::string listen = "127.0.0.1:8080";
  std::string admin_token_file;
  std::string public_url;
  std::string customer_keys;
  std::string rate_limit;  // empty: the default
  std::string trusted_proxies;
  unsigned shed_after_ms = 500;
  unsigned head_timeout_s = 10, body_timeout_s = 30, idle_timeout_s = 75, write_timeout_s = 30;
  std::uint64_t free_mib_min = 512;
  std::size_t store_memtable_kib = storage::kMemtableBytesMax >> 10;
  unsigned webhook_retry_s_min = 5;
};

void AddServeOptions(CLI::App& serve, ServeOptions& options, RawServeOptions& raw) {
  Add(serve, "config", raw.config, "TOML file with any of these options, without their dashes");
  Add(serve, "listen", raw.listen, "Address and port; port 0 takes a free one and logs it");
  Add(serve, "data-dir", options.data_dir, "Folder of the store, made when missing; REQUIRED");
  Add(serve, "static-dir", options.static_dir,
      "Folder of pages and assets, read at the start and at SIGHUP [default: static beside the "
      "program, else the installed one]");
  Add(serve, "public-url", raw.public_url,
      "Address that the world knows this site by, such as https://tickets.example.org; pages need "
      "it to offer a picture to previews of links");
  Add(serve, "admin-token-file", raw.admin_token_file,
      "File whose first line is the admin token; ONSALE_ADMIN_TOKEN sets the token itself. "
      "Without either, admin calls are off");
  Add(serve, "customer-keys", raw.customer_keys,
      "File of the keys that check customers' credentials, a JSON Web Key Set: \"oct\" for HS256, "
      "\"OKP\" with the public key for EdDSA. Events with verified_customers need it");
  Add(serve, "threads", options.server.threads, "Event loops; 0: one for each CPU")
      ->check(CLI::Range(0U, 256U));
  Add(serve, "connections-max", options.connections_max,
      "Open connections; more get 503. 0: what the limit on file descriptors allows")
      ->check(CLI::Range(0, 10'000'000));
  Add(serve, "watchers-max", options.watchers_max,
      "Clients that may watch events at once (streams and WebSockets); more get 503")
      ->check(CLI::Range(0, 10'000'000));
  Add(serve, "body-bytes-max", options.server.body_bytes_max, "Longest content of a request")
      ->check(CLI::Range(1024, 64 << 20));
  Add(serve, "admin-body-bytes-max", options.server.long_body_bytes_max,
      "Longest content of a request with the admin token: plans are long")
      ->check(CLI::Range(1024, 1 << 30));
  const CLI::Range seconds(1U, 86'400U);
  Add(serve, "head-timeout", raw.head_timeout_s, "Seconds for all of a request's head")
      ->check(seconds);
  Add(serve, "body-timeout", raw.body_timeout_s, "Seconds for all of a request's content")
      ->check(seconds);
  Add(serve, "idle-timeout", raw.idle_timeout_s, "Seconds between requests")->check(seconds);
  Add(serve, "write-timeout", raw.write_timeout_s, "Seconds a client may read nothing")
      ->check(seconds);
  Add(serve, "drain-timeout", options.drain_timeout_s,
      "Seconds for requests under way after SIGTERM")
      ->check(seconds);
  Add(serve, "trusted-proxies", raw.trusted_proxies,
      "Addresses and networks, separated by commas, of proxies that are believed when they name "
      "their client in X-Forwarded-For, Forwarded or a PROXY header [default: none]");
  serve
      .add_flag("--proxy-protocol", options.server.proxy_protocol,
                "Connections of trusted proxies begin with a PROXY header, version 1 or 2")
      ->envname(EnvironmentName("proxy-protocol"));
  Add(serve, "rate-limit", raw.rate_limit,
      "How much each client may ask: LIMIT,LIMIT,... of requests=COUNT/UNIT:BURST (all requests of "
      "an address), commands=... (those that change something) and customer=... (reservations in "
      "one customer's name), with UNIT s, m or h; more get 429. off: no limits. Only the default "
      "spares addresses that are not public, unless a trusted proxy named them [default: " +
          std::string(admission::kDefaultRateLimits) + "]");
  Add(serve, "shed-after", raw.shed_after_ms,
      "Milliseconds a new reservation, or a place on a waitlist or in a waiting room, may have to "
      "wait; more get 503 at once. 0: never")
      ->check(CLI::Range(0U, 60'000U));
  Add(serve, "queue-max", options.committer.queue_max,
      "Commands that may wait for the committer; more get 503")
      ->check(CLI::Range(1, 10'000'000));
  Add(serve, "batch-max", options.committer.batch_max, "Commands synced to disk together")
      ->check(CLI::Range(1, 65'536));
  Add(serve, "min-free-mib", raw.free_mib_min,
      "MiB of free disk below which changes are refused with 503")
      ->check(CLI::Range(std::uint64_t{0}, std::uint64_t{1} << 40));
  Add(serve, "store-memtable-kib", raw.store_memtable_kib,
      "KiB of new entries that the store keeps in memory before it writes a table; less has it "
      "write tables all the time, for tests")
      ->check(CLI::Range(std::size_t{64}, storage::kMemtableBytesMax >> 10))
      ->group("");  // no use to an operator, so not in the help
  Add(serve, "log-level", options.log.level, "What is logged to standard error")
      ->check(CLI::IsMember({"trace", "debug", "info", "warn", "error", "off"}));
  Add(serve, "access-log", options.log.access_sample, "Log every N-th request; 0: none")
      ->check(CLI::Range(0U, 1'000'000'000U));
  Add(serve, "webhook-ca-file", options.webhook.ca_file,
      "PEM certificates that webhooks trust besides the system's");
  Add(serve, "webhook-retry-min", raw.webhook_retry_s_min,
      "Seconds before a webhook's message is sent again; doubles with each failure up to 3 hours")
      ->check(CLI::Range(1U, 3'600U));
  serve
      .add_flag("--webhook-allow-private", options.webhook.allow_private,
                "Let webhooks use plain http, and loopback, private and other addresses that are "
                "not public")
      ->envname(EnvironmentName("webhook-allow-private"));
  serve
      .add_flag("--accept-damaged-log", options.store.accept_damaged_log,
                "Open a store whose log is damaged, WITHOUT what was written after the damage")
      ->envname(EnvironmentName("accept-damaged-log"));
  serve.footer(
      "An option's environment variable comes after the flag, the file after both.\n"
      "SIGHUP reads the static folder again.\n"
      "Exit status: 0 after SIGTERM or SIGINT, 1 when it could not serve, 2 for a wrong option.");
}

void AddVerifyOptions(CLI::App& verify, VerifyOptions& options) {
  Add(verify, "data-dir", options.data_dir,
      "Folder of the store; nobody may be serving it; REQUIRED");
  verify.footer("Exit status: 0 when everything agrees, 1 when not, 2 when it cannot be read.");
}

void AddVerifyDrawOptions(CLI::App& verify, VerifyDrawOptions& options) {
  verify.add_option(
      "FILE", options.file,
      "What GET /api/v1/events/EVENT/queue answered; - reads standard input; REQUIRED");
  verify.add_option("--entrants", options.entrants,
                    "What GET …/queue/entrants answered as application/x-ndjson");
  verify.add_option("--number", options.number, "Tell the position of this number");
  verify.footer("Exit status: 0 when everything agrees, 1 when not, 2 when it cannot be read.");
}

void AddImportOptions(CLI::App& command, ImportOptions& options, std::uint64_t& free_mib_min) {
  command.add_option("FILE", options.file,
                     "JSON file of {\"events\": [...]}, each as for POST /api/v1/events; - reads "
                     "standard input; REQUIRED");
  Add(command, "data-dir", options.data_dir,
      "Folder of the store, made when missing; nobody may be serving it; REQUIRED");
  Add(command, "min-free-mib", free_mib_min, "MiB of free disk below which nothing is written")
      ->check(CLI::Range(std::uint64_t{0}, std::uint64_t{1} << 40));
  command.footer(
      "Creates all events or none. Each fault of the file is told as FILE:LINE: MEMBER: TEXT.\n"
      "A running server takes the same file by POST /api/v1/import.\n"
      "Exit status: 0 when all were created, 1 when something is wrong with the file or an id is\n"
      "taken, 2 when the file or the store cannot be read or written.");
}

// Arguments from a TOML file and from the environment, to stand before those of the command line,
// so that the last one wins. Throws CLI::Error for a file that cannot be, or a key nobody knows.
std::vector<std::string> LowerArguments(CLI::App& command, const std::string& config) {
  std::vector<std::string> arguments;
  if (!config.empty()) {
    for (const CLI::ConfigItem& item : CLI::ConfigTOML().from_file(config)) {
      const std::string flag = "--" + item.name;
      if (!item.parents.empty() || command.get_option_no_throw(flag) == nullptr ||
          item.inputs.size() != 1) {
        throw CLI::ConfigError(config + ": unknown key " + item.fullname());
      }
      if (!item.inputs.front().empty()) arguments.push_back(flag + "=" + item.inputs.front());
    }
  }
  for (const CLI::Option* option : command.get_options()) {
    const char* value =
        option->get_envname().empty() ? nullptr : std::getenv(option->get_envname().c_str());
    if (value == nullptr || *value == '\0') continue;  // how compose files leave one out
    arguments.push_back("--" + option->get_lnames().front() + "=" + value);
  }
  return arguments;
}

// The value of --config before anything else is parsed.
std::string FindConfig(const std::vector<std::string>& arguments) {
  constexpr std::string_view kFlag = "--config";
  for (std::size_t i = arguments.size(); i-- > 0;) {
    const std::string& argument = arguments[i];
    if (argument == kFlag && i + 1 < arguments.size()) return arguments[i + 1];
    if (argument.starts_with("--config=")) return argument.substr(kFlag.size() + 1);
  }
  const char* value = std::getenv("ONSALE_CONFIG");
  return value == nullptr ? "" : value;
}

// Not by CLI11, which would name it before the typing error that left it out.
void RequireDataDir(const std::string& data_dir) {
  if (data_dir.empty()) throw CLI::RequiredError("--data-dir");
}

// `host:port`, `[v6]:port`.
void SplitListen(const std::string& listen, http::ServerOptions& server) {
  const std::size_t colon = listen.rfind(':');
  const auto fail = [&](const std::string& why) {
    throw CLI::ValidationError("--listen", listen + " " + why);
  };
  if (colon == std::string::npos) fail("has no port; write ADDRESS:PORT");
  std::string host = listen.substr(0, colon);
  const std::string port = listen.substr(colon + 1);
  if (host.size() >= 2 && host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
  } else if (host.find(':') != std::string::npos) {
    fail("has an IPv6 address without brackets; write [ADDRESS]:PORT");
  }
  std::size_t number = 0;
  if (!CLI::detail::lexical_cast(port, number) || number > 65'535 || port.front() == '-') {
    fail("has a bad port; it must be from 0 to 65535");
  }
  server.address = host == "localhost" ? "127.0.0.1" : host;
  server.port = static_cast<std::uint16_t>(number);
}

// The origin of the public address; pages are at its root.
std::string ReadOrigin(const std::string& public_url) {
  if (public_url.empty()) return {};
  const auto url = ParseHttpUrl(public_url);
  if (!url || url->target != "/") {
    throw CLI::ValidationError("--public-url", public_url +
                                                   " is no address of a site; write "
                                                   "https://HOST, without a path");
  }
  return (url->https ? "https://" : "http://") + url->authority();
}

admission::CustomerKeys ReadCustomerKeys(const std::string& file) {
  const auto text = ReadFile(file);
  if (!text.ok()) throw CLI::ValidationError("--customer-keys", text.status().message());
  auto keys = admission::CustomerKeys::Parse(*text);
  if (!keys.ok())
    throw CLI::ValidationError("--customer-keys", file + " " + keys.status().message());
  return *std::move(keys);
}

void ReadTrustedProxies(const std::string& list, http::ServerOptions& server) {
  for (const std::string& part : CLI::detail::split(list, ',')) {
    const auto network = ParseIpNetwork(Trim(part));
    if (!network.ok()) {
      throw CLI::ValidationError("--trusted-proxies", network.status().message());
    }
    server.trusted_proxies.push_back(*network);
  }
}

void ReadRateLimits(const std::string& text, ServeOptions& options) {
  const auto limits =
      admission::ParseRateLimits(text.empty() ? admission::kDefaultRateLimits : text);
  if (!limits.ok()) throw CLI::ValidationError("--rate-limit", limits.status().message());
  options.rate_limits = *limits;
  options.server.rate_limits_local = !text.empty();
}

void Complete(ServeOptions& options, const RawServeOptions& raw, bool token_file_by_flag) {
  using std::chrono::seconds;
  RequireDataDir(options.data_dir);
  SplitListen(raw.listen, options.server);
  options.origin = ReadOrigin(raw.public_url);
  if (!raw.trusted_proxies.empty()) ReadTrustedProxies(raw.trusted_proxies, options.server);
  if (options.server.proxy_protocol && options.server.trusted_proxies.empty()) {
    throw CLI::ValidationError("--proxy-protocol",
                               "needs --trusted-proxies: it is only believed of them");
  }
  ReadRateLimits(raw.rate_limit, options);
  if (!raw.customer_keys.empty()) options.customer_keys = ReadCustomerKeys(raw.customer_keys);
  options.admin_token = ReadAdminToken(raw.admin_token_file, token_file_by_flag);
  options.server.head_timeout = seconds(raw.head_timeout_s);
  options.server.body_timeout = seconds(raw.body_timeout_s);
  options.server.idle_timeout = seconds(raw.idle_timeout_s);
  options.server.write_timeout = seconds(raw.write_timeout_s);
  options.server.shed_after = std::chrono::milliseconds(raw.shed_after_ms);
  options.committer.free_bytes_min = raw.free_mib_min << 20;
  options.store.memtable_bytes_max = raw.store_memtable_kib << 10;
  options.webhook.retry_ms_min = TimeMs{raw.webhook_retry_s_min} * 1000;
}

void Complete(ImportOptions& options, std::uint64_t free_mib_min) {
  if (options.file.empty()) throw CLI::RequiredError("FILE");
  RequireDataDir(options.data_dir);
  options.free_bytes_min = free_mib_min << 20;
}

// The command line with what is said elsewhere in front, after the command's name.
std::vector<std::string> AllArguments(CLI::App& app, std::vector<std::string> arguments) {
  if (arguments.empty() || arguments.front().starts_with('-')) return arguments;
  const auto named = app.get_subcommands(
      [&](const CLI::App* command) { return command->get_name() == arguments.front(); });
  if (named.empty()) {
    throw CLI::ParseError("there is no command " + arguments.front() +
                              "; the commands are serve, import, verify, verify-draw and rehearse",
                          kUsageError);
  }
  CLI::App* command = named.front();
  const bool has_config = command->get_option_no_throw("--config") != nullptr;
  const auto lower = LowerArguments(*command, has_config ? FindConfig(arguments) : "");
  arguments.insert(arguments.begin() + 1, lower.begin(), lower.end());
  return arguments;
}

}  // namespace

CommandLine ParseCommandLine(int argc, const char* const* argv) {
  ServeOptions serve_options;
  serve_options.server.threads = 0;
  RawServeOptions raw;
  ImportOptions import_options;
  std::uint64_t import_free_mib_min = import_options.free_bytes_min >> 20;
  VerifyOptions verify_options;
  VerifyDrawOptions verify_draw_options;
  RehearseArguments rehearse_arguments;

  CLI::App app("Onsale, a reservation server for the second when sales open", "onsale");
  app.set_version_flag("--version", "onsale " ONSALE_VERSION);
  app.set_help_all_flag("--help-all", "Help of all commands");
  app.require_subcommand(1);
  CLI::App& serve = *app.add_subcommand("serve", "Serve pages and the API until SIGTERM");
  AddServeOptions(serve, serve_options, raw);
  CLI::App& imports =
      *app.add_subcommand("import", "Create the events of a file, with their plans of seats");
  AddImportOptions(imports, import_options, import_free_mib_min);
  CLI::App& verify = *app.add_subcommand(
      "verify", "Recompute a store's counters from its reservations and its change log");
  AddVerifyOptions(verify, verify_options);
  CLI::App& verify_draw = *app.add_subcommand(
      "verify-draw", "Check the draw of a waiting room from what was published of it");
  AddVerifyDrawOptions(verify_draw, verify_draw_options);
  CLI::App& rehearse = *app.add_subcommand(
      "rehearse", "Put a crowd before a running server, and check that it sold right");
  rehearse_arguments.AddTo(rehearse);
  app.footer("onsale COMMAND --help tells the options of a command.");

  CommandLine result;
  try {
    const auto arguments = AllArguments(app, {argv + 1, argv + argc});
    app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
    const bool token_file_by_flag = std::any_of(argv + 1, argv + argc, [](const char* argument) {
      return std::string_view(argument).starts_with("--admin-token-file");
    });
    if (serve.parsed()) {
      Complete(serve_options, raw, token_file_by_flag);
      result.serve = std::move(serve_options);
    } else if (imports.parsed()) {
      Complete(import_options, import_free_mib_min);
      result.import = std::move(import_options);
    } else if (verify_draw.parsed()) {
      if (verify_draw_options.file.empty()) throw CLI::RequiredError("FILE");
      result.verify_draw = std::move(verify_draw_options);
    } else if (rehearse.parsed()) {
      result.rehearse = rehearse_arguments.Complete(token_file_by_flag);
    } else {
      RequireDataDir(verify_options.data_dir);
      result.verify = std::move(verify_options);
    }
  } catch (const CLI::Success& success) {
    app.exit(success);
  } catch (const CLI::Error& error) {
    std::cerr << "onsale: " << error.what() << "\n";
    result.exit_status = kUsageError;
  }
  return result;
}

}  // namespace onsale::app
