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
    {"upgrade-required", 426, "Upgrade required", "This address speaks WebSocket, version 13.",
     "Open it as a WebSocket, or read …/stream instead, which is plain HTTP.", 0},
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
     "This call needs the admin token; it is missing or wrong.",
     "Send the field Authorization: Bearer with the token the server was started with.", 0},
    {"forbidden", 403, "Forbidden", "This server was started without an admin token.",
     "Start the server with ONSALE_ADMIN_TOKEN or --admin-token-file.", 0},

    {"event-not-found", 404, "Event not found", "There is no event with this id.",
     "GET /api/v1/events lists the events.", 0},
    {"event-exists", 409, "Event exists", "There is already an event with this id.",
     "Choose another id, or edit the event with PATCH.", 0},
    {"event-active", 409, "Event has active reservations",
     "An event cannot be deleted while places in it are held or confirmed.",
     "Pause it, cancel its reservations, then delete it.", 0},
    {"invalid-event", 422, "Invalid event",
     "The event has a member with a value that it cannot have.",
     "The detail says which member has to change.", 0},
    {"duplicate-section", 422, "Duplicate section", "Two sections of the event have the same id.",
     "The detail says which; give one of them another id.", 0},
    {"duplicate-row", 422, "Duplicate row", "Two rows of one section have the same name.",
     "The detail says which; give one of them another name, or make them one row.", 0},
    {"duplicate-seat", 422, "Duplicate seat", "Two seats of one row have the same name.",
     "The detail says which; give one of them another name.", 0},
    {"empty-row", 422, "Empty row", "A row, or a section with rows, has no seats.",
     "The detail says which; give it seats or leave it out.", 0},
    {"too-many-seats", 422, "Too many seats", "An event may have at most 100000 named seats.",
     "Make several events of it, or general sections, whose places have no names.", 0},
    {"invalid-import", 422, "Invalid import",
     "There are mistakes in the events. Nothing was imported.",
     "The member errors lists up to 100 of them: the line, the member, and what is wrong with it; "
     "errors_total says how many there are. Correct them and send everything again.",
     0},
    {"capacity-below-taken", 409, "Capacity below what is taken",
     "A section's capacity cannot be less than what is held and confirmed in it.",
     "Choose a capacity of at least the member taken.", 0},
    {"taken-seats-removed", 409, "Taken seats removed",
     "Seats that are held, confirmed or blocked cannot be taken out of a plan.",
     "The member seats lists them: leave them in the plan under the same row and seat names, or "
     "first cancel their reservations and delete their blocks.",
     0},
    {"too-many-retired-seats", 409, "Too many retired seats",
     "The edits of this event's plans would by now have taken out more than 100000 seats. The "
     "names "
     "of seats that were taken out are remembered for the reservations they once had.",
     "Keep the names of rows and seats that stay; where the plan is another one altogether, delete "
     "the event and create it anew.",
     0},
    {"waitlist-not-empty", 409, "Waitlist not empty",
     "The waitlist cannot be removed while there are entries on it.",
     "The member waiting says how many there are. Wait until they have been offered places or have "
     "left, cancel them, or close the sale with closes_at, which ends them.",
     0},
    {"queue-not-empty", 409, "Waiting room not empty",
     "A waiting room cannot be ended once somebody has joined it.",
     "Pause it with {\"queue\": {\"paused\": true}}, or let everybody in with a large target.", 0},
    {"beacon-not-awaited", 409, "Beacon not awaited", "The draw does not wait for a beacon now.",
     "A beacon is given once, after the waiting room has closed for the draw, and only where "
     "beacon_source said beforehand where it would come from.",
     0},
    {"block-not-found", 404, "Block not found", "The event has no block with this id.",
     "GET the event's blocks to see them all.", 0},

    {"reservation-not-found", 404, "Reservation not found", "There is no reservation with this id.",
     "Check the id; it has 32 characters.", 0},
    {"reservation-expired", 410, "Reservation expired", "The hold has run out.",
     "Confirming still works while the places are free; extending does not. Otherwise make a new "
     "reservation.",
     0},
    {"reservation-cancelled", 409, "Reservation cancelled", "The reservation was cancelled.",
     "Make a new reservation.", 0},
    {"not-held", 409, "Not held", "Only a reservation that is held can be extended.",
     "GET the reservation: a confirmed one does not run out, a cancelled one is gone, one on the "
     "waitlist has no places yet, and an offer ends at its expires_at.",
     0},
    {"sale-not-open", 403, "Sale not open", "The event is not on sale now.",
     "While the member state is scheduled, wait for opens_at; GET /api/v1/time tells the server's "
     "time. A paused sale may go on; a closed one does not.",
     0},
    {"sold-out", 409, "Sold out", "There are fewer places left than asked for.",
     "Ask for no more than available, or join the event's waitlist; places may come back when "
     "holds run out. A member waiting says how many are on the waitlist: what is free is offered "
     "to "
     "them first.",
     0},
    {"limit-exceeded", 422, "Limit exceeded",
     "One customer may not have that many places at this event.",
     "Ask for at most limit minus used; places that are held count, too.", 0},
    {"invalid-quantity", 422, "Invalid quantity", "The quantity must be from 1 to 10000.",
     "Ask for a quantity in that range.", 0},
    {"unknown-section", 422, "Unknown section", "The event has no section with this id.",
     "GET the event to see its sections.", 0},
    {"unknown-seat", 422, "Unknown seat", "Some of these seats do not exist. None was reserved.",
     "The member seats lists them. A seat's id is its section, row and name, like stalls-A-12; GET "
     "the event's seats to see them all.",
     0},
    {"seat-repeated", 422, "Seat repeated", "The request names a seat twice.",
     "Name each seat once; the member seats lists those that are named more often.", 0},
    {"seats-of-two-sections", 422, "Seats of two sections",
     "The seats of one reservation must be of one section.",
     "Make one reservation for each section; the member seats has one seat of each of the two.", 0},
    {"quantity-over-section", 422, "Quantity over section",
     "No section that this request can be for has that many places, even when all are free.",
     "Ask for at most limit: the places of one reservation are in one section.", 0},
    {"seats-taken", 409, "Seats taken", "Some of these seats are not free. None was reserved.",
     "The member seats lists them; choose others, or reserve a quantity and get the best that are "
     "free.",
     0},
    {"seats-kept", 409, "Seats kept",
     "Some of these seats are kept for people who need an accessible seat and their companions.",
     "The member seats lists them. Send \"accessible\": true with the request where one is needed; "
     "otherwise choose other seats.",
     0},
    {"no-waitlist", 409, "No waitlist", "The event has no waitlist.",
     "Places come back when holds run out: try to reserve again later.", 0},
    {"not-sold-out", 409, "Not sold out", "There are free places: no need to wait.",
     "Make an ordinary reservation; the member available says how many places are free.", 0},
    {"already-waiting", 409, "Already waiting", "This customer is already on the event's waitlist.",
     "Wait for the offer, or DELETE that entry before joining again.", 0},
    {"waitlist-full", 409, "Waitlist full", "The event's waitlist is full.",
     "Try again later: entries leave it when they are offered places.", 0},
    {"idempotency-key-reused", 422, "Idempotency key reused",
     "This key was already used for another request.", "Make a new key for each new request.", 0},
    {"idempotency-in-flight", 409, "Idempotency key in flight",
     "The first request with this key has not been answered yet.",
     "Send the same request with the same key again after Retry-After.", 1},

    {"no-queue", 404, "No waiting room", "The event has no waiting room.",
     "Reserve without joining one.", 0},
    {"queue-not-open", 403, "Waiting room not open", "The waiting room has not opened yet.",
     "Join after opens_at; GET /api/v1/time tells the server's time. Who joins before the sale "
     "opens has the same chance, however early.",
     0},
    {"queue-not-closed", 409, "Waiting room not closed",
     "Who takes part in the draw is told once no one can join it any more.",
     "Ask again after draws_at.", 0},
    {"place-not-found", 404, "Place not found",
     "There is no place in a waiting room with this token.",
     "Check the token; it has 32 characters. Join the event's waiting room for a new one.", 0},
    {"place-lapsed", 410, "Place lapsed", "This place's turn is over.",
     "Join the event's waiting room again for a new place.", 0},
    {"admission-required", 403, "Admission required",
     "The event has a waiting room: only those reserve whose turn it is.",
     "Join with POST …/queue; when it is your turn, POST …/admission of the place, and send what "
     "it answers in the field Onsale-Admission.",
     0},
    {"credential-required", 401, "Credential required",
     "The event is for verified customers: a request needs a credential that the organiser signed.",
     "Send the JSON Web Token that the organiser gave you in the field Onsale-Credential; customer "
     "has to be the one it names.",
     0},

    {"webhook-not-found", 404, "Webhook not found", "There is no webhook endpoint of this id.",
     "GET /api/v1/webhooks lists them.", 0},
    {"invalid-webhook", 422, "Invalid webhook", "A webhook endpoint cannot be like this.",
     "The detail says what is wrong. A server takes only https to public addresses, unless it was "
     "started with --webhook-allow-private.",
     0},
    {"too-many-webhooks", 409, "Too many webhooks", "No more than 100 webhook endpoints fit.",
     "DELETE one that is not needed any more.", 0},
    {"too-many-tests", 409, "Too many tests",
     "As many as 10 test messages wait to be sent to this endpoint.",
     "The log of deliveries shows what comes of them.", 0},
    {"unknown-position", 422, "Unknown position", "The feed of changes ends before this position.",
     "The member limit has its last position; GET /api/v1/changes reads it.", 0},

    {"rate-limited", 429, "Rate limited",
     "More requests came from here than the server takes. Nothing was done; try again.",
     "Try again after Retry-After, with the same Idempotency-Key. The member violated-policies "
     "says what was counted: all requests of an address, its commands, or those in one customer's "
     "name; "
     "RateLimit-Policy says how many of them may come.",
     0},
    {"overloaded", 503, "Overloaded", "The server has too much to do. Nothing was done; try again.",
     "Try again after Retry-After, with the same Idempotency-Key.", 1},
    {"too-many-watchers", 503, "Too many watchers",
     "As many clients watch events as the server has places for.",
     "Try again after Retry-After, or ask for the event itself from time to time.", 30},
    {"store-full", 503, "Store full",
     "The server's disk is almost full, so it takes no changes. Nothing was done.",
     "Try again later; the operator has to free space on the disk.", 10},
    {"store-failed", 503, "Store failed",
     "The server could not write to its disk. Whether the request was carried out is not known.",
     "Once the server has been restarted, send the same request with the same Idempotency-Key "
     "again: it is carried out once, whether it was before or not.",
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
