#include <array>

#include "onsale/api/handlers.h"

namespace onsale::api {

std::span<const Route> Routes() {
  static constexpr std::array kRoutes = {
      Route{Method::kGet, "/api/v1/time", GetTime},
      Route{Method::kGet, "/api/v1/events", ListEvents},
      Route{Method::kPost, "/api/v1/events", CreateEvent},
      Route{Method::kGet, "/api/v1/events/{}", GetEvent},
      Route{Method::kPatch, "/api/v1/events/{}", EditEvent},
      Route{Method::kDelete, "/api/v1/events/{}", DeleteEvent},
      Route{Method::kPost, "/api/v1/events/{}/reservations", CreateReservation},
      Route{Method::kGet, "/api/v1/events/{}/reservations", ListReservations},
      Route{Method::kGet, "/api/v1/reservations/{}", GetReservation},
      Route{Method::kDelete, "/api/v1/reservations/{}", CancelReservation},
      Route{Method::kPost, "/api/v1/reservations/{}/confirm", ConfirmReservation},
      Route{Method::kPost, "/api/v1/reservations/{}/extend", ExtendReservation},
      Route{Method::kGet, "/healthz", GetHealth},
      Route{Method::kGet, "/readyz", GetReadiness},
  };
  return kRoutes;
}

}  // namespace onsale::api
