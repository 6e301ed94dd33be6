#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "onsale/domain/draw.h"
#include "onsale/domain/entrants.h"
#include "onsale/domain/event.h"
#include "onsale/domain/reservation.h"
#include "onsale/domain/webhook_command.h"

namespace onsale::domain {

// What can be asked of the inventory. Commands are complete: everything random or read from the
// outside was put into them by who made them, so that the same commands at the same times give
// the same outcomes.

struct CreateEvent {
  EventDefinition definition;  // `number` and `created_at` are set by the inventory
  bool id_from_name = false;  // then `definition.id` is a wish: "-2", "-3", … is added when taken
  bool opens_now = false;     // `opens_at` is the time of the decision
  bool queue_opens_now = false;  // that of the waiting room is
  DrawSeed queue_seed = {};      // fresh random bits, where there is a waiting room
};

// All of them or none, in one write, which is what the bounds are for.
inline constexpr std::size_t kImportEventsMax = 10'000;
inline constexpr std::size_t kImportSeatsMax = 1'000'000;
struct ImportEvents {
  std::vector<CreateEvent> events;
};

// A change to one section by its id. An unknown id adds a section when there are a name and either
// a capacity or a plan; with less it is taken for a typing error.
struct SectionEdit {
  std::string id;
  std::optional<std::string> name = {};
  std::optional<std::int64_t> capacity = {};  // what is there to be sold, of a general section
  std::optional<std::string> category = {};
  std::optional<std::string> price = {};
  SeatPlanPtr plan = nullptr;  // instead of the one there is; null leaves that
};

// What to change; nothing means leave as it is. The outer optional of a nested pair says whether
// to change, the inner one what to: nothing clears.
struct EditEvent {
  std::string event;
  std::optional<std::string> name;
  std::optional<std::string> venue;
  std::optional<std::string> description;
  std::optional<std::string> accent;
  std::optional<std::string> image;
  std::optional<std::optional<TimeMs>> starts_at;
  std::optional<TimeMs> opens_at;
  std::optional<std::optional<TimeMs>> closes_at;
  std::optional<bool> paused;
  std::optional<std::int64_t> limit_per_customer;  // 0: none
  std::optional<std::int64_t> hold_ms;
  std::optional<std::int64_t> offer_ms;  // 0: no waitlist; only while nobody waits
  std::optional<bool> keep_accessible;
  std::optional<bool> verified_customers;         // only while nobody is in the waiting room
  std::optional<std::optional<QueueEdit>> queue;  // nothing inside: no waiting room any more
  DrawSeed queue_seed = {};                       // fresh random bits, where there is one inside
  std::optional<std::int64_t> capacity;           // of the only section
  std::vector<SectionEdit> sections;
};

struct DeleteEvent {
  std::string event;
};

// The first 16 octets of a SHA-256 over a request's meaning: two requests with the same
// idempotency key are the same request when their fingerprints are.
using Fingerprint = std::array<std::uint8_t, 16>;

// What makes a request be carried out once, however often it comes.
struct IdempotencyKey {
  std::string key;  // empty: none
  Fingerprint fingerprint = {};
};

// Somebody's turn in a waiting room, as a token that was checked says it.
struct AdmissionClaim {
  enum class Token : std::uint8_t { kNone, kInvalid, kExpired, kValid };

  Token token = Token::kNone;
  EventNumber event = 0;  // of kValid, and so is the rest
  std::uint32_t number = 0;
  CustomerHash customer = {};  // of who reserves
};

// Why a command's customer is not known to be who they say: a sentence, or empty when it is proven.
// Points to a literal. For an event with verified customers.
using CredentialFault = std::string_view;
inline constexpr CredentialFault kNoCredential =
    "The event is for verified customers, and the request has no Onsale-Credential.";

struct Reserve {
  std::string event;
  std::string customer;            // trimmed, 1 to kCustomerLengthMax characters
  std::int64_t quantity = 0;       // any; the inventory refuses what is not 1 to kQuantityMax
  std::string section;             // empty: any section with room
  std::vector<std::string> seats;  // ids, instead of quantity and section
  bool accessible = false;         // may have the seats that are kept, and wants one of them
  bool wait = false;               // joins the waitlist; `seats` is empty
  CredentialFault credential_fault = kNoCredential;
  AdmissionClaim admission = {};  // for an event with a waiting room
  IdempotencyKey idempotency = {};
  ReservationId::Secret secret = {};  // fresh random bits
};

struct Confirm {
  ReservationId id;
};
struct Extend {
  ReservationId id;
};
struct Cancel {
  ReservationId id;
};

// Sets places aside, by number in a section or by name.
struct Block {
  std::string event;
  std::string reason;         // for people; may be empty
  std::int64_t quantity = 0;  // of `section`
  std::string section;
  std::vector<std::string> seats;  // ids, instead of quantity and section
  IdempotencyKey idempotency = {};
  ReservationId::Secret secret = {};
};

// Gives a block's places back.
struct Release {
  std::string event;
  ReservationId id;
};

// Joins an event's waiting room. The same again is the same place: by its contribution, or where
// customers are verified by its customer, until that place is over.
struct JoinQueue {
  std::string event;
  Entrant entrant;
  CredentialFault credential_fault = kNoCredential;
};

// Takes the turn of a place in a waiting room, if it has come.
struct TakeTurn {
  EventNumber event = 0;
  std::uint32_t number = 0;
};

// Gives up a place in a waiting room, or ends the turn that it has.
struct LeaveQueue {
  EventNumber event = 0;
  std::uint32_t number = 0;
};

using Command =
    std::variant<Reserve, Confirm, Extend, Cancel, CreateEvent, EditEvent, DeleteEvent,
                 ImportEvents, Block, Release, JoinQueue, TakeTurn, LeaveQueue, WebhookCommand>;

}  // namespace onsale::domain
