#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "onsale/admission/customer_keys.h"
#include "onsale/admission/rate_limits.h"
#include "onsale/commit/committer.h"
#include "onsale/http/server_options.h"
#include "onsale/rehearsal/rehearse.h"
#include "onsale/storage/rocks_store.h"
#include "onsale/webhook/options.h"

namespace onsale::app {

// How to log; see log.h.
struct LogOptions {
  std::string level = "info";  // trace, debug, info, warn, error, off
  unsigned access_sample = 0;  // log every n-th request; 0: none
};

// What `onsale serve` was asked for.
struct ServeOptions {
  std::string data_dir;
  std::string static_dir;   // empty: see FindStaticFolder()
  std::string admin_token;  // empty: admin calls are off
  std::string origin;       // that the world sees: `https://tickets.example.org`; empty: unknown
  unsigned drain_timeout_s = 30;
  std::size_t connections_max = 0;     // of all loops; 0: as many as file descriptors allow
  std::size_t watchers_max = 100'000;  // of all events
  std::optional<admission::CustomerKeys> customer_keys;  // nothing: no credential holds
  admission::RateLimits rate_limits;  // http::ServerOptions says whom they are meant for
  http::ServerOptions server;
  commit::CommitterOptions committer;
  storage::RocksStoreOptions store;
  webhook::WebhookOptions webhook;
  LogOptions log;
};

// What `onsale verify` was asked for.
struct VerifyOptions {
  std::string data_dir;
};

// What `onsale verify-draw` was asked for.
struct VerifyDrawOptions {
  std::string file;                     // `-`: standard input
  std::string entrants;                 // the same; empty: they are not checked
  std::optional<std::uint32_t> number;  // whose position is to be told
};

// What `onsale import` was asked for.
struct ImportOptions {
  std::string file;  // `-`: standard input
  std::string data_dir;
  std::uint64_t free_bytes_min = commit::CommitterOptions().free_bytes_min;
};

// What `onsale rehearse` was asked for.
struct RehearseCommandOptions {
  rehearsal::RehearseOptions rehearsal;
  std::string json;  // file for the report as JSON; empty: none
  std::string html;  // file for the report as a page; empty: none
};

// The command line, understood: one of the commands is there, or the program ends at once with
// `exit_status`, everything said.
struct CommandLine {
  std::optional<ServeOptions> serve;
  std::optional<VerifyOptions> verify;
  std::optional<VerifyDrawOptions> verify_draw;
  std::optional<ImportOptions> import;
  std::optional<RehearseCommandOptions> rehearse;
  int exit_status = 0;
};

// Reads options from flags, from environment variables (`--data-dir` is ONSALE_DATA_DIR) and from
// the TOML file that --config or ONSALE_CONFIG names, the former before the latter. Help goes to
// standard output, one clear sentence about a mistake to standard error, with exit status 2.
CommandLine ParseCommandLine(int argc, const char* const* argv);

}  // namespace onsale::app
