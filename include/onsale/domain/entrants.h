#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "onsale/domain/draw.h"

namespace onsale::domain {

// The first 16 octets of a SHA-256 of a customer's name.
using CustomerHash = std::array<std::uint8_t, 16>;

struct Entrant {
  Contribution contribution = {};
  CustomerHash customer = {};

  bool operator==(const Entrant&) const = default;
};

// What makes joining a waiting room idempotent: one place for each thing brought into the draw, or
// for each customer.
enum class KnownBy { kContribution, kCustomer };

// Who has joined a waiting room, numbered 0, 1, 2, … in order of arrival, and found again by what
// they are known by. Some 45 octets an entrant: a million takes 45 MiB at most. Not
// thread-safe.
class Entrants {
 public:
  // `salt` is random, so that nobody can choose entrants that make finding slow; no result depends
  // on it.
  Entrants(KnownBy known_by, std::uint64_t salt) : known_by_(known_by), multiplier_(salt | 1U) {}

  KnownBy known_by() const { return known_by_; }
  std::uint32_t size() const { return static_cast<std::uint32_t>(entrants_.size()); }
  const Entrant& operator[](std::uint32_t number) const { return entrants_[number]; }

  // The number of the one that is known by the same; nothing when there is none.
  std::optional<std::uint32_t> Find(const Entrant& entrant) const;

  // Adds one; its number. Of several that are known by the same the last one is found.
  std::uint32_t Add(const Entrant& entrant);

 private:
  const std::array<std::uint8_t, 16>& KeyOf(const Entrant& entrant) const {
    return known_by_ == KnownBy::kCustomer ? entrant.customer : entrant.contribution;
  }
  std::size_t SlotOf(const Entrant& entrant) const;  // the first to look at
  void Index(std::uint32_t number);

  KnownBy known_by_;
  std::uint64_t multiplier_;
  std::deque<Entrant> entrants_;
  std::vector<std::uint32_t> slots_;  // open addressing: 0, or a number + 1; a power of two long,
                                      // three quarters full at most
};

}  // namespace onsale::domain
