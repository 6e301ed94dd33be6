#include <array>

#include "onsale/api/handlers.h"

namespace onsale::api {

std::span<const Route> Routes() {
  static constexpr std::array kRoutes = {
      Route{Method::kGet, "/api/v1/time", GetTime},
      Route{Method::kGet, "/api/v1/events", ListEvents},
      Route{Method::kPost, "/api/v1/events", CreateEvent, Access::kOperator},
      Route{Method::kGet, "/api/v1/events/{}", GetEvent},
      Route{Method::kPatch, "/api/v1/events/{}", EditEvent, Access::kOperator},
      Route{Method::kDelete, "/api/v1/events/{}", DeleteEvent},
      Route{Method::kGet, "/api/v1/events/{}/seats", GetSeats},
      Route{Method::kGet, "/api/v1/events/{}/stream", StreamEvent},
      Route{Method::kGet, "/api/v1/events/{}/ws", WatchEvent},
      Route{Method::kGet, "/api/v1/events/{}/changes", ListEventChanges},
      Route{Method::kGet, "/api/v1/changes", ListChanges},
      Route{Method::kPost, "/api/v1/import", ImportEvents, Access::kOperator},
      Route{Method::kPost, "/api/v1/events/{}/reservations", CreateReservation, Access::kPublic,
            Precedence::kLast},
      Route{Method::kGet, "/api/v1/events/{}/reservations", ListReservations},
      Route{Method::kPost, "/api/v1/events/{}/waitlist", JoinWaitlist, Access::kPublic,
            Precedence::kLast},
      Route{Method::kGet, "/api/v1/events/{}/waitlist", ListWaitlist},
      Route{Method::kPost, "/api/v1/events/{}/queue", JoinQueue, Access::kPublic,
            Precedence::kLast},
      Route{Method::kGet, "/api/v1/events/{}/queue", GetQueue},
      Route{Method::kGet, "/api/v1/events/{}/queue/entrants", ListEntrants},
      Route{Method::kPost, "/api/v1/queue/{}/admission", TakeTurn},
      Route{Method::kDelete, "/api/v1/queue/{}", LeaveQueue},
      Route{Method::kPost, "/api/v1/events/{}/blocks", CreateBlock, Access::kOperator},
      Route{Method::kGet, "/api/v1/events/{}/blocks", ListBlocks},
      Route{Method::kDelete, "/api/v1/events/{}/blocks/{}", ReleaseBlock},
      Route{Method::kGet, "/api/v1/reservations/{}", GetReservation},
      Route{Method::kDelete, "/api/v1/reservations/{}", CancelReservation},
      Route{Method::kPost, "/api/v1/reservations/{}/confirm", ConfirmReservation},
      Route{Method::kPost, "/api/v1/reservations/{}/extend", ExtendReservation},
      Route{Method::kPost, "/api/v1/webhooks", CreateWebhook},
      Route{Method::kGet, "/api/v1/webhooks", ListWebhooks},
      Route{Method::kGet, "/api/v1/webhooks/{}", GetWebhook},
      Route{Method::kPatch, "/api/v1/webhooks/{}", EditWebhook},
      Route{Method::kDelete, "/api/v1/webhooks/{}", DeleteWebhook},
      Route{Method::kPost, "/api/v1/webhooks/{}/test", TestWebhook},
      Route{Method::kPost, "/api/v1/webhooks/{}/replay", ReplayWebhook},
      Route{Method::kGet, "/api/v1/webhooks/{}/deliveries", ListDeliveries},
      Route{Method::kGet, "/healthz", GetHealth, Access::kPublic, Precedence::kAlways},
      Route{Method::kGet, "/readyz", GetReadiness, Access::kPublic, Precedence::kAlways},
  };
  return kRoutes;
}

}  // namespace onsale::api
