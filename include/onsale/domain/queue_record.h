#pragma once

#include <cstdint>
#include <optional>

#include "onsale/base/clock.h"
#include "onsale/base/sha256.h"
#include "onsale/domain/draw.h"
#include "onsale/domain/entrants.h"
#include "onsale/domain/turns.h"

namespace onsale::domain {

// What is kept of a waiting room besides its settings, its entrants and their leases.
struct QueueRecord {
  DrawSeed seed = {};  // a secret until `drawn`
  Sha256Digest commitment = {};
  bool closed = false;             // who joins from now on is not drawn
  std::uint32_t drawn_count = 0;   // once closed: who joined before
  Sha256Digest drawn_digest = {};  // the same
  bool drawn = false;              // once closed, and the beacon is there if one is awaited
  Turns::State turns = {};

  bool operator==(const QueueRecord&) const = default;
};

// What became of a place whose turn was taken, or that was given up before.
struct Lease {
  std::uint32_t position = 0;                               // with `admitted_at`
  TimeMs admitted_at = 0;                                   // 0: given up before its turn
  TimeMs expires_at = 0;                                    // with `admitted_at`
  bool done = false;                                        // over before `expires_at`
  std::optional<std::uint64_t> reservation = std::nullopt;  // the last one made in it, its number

  bool active_at(TimeMs now) const { return !done && now < expires_at; }
  bool operator==(const Lease&) const = default;
};

}  // namespace onsale::domain
