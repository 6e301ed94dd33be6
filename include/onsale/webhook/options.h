#pragma once

#include <chrono>
#include <string>

#include "onsale/base/clock.h"

namespace onsale::webhook {

struct WebhookOptions {
  // Default false. Delivers to loopback, private and other special addresses too, and over plain
  // http: whoever may make endpoints then reaches what this machine reaches.
  bool allow_private = false;

  // PEM certificates to trust besides the system's; empty: none.
  std::string ca_file;

  // Default 5 s. The pause after the first attempt of a message that fails; it doubles with each.
  TimeMs retry_ms_min = 5'000;

  // Default 3 h. What it doubles up to, and the longest Retry-After that is honoured.
  TimeMs retry_ms_max = 3 * 3600 * 1000;

  // Default 3 days. An endpoint for which a message fails so long is disabled.
  TimeMs give_up_ms = TimeMs{3} * 24 * 3600 * 1000;

  // Default 10 s for finding, reaching and identifying the server.
  std::chrono::milliseconds connect_timeout{10'000};

  // Default 15 s from the request's first octet to the answer's last.
  std::chrono::milliseconds answer_timeout{15'000};
};

}  // namespace onsale::webhook
