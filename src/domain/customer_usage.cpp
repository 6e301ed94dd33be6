#include "onsale/domain/customer_usage.h"

#include "onsale/base/text.h"

namespace onsale::domain {

EventKeyView CustomerUsage::KeyOf(EventNumber event, std::string_view customer) {
  lowered_.assign(customer);
  LowerAscii(lowered_);
  return {event, lowered_};
}

std::int64_t CustomerUsage::Of(EventNumber event, std::string_view customer) {
  const std::int64_t* used = used_.Find(KeyOf(event, customer));
  return used == nullptr ? 0 : *used;
}

void CustomerUsage::Add(EventNumber event, std::string_view customer, std::int64_t quantity) {
  const EventKeyView key = KeyOf(event, customer);
  std::int64_t& used = used_[key];
  used += quantity;
  if (used == 0) used_.Erase(key);
}

void CustomerUsage::Forget(EventNumber event) {
  used_.EraseIf([event](const auto& entry) { return entry.first.event == event; });
}

}  // namespace onsale::domain
