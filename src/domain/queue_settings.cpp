#include "onsale/domain/queue_settings.h"

#include "onsale/domain/set_if_given.h"

namespace onsale::domain {
QueueSettings Apply(const QueueEdit& edit, QueueSettings settings) {
  SetIfGiven(settings.opens_at, edit.opens_at);
  SetIfGiven(settings.target, edit.target);
  SetIfGiven(settings.rate_per_minute, edit.rate_per_minute);
  SetIfGiven(settings.claim_ms, edit.claim_ms);
  SetIfGiven(settings.admission_ms, edit.admission_ms);
  SetIfGiven(settings.paused, edit.paused);
  SetIfGiven(settings.message, edit.message);
  SetIfGiven(settings.beacon_source, edit.beacon_source);
  SetIfGiven(settings.beacon, edit.beacon);
  return settings;
}

}  // namespace onsale::domain
