#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <vector>

#include "onsale/domain/reservation.h"

namespace onsale::domain {

// Who waits for places of one event, in the order they joined: an entry is the number of its
// reservation, and later ones have higher numbers. Not thread-safe.
class Waitlist {
 public:
  // `entry` waits, and is none that is here; Remove() takes one that is.
  void Add(const Reservation& entry);
  void Remove(const Reservation& entry);

  bool empty() const { return entries_.empty(); }
  std::size_t size() const { return entries_.size(); }

  // Of a reservation's number, from the first; and its place, counted from 1.
  std::uint64_t entry(std::size_t index) const { return entries_[index]; }
  std::int64_t PlaceOf(std::uint64_t number) const;

  // Whether anybody waits for places that could be of this section.
  bool WaitsFor(std::size_t section) const;

  // The smallest group that waits; of an empty list that of nobody.
  std::uint32_t quantity_min() const;

 private:
  std::deque<std::uint64_t> entries_;  // ascending
  std::vector<std::size_t> by_section_;
  std::size_t any_section_ = 0;
  std::map<std::uint32_t, std::size_t> by_quantity_;
};

}  // namespace onsale::domain
