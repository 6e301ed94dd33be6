#include "onsale/api/context.h"
#include "onsale/api/handlers.h"
#include "onsale/base/json_writer.h"

namespace onsale::api {
namespace {

std::string_view NameOf(Readiness readiness) {
  switch (readiness) {
    case Readiness::kReady:
      return "ready";
    case Readiness::kDraining:
      return "draining";
    case Readiness::kStoreFull:
      return "store-full";
    case Readiness::kStoreFailed:
      return "store-failed";
  }
  return {};
}

Disposition SendStatus(Exchange& exchange, int status, std::string_view text) {
  exchange.response.status = status;
  exchange.response.content_type = "application/json";
  JsonWriter json(exchange.response.body);
  json.BeginObject().Key("status").String(text).EndObject();
  return Disposition::kAnswered;
}

}  // namespace

Disposition GetHealth(Context&, Exchange& exchange) { return SendStatus(exchange, 200, "ok"); }

Disposition GetReadiness(Context& context, Exchange& exchange) {
  const Readiness readiness = context.readiness();
  return SendStatus(exchange, readiness == Readiness::kReady ? 200 : 503, NameOf(readiness));
}

}  // namespace onsale::api
