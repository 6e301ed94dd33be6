#include "onsale/domain/event_key.h"

#include <cstdint>
#include <span>

#include "onsale/base/sip_hash.h"

namespace onsale::domain {
namespace {

std::span<const std::uint8_t> OctetsOf(const void* start, std::size_t size) {
  return {static_cast<const std::uint8_t*>(start), size};
}

std::size_t Hash(EventNumber event, std::string_view text) {
  static const SipKey kKey = RandomSipKey();
  SipHasher hasher(kKey);
  hasher.Add(OctetsOf(text.data(), text.size()));
  hasher.Add(OctetsOf(&event, sizeof(event)));
  return hasher.Finish();
}

}  // namespace

EventKeyView::EventKeyView(EventNumber number, std::string_view name)
    : event(number), text(name), hash(Hash(number, name)) {}

}  // namespace onsale::domain
