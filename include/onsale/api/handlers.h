#pragma once

#include <span>

#include "onsale/api/exchange.h"

namespace onsale::api {

// The routing table of the whole API; the handlers stand in one file a resource. Static storage.
std::span<const Route> Routes();

// Any other path: a static file or page, a problem type's page (405 for anything but reading it),
// else 404.
Disposition ServeStatic(Context& context, Exchange& exchange);

Disposition GetTime(Context& context, Exchange& exchange);

Disposition ListEvents(Context& context, Exchange& exchange);
Disposition GetEvent(Context& context, Exchange& exchange);
Disposition CreateEvent(Context& context, Exchange& exchange);
Disposition EditEvent(Context& context, Exchange& exchange);
Disposition DeleteEvent(Context& context, Exchange& exchange);

// Server-Sent Events, and the same over WebSocket.
Disposition StreamEvent(Context& context, Exchange& exchange);
Disposition WatchEvent(Context& context, Exchange& exchange);

Disposition GetSeats(Context& context, Exchange& exchange);
Disposition ImportEvents(Context& context, Exchange& exchange);

Disposition CreateReservation(Context& context, Exchange& exchange);
Disposition GetReservation(Context& context, Exchange& exchange);
Disposition ConfirmReservation(Context& context, Exchange& exchange);
Disposition ExtendReservation(Context& context, Exchange& exchange);
Disposition CancelReservation(Context& context, Exchange& exchange);

// An event's change log, and the feed of all events'.
Disposition ListEventChanges(Context& context, Exchange& exchange);
Disposition ListChanges(Context& context, Exchange& exchange);

Disposition ListReservations(Context& context, Exchange& exchange);

Disposition JoinWaitlist(Context& context, Exchange& exchange);
Disposition ListWaitlist(Context& context, Exchange& exchange);

Disposition JoinQueue(Context& context, Exchange& exchange);
Disposition GetQueue(Context& context, Exchange& exchange);
Disposition ListEntrants(Context& context, Exchange& exchange);
Disposition TakeTurn(Context& context, Exchange& exchange);
Disposition LeaveQueue(Context& context, Exchange& exchange);

Disposition CreateBlock(Context& context, Exchange& exchange);
Disposition ListBlocks(Context& context, Exchange& exchange);
Disposition ReleaseBlock(Context& context, Exchange& exchange);

Disposition CreateWebhook(Context& context, Exchange& exchange);
Disposition ListWebhooks(Context& context, Exchange& exchange);
Disposition GetWebhook(Context& context, Exchange& exchange);
Disposition EditWebhook(Context& context, Exchange& exchange);
Disposition DeleteWebhook(Context& context, Exchange& exchange);
Disposition TestWebhook(Context& context, Exchange& exchange);
Disposition ReplayWebhook(Context& context, Exchange& exchange);
Disposition ListDeliveries(Context& context, Exchange& exchange);

Disposition GetHealth(Context& context, Exchange& exchange);
Disposition GetReadiness(Context& context, Exchange& exchange);

}  // namespace onsale::api
