#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "onsale/base/sharded_map.h"
#include "onsale/domain/event_key.h"

namespace onsale::domain {

// How many places each customer of each limited event has, held and confirmed together. Customers
// are compared without regard to ASCII case. Not thread-safe.
class CustomerUsage {
 public:
  // 0 for one never seen.
  std::int64_t Of(EventNumber event, std::string_view customer);

  // `quantity` may be negative; a customer without places costs no memory.
  void Add(EventNumber event, std::string_view customer, std::int64_t quantity);

  void Forget(EventNumber event);

 private:
  EventKeyView KeyOf(EventNumber event, std::string_view customer);

  ShardedMap<EventKey, std::int64_t, EventKeyHash, EventKeyEqual> used_;
  std::string lowered_;  // reused
};

}  // namespace onsale::domain
