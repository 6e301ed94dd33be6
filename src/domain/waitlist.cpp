#include "onsale/domain/waitlist.h"

#include <algorithm>
#include <cassert>
#include <limits>

namespace onsale::domain {

void Waitlist::Add(const Reservation& entry) {
  assert(entries_.empty() || entries_.back() < entry.id.number);
  entries_.push_back(entry.id.number);
  ++by_quantity_[entry.quantity];
  if (entry.section == kAnySection) {
    ++any_section_;
    return;
  }
  if (by_section_.size() <= entry.section) by_section_.resize(entry.section + std::size_t{1});
  ++by_section_[entry.section];
}

void Waitlist::Remove(const Reservation& entry) {
  const auto it = std::lower_bound(entries_.begin(), entries_.end(), entry.id.number);
  assert(it != entries_.end() && *it == entry.id.number);
  entries_.erase(it);
  const auto quantity = by_quantity_.find(entry.quantity);
  if (--quantity->second == 0) by_quantity_.erase(quantity);
  --(entry.section == kAnySection ? any_section_ : by_section_[entry.section]);
}

std::int64_t Waitlist::PlaceOf(std::uint64_t number) const {
  return std::lower_bound(entries_.begin(), entries_.end(), number) - entries_.begin() + 1;
}

bool Waitlist::WaitsFor(std::size_t section) const {
  return any_section_ > 0 || (section < by_section_.size() && by_section_[section] > 0);
}

std::uint32_t Waitlist::quantity_min() const {
  return by_quantity_.empty() ? std::numeric_limits<std::uint32_t>::max()
                              : by_quantity_.begin()->first;
}

}  // namespace onsale::domain
