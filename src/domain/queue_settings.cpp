#include "onsale/domain/queue_settings.h"

#include <utility>

namespace onsale::domain {
namespace {

template <typename T>
void Set(T& member, const std::optional<T>& value) {
  if (value) member = *value;
}

}  // namespace

QueueSettings Apply(const QueueEdit& edit, QueueSettings settings) {
  Set(settings.opens_at, edit.opens_at);
  Set(settings.target, edit.target);
  Set(settings.rate_per_minute, edit.rate_per_minute);
  Set(settings.claim_ms, edit.claim_ms);
  Set(settings.admission_ms, edit.admission_ms);
  Set(settings.paused, edit.paused);
  Set(settings.message, edit.message);
  Set(settings.beacon_source, edit.beacon_source);
  Set(settings.beacon, edit.beacon);
  return settings;
}

}  // namespace onsale::domain
