#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "onsale/base/clock.h"
#include "onsale/domain/event.h"

namespace onsale::domain {

struct Change;

inline constexpr std::size_t kWebhooksMax = 100;                  // endpoints
inline constexpr std::size_t kWebhookUrlLengthMax = 2'000;        // octets
inline constexpr std::size_t kWebhookDescriptionLengthMax = 200;  // octets
inline constexpr std::size_t kWebhookEventsMax = 100;             // ids that one filters by
inline constexpr std::size_t kWebhookSecretLengthMin = 24;        // octets; Standard Webhooks'
inline constexpr std::size_t kWebhookSecretLengthMax = 64;
inline constexpr std::size_t kWebhookDeliveriesKept = 1'000;     // of each endpoint
inline constexpr std::uint32_t kWebhookTestsMax = 10;            // of each that are to be sent
inline constexpr TimeMs kWebhookOldSecretMs = 24 * 3600 * 1000;  // signs so long beside the new

// What a message tells: the `type` in its content.
enum class WebhookType : std::uint8_t {
  kReservationHeld = 0,
  kReservationConfirmed = 1,
  kReservationExtended = 2,
  kReservationCancelled = 3,
  kReservationExpired = 4,
  kWaitlistJoined = 5,
  kWaitlistOffered = 6,
  kWaitlistSkipped = 7,
  kEventCreated = 8,
  kEventEdited = 9,
  kEventDeleted = 10,
  kBlockCreated = 11,
  kBlockReleased = 12,
  kTest = 13,  // asked for by the operator; tells of no change
};
inline constexpr int kWebhookTypeCount = 14;

std::string_view ToString(WebhookType type);  // `reservation.held`
std::optional<WebhookType> ParseWebhookType(std::string_view text);

// What tells of such a change. One that was reserved is held, or confirmed at once.
WebhookType WebhookTypeOf(const Change& change);

// A set of types.
using WebhookTypes = std::uint16_t;
constexpr WebhookTypes BitOf(WebhookType type) {
  return static_cast<WebhookTypes>(1U << static_cast<unsigned>(type));
}
// All that can be filtered by: each but kTest.
inline constexpr WebhookTypes kAllWebhookTypes = BitOf(WebhookType::kTest) - 1;

// Names an endpoint: random bits. Text: base64url, 20 characters.
using WebhookId = std::array<std::uint8_t, 15>;
std::string FormatWebhookId(const WebhookId& id);
std::optional<WebhookId> ParseWebhookId(std::string_view text);

// The key of its messages' HMAC.
using WebhookSecret = std::vector<std::uint8_t>;

// An endpoint, somebody's server that is told of changes, at one point of its life. Immutable once
// shared: each change is a new object.
//
// It follows the feed, one message at a time: `position` is the last change that was delivered or
// does not concern it. A message that fails is tried again until it is delivered, or for so long
// that the endpoint is disabled; then `position` stays, and it goes on from there once it is
// enabled again.
struct Webhook {
  WebhookId id = {};
  std::string url;
  std::string description;
  std::vector<std::string> events;  // ids of those that concern it; empty: all
  WebhookTypes types = kAllWebhookTypes;
  WebhookSecret secret;
  WebhookSecret old_secret;  // signs, too, until `old_secret_until`; may be empty
  TimeMs old_secret_until = 0;
  bool enabled = true;
  std::string disabled_reason;  // why it was, where the operator did not do it
  TimeMs created_at = 0;

  // Counts what operators did to it: progress under an earlier version is no progress any more.
  std::uint64_t version = 0;

  FeedPosition position = 0;
  std::uint32_t attempts = 0;    // that failed, of the message behind `position`
  TimeMs failing_since = 0;      // the first of them; 0 with no attempts
  TimeMs next_attempt_at = 0;    // the same
  std::uint32_t tests = 0;       // test messages that were asked for
  std::uint32_t tests_sent = 0;  // and sent, delivered or not
  std::uint64_t deliveries = 0;  // attempts that were ever logged

  bool Concerns(std::string_view event, WebhookType type) const;
  bool operator==(const Webhook&) const = default;
};

using WebhookPtr = std::shared_ptr<const Webhook>;

// One attempt to deliver a message.
struct WebhookDelivery {
  std::uint64_t number = 0;  // of the endpoint's attempts: 1, 2, 3, …
  WebhookType type = WebhookType::kTest;
  std::uint64_t message = 0;  // the change's position, or the test's number
  std::uint32_t attempt = 1;  // of this message
  TimeMs at = 0;              // when it began
  std::uint32_t duration_ms = 0;
  std::uint16_t status = 0;  // of the answer; 0 without one
  std::string error = {};    // why there was no answer, or why it does not count

  bool delivered() const { return status >= 200 && status < 300; }
  bool operator==(const WebhookDelivery&) const = default;
};

// What a message is called, the same at each attempt: `msg_ID_41`, or `msg_ID_test-2`.
std::string WebhookMessageId(const WebhookId& id, WebhookType type, std::uint64_t message);

}  // namespace onsale::domain
