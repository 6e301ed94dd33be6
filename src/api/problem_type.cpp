#include "onsale/api/problem_type.h"

#include <array>
#include <cstddef>
#include <string>

namespace onsale::api {
namespace {

constexpr std::size_t kProblemCount = static_cast<std::size_t>(ProblemType::kShuttingDown) + 1;

constexpr std::array<ProblemInfo, kProblemCount> kProblems = {{
    {"malformed-request", 400, "Malformed request", "The request is not well-formed.",
     "Correct the request; the detail says what is wrong with it. The same request again gives the "
     "same answer.",
     0},
    {"not-found", 404, "Not found", "There is nothing at this address.", "Check the address.", 0},
    {"method-not-allowed", 405, "Method not allowed",
     "This address does not take that method; Allow lists those it takes.",
     "Use one of the methods in the Allow field.", 0},
    {"request-timeout", 408, "Request timeout", "The request did not arrive completely in time.",
     "Send the request again on a new connection.", 0},
    {"content-too-large", 413, "Content too large",
     "The request's content is longer than the server takes.", "Send less.", 0},
    {"uri-too-long", 414, "URI too long", "The request target is too long.", "Use a shorter one.",
     0},
    {"unsupported-media-type", 415, "Unsupported media type",
     "The request's content must be application/json.",
     "Send JSON in UTF-8 with the field Content-Type: application/json.", 0},
    {"expectation-failed", 417, "Expectation failed",
     "The only expectation the server meets is 100-continue.", "Leave out the Expect field.", 0},
    {"request-header-fields-too-large", 431, "Request header fields too large",
     "The request's header fields are too many or too long.", "Send fewer or shorter ones.", 0},
    {"internal-error", 500, "Internal error",
     "The server has a fault. Whether the request was carried out is unknown.",
     "Send a reservation again with the same Idempotency-Key, and tell the operator the answer's "
     "X-Request-Id.",
     0},
    {"not-implemented", 501, "Not implemented",
     "The server does not know this method or transfer coding.", "Use another one.", 0},
    {"http-version-not-supported", 505, "HTTP version not supported",
     "The server speaks HTTP/1.1 and HTTP/1.0.", "Use HTTP/1.1.", 0},

    {"unauthorized", 401, "Unauthorized",
     "This call needs the admin token; there was none, or not the right one.",
     "Send the field Authorization: Bearer with the token the server was started with.", 0},
    {"forbidden", 403, "Forbidden", "This server was started without an admin token.",
     "Start the server with ONSALE_ADMIN_TOKEN or --admin-token-file.", 0},

    {"event-not-found", 404, "Event not found", "There is no event of this id.",
     "GET /api/v1/events lists the events.", 0},
    {"event-exists", 409, "Event exists", "There is an event of this id already.",
     "Choose another id, or edit the event with PATCH.", 0},
    {"event-active", 409, "Event has active reservations",
     "An event cannot be deleted while places in it are held or confirmed.",
     "Pause it, cancel its reservations, then delete it.", 0},
    {"invalid-event", 422, "Invalid event", "An event cannot be like this.",
     "The detail says which member has to change.", 0},
    {"capacity-below-taken", 409, "Capacity below what is taken",
     "A section's capacity cannot be less than what is held and confirmed in it.",
     "Choose a capacity of at least the member taken.", 0},

    {"reservation-not-found", 404, "Reservation not found", "There is no reservation of this id.",
     "Check the id; it has 32 characters.", 0},
    {"reservation-expired", 410, "Reservation expired", "The hold is over.",
     "Confirm still works while its places are free; extend does not. Otherwise make a new "
     "reservation.",
     0},
    {"reservation-cancelled", 409, "Reservation cancelled", "The reservation was cancelled.",
     "Make a new reservation.", 0},
    {"not-held", 409, "Not held", "Only a hold can be extended.",
     "GET the reservation: a confirmed one does not run out, a cancelled one is gone.", 0},
    {"sale-not-open", 403, "Sale not open", "The event is not on sale now.",
     "While the member state is scheduled, wait for opens_at; GET /api/v1/time tells the server's "
     "time. "
     "A paused sale may go on; a closed one does not.",
     0},
    {"sold-out", 409, "Sold out", "There are fewer places left than asked for.",
     "Ask for no more than available; places may come back when holds run out.", 0},
    {"limit-exceeded", 422, "Limit exceeded",
     "One customer may not have that many places of this event.",
     "Ask for no more than limit less used; holds count too.", 0},
    {"invalid-quantity", 422, "Invalid quantity", "The quantity must be from 1 to 10000.",
     "Ask for a quantity in that range.", 0},
    {"unknown-section", 422, "Unknown section", "The event has no such section.",
     "GET the event: it lists its sections.", 0},
    {"unknown-seat", 422, "Unknown seat", "The event has no such seat.",
     "Reserve a quantity instead: this event's sections have no named seats.", 0},
    {"idempotency-key-reused", 422, "Idempotency key reused",
     "This key was used with another request.", "Make a new key for each new request.", 0},
    {"idempotency-in-flight", 409, "Idempotency key in flight",
     "The first request with this key has not been answered yet.",
     "Send the same request with the same key again after Retry-After.", 1},

    {"overloaded", 503, "Overloaded", "The server has too much to do. Nothing was done; try again.",
     "Try again after Retry-After, with the same Idempotency-Key.", 1},
    {"store-full", 503, "Store full",
     "The server's disk is almost full, so it takes no changes. Nothing was done.",
     "Try again later; the operator has to free space on the disk.", 10},
    {"store-failed", 503, "Store failed",
     "The server could not write to its disk. Whether this was done is not known.",
     "Send the same request with the same Idempotency-Key again once the server was restarted: it "
     "is then done once, whether it was before or not.",
     10},
    {"shutting-down", 503, "Shutting down", "The server is stopping. Nothing was done; try again.",
     "Try again after Retry-After, with the same Idempotency-Key.", 1},
}};

}  // namespace

const ProblemInfo& InfoOf(ProblemType type) { return kProblems[static_cast<std::size_t>(type)]; }

std::span<const ProblemInfo> AllProblems() { return kProblems; }

void BeginProblem(JsonWriter& json, ProblemType type, std::string_view detail) {
  const ProblemInfo& info = InfoOf(type);
  json.BeginObject();
  json.Key("type").String("/problems/" + std::string(info.slug));
  json.Key("title").String(info.title);
  json.Key("status").Int(info.status);
  json.Key("detail").String(detail.empty() ? info.detail : detail);
}

}  // namespace onsale::api
