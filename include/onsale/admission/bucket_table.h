#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace onsale::admission {

// Token buckets of any number of clients in a table that never grows.
//
// A bucket is one number, the time at which it is full again (the virtual scheduling form of the
// generic cell rate algorithm, ITU-T I.371): taking one moves that time by an interval, and may not
// move it further than `depth` from now. A full bucket is the same as none. So a bucket takes 8
// octets, 16 bits of a hash of whom it belongs to and 48 of time, and 8 of them are a cache line,
// in which every hash has its place. Where all of a line are in use the one that is full soonest is
// given to whoever is new: it forgives the least.
//
// Two clients share a bucket once in 2^31 pairs. Thread-safe, without locks; where two threads give
// a new client its bucket at the same moment, one of the two takings may be forgotten.
class BucketTable {
 public:
  static constexpr std::size_t kBuckets = 262'144;  // 2 MiB

  struct Taking {
    bool taken = false;
    // For how long the bucket is not full now; less than a depth.
    std::int64_t fill_us = 0;
  };

  BucketTable();

  // Takes one from the bucket of `hash`, unless that would make its filling take longer than
  // `depth_us`; then it stays as it is. Everything in microseconds, of a clock that does not run
  // backwards and is less than eight years old.
  Taking Take(std::uint64_t hash, std::int64_t interval_us, std::int64_t depth_us,
              std::int64_t now_us);

  // The same for anyone whose bucket is not in use, without taking: tests look how many are.
  std::size_t CountUsed(std::int64_t now_us) const;

 private:
  static constexpr std::size_t kWays = 8;
  static constexpr std::size_t kSets = kBuckets / kWays;

  struct alignas(64) Set {
    std::array<std::atomic<std::uint64_t>, kWays> buckets = {};
  };

  std::vector<Set> sets_;
};

}  // namespace onsale::admission
