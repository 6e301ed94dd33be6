#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "onsale/domain/reservation.h"

namespace onsale::domain {

// An event's reservations by number, from 0 without a gap. Those that nobody has touched since the
// start may be away, in an Archive; many of them beside each other take next to no memory. Not
// thread-safe.
class ReservationTable {
 public:
  std::uint64_t size() const { return size_; }

  // Null when it is away. `number` is below size().
  const ReservationPtr& operator[](std::uint64_t number) const {
    static const ReservationPtr kAway;
    const Page* page = pages_[number / kPageSize].get();
    return page == nullptr ? kAway : (*page)[number % kPageSize];
  }

  // Replaces one, brings back one that was away, or appends one: `number` is at most size().
  void Set(std::uint64_t number, ReservationPtr reservation) {
    if (number == size_) AppendAway(1);
    auto& page = pages_[number / kPageSize];
    if (page == nullptr) page = std::make_unique<Page>();
    (*page)[number % kPageSize] = std::move(reservation);
  }

  void AppendAway(std::uint64_t count) {
    size_ += count;
    pages_.resize((size_ + kPageSize - 1) / kPageSize);
  }

  void clear() {
    pages_.clear();
    size_ = 0;
  }

 private:
  static constexpr std::size_t kPageSize = 128;
  using Page = std::array<ReservationPtr, kPageSize>;

  std::vector<std::unique_ptr<Page>> pages_;  // null where all are away
  std::uint64_t size_ = 0;
};

}  // namespace onsale::domain
