#include "onsale/domain/webhook.h"

#include <algorithm>

#include "onsale/base/base64url.h"
#include "onsale/domain/change.h"

namespace onsale::domain {
namespace {

constexpr std::array<std::string_view, kWebhookTypeCount> kTypeNames = {
    "reservation.held",    "reservation.confirmed", "reservation.extended", "reservation.cancelled",
    "reservation.expired", "waitlist.joined",       "waitlist.offered",     "waitlist.skipped",
    "event.created",       "event.edited",          "event.deleted",        "block.created",
    "block.released",      "webhook.test"};

constexpr std::size_t kIdLength = 20;

}  // namespace

std::string_view ToString(WebhookType type) { return kTypeNames[static_cast<std::size_t>(type)]; }

std::optional<WebhookType> ParseWebhookType(std::string_view text) {
  const auto found = std::find(kTypeNames.begin(), kTypeNames.end(), text);
  if (found == kTypeNames.end()) return std::nullopt;
  return static_cast<WebhookType>(found - kTypeNames.begin());
}

WebhookType WebhookTypeOf(const Change& change) {
  switch (change.kind) {
    case ChangeKind::kEventCreated:
      return WebhookType::kEventCreated;
    case ChangeKind::kEventEdited:
      return WebhookType::kEventEdited;
    case ChangeKind::kReserved:
      return change.reservation->status == ReservationStatus::kHeld
                 ? WebhookType::kReservationHeld
                 : WebhookType::kReservationConfirmed;
    case ChangeKind::kConfirmed:
      return WebhookType::kReservationConfirmed;
    case ChangeKind::kExtended:
      return WebhookType::kReservationExtended;
    case ChangeKind::kCancelled:
      return WebhookType::kReservationCancelled;
    case ChangeKind::kExpired:
      return WebhookType::kReservationExpired;
    case ChangeKind::kJoined:
      return WebhookType::kWaitlistJoined;
    case ChangeKind::kOffered:
      return WebhookType::kWaitlistOffered;
    case ChangeKind::kSkipped:
      return WebhookType::kWaitlistSkipped;
    case ChangeKind::kBlocked:
      return WebhookType::kBlockCreated;
    case ChangeKind::kReleased:
      return WebhookType::kBlockReleased;
  }
  return WebhookType::kTest;
}

std::string FormatWebhookId(const WebhookId& id) {
  std::string text;
  AppendBase64Url(text, id);
  return text;
}

std::optional<WebhookId> ParseWebhookId(std::string_view text) {
  WebhookId id;
  if (text.size() != kIdLength || !DecodeBase64Url(text, id)) return std::nullopt;
  return id;
}

bool Webhook::Concerns(std::string_view event, WebhookType type) const {
  return (types & BitOf(type)) != 0 &&
         (events.empty() || std::find(events.begin(), events.end(), event) != events.end());
}

std::string WebhookMessageId(const WebhookId& id, WebhookType type, std::uint64_t message) {
  return "msg_" + FormatWebhookId(id) + (type == WebhookType::kTest ? "_test-" : "_") +
         std::to_string(message);
}

}  // namespace onsale::domain
