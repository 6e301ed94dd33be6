#include <sys/timex.h>

#include "onsale/api/context.h"
#include "onsale/api/handlers.h"
#include "onsale/base/json_writer.h"

namespace onsale::api {
namespace {

// The kernel's own view of its clock (ntp_adjtime(3)), asked anew at most once a second: it says
// how far the time can be off, by what the machine's time service told it.
struct ClockState {
  bool synchronized = false;
  double max_error_ms = 0;
};

ClockState AskKernel() {
  timex query = {};
  const int state = ntp_adjtime(&query);
  const bool synchronized = state >= 0 && state != TIME_ERROR && (query.status & STA_UNSYNC) == 0;
  return {synchronized, static_cast<double>(query.maxerror) / 1000.0};
}

const ClockState& CurrentClockState(TimeMs now) {
  thread_local TimeMs asked_at = -1;
  thread_local ClockState state;
  if (asked_at < 0 || now - asked_at >= 1000 || now < asked_at) {
    state = AskKernel();
    asked_at = now;
  }
  return state;
}

}  // namespace

Disposition GetTime(Context& context, Exchange& exchange) {
  const TimeMs now = context.clock.Now();
  const ClockState& clock = CurrentClockState(now);
  exchange.response.content_type = "application/json";
  JsonWriter json(exchange.response.body);
  json.BeginObject();
  json.Key("now").Time(now);
  json.Key("now_ms").Int(now);
  json.Key("clock").BeginObject();
  json.Key("synchronized").Bool(clock.synchronized);
  json.Key("max_error_ms").Double(clock.max_error_ms);
  json.EndObject().EndObject();
  return Disposition::kAnswered;
}

}  // namespace onsale::api
