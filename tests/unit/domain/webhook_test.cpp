#include "onsale/domain/webhook.h"

#include <gtest/gtest.h>

#include <memory>
#include <set>

#include "onsale/domain/change.h"

namespace onsale::domain {
namespace {

TEST(WebhookTypeTest, HasANameOfItsOwn) {
  std::set<std::string_view> names;
  for (int i = 0; i < kWebhookTypeCount; ++i) {
    const auto type = static_cast<WebhookType>(i);
    EXPECT_TRUE(names.insert(ToString(type)).second) << ToString(type);
    EXPECT_EQ(ParseWebhookType(ToString(type)), type);
  }
  EXPECT_EQ(ToString(WebhookType::kReservationHeld), "reservation.held");
  EXPECT_EQ(ToString(WebhookType::kBlockReleased), "block.released");
  EXPECT_EQ(ToString(WebhookType::kTest), "webhook.test");
  EXPECT_EQ(ParseWebhookType("reservation"), std::nullopt);
  EXPECT_EQ(ParseWebhookType(""), std::nullopt);
}

WebhookType TypeOf(ChangeKind kind, ReservationStatus status = ReservationStatus::kHeld) {
  Change change;
  change.kind = kind;
  Reservation reservation;
  reservation.status = status;
  change.reservation = std::make_shared<const Reservation>(reservation);
  return WebhookTypeOf(change);
}

TEST(WebhookTypeTest, FollowsFromTheChange) {
  EXPECT_EQ(TypeOf(ChangeKind::kReserved), WebhookType::kReservationHeld);
  EXPECT_EQ(TypeOf(ChangeKind::kReserved, ReservationStatus::kConfirmed),
            WebhookType::kReservationConfirmed);
  EXPECT_EQ(TypeOf(ChangeKind::kConfirmed), WebhookType::kReservationConfirmed);
  EXPECT_EQ(TypeOf(ChangeKind::kExtended), WebhookType::kReservationExtended);
  EXPECT_EQ(TypeOf(ChangeKind::kCancelled), WebhookType::kReservationCancelled);
  EXPECT_EQ(TypeOf(ChangeKind::kExpired), WebhookType::kReservationExpired);
  EXPECT_EQ(TypeOf(ChangeKind::kJoined), WebhookType::kWaitlistJoined);
  EXPECT_EQ(TypeOf(ChangeKind::kOffered), WebhookType::kWaitlistOffered);
  EXPECT_EQ(TypeOf(ChangeKind::kSkipped), WebhookType::kWaitlistSkipped);
  EXPECT_EQ(TypeOf(ChangeKind::kEventCreated), WebhookType::kEventCreated);
  EXPECT_EQ(TypeOf(ChangeKind::kEventEdited), WebhookType::kEventEdited);
  EXPECT_EQ(TypeOf(ChangeKind::kBlocked), WebhookType::kBlockCreated);
  EXPECT_EQ(TypeOf(ChangeKind::kReleased), WebhookType::kBlockReleased);
}

TEST(WebhookTest, ConcernsItselfWithWhatItFilters) {
  Webhook webhook;
  EXPECT_TRUE(webhook.Concerns("any", WebhookType::kEventDeleted));
  webhook.events = {"a", "b"};
  EXPECT_TRUE(webhook.Concerns("b", WebhookType::kEventDeleted));
  EXPECT_FALSE(webhook.Concerns("c", WebhookType::kEventDeleted));
  webhook.types = BitOf(WebhookType::kReservationHeld) | BitOf(WebhookType::kEventDeleted);
  EXPECT_TRUE(webhook.Concerns("a", WebhookType::kEventDeleted));
  EXPECT_FALSE(webhook.Concerns("a", WebhookType::kEventCreated));
}

TEST(WebhookIdTest, IsText) {
  const WebhookId id = {0xff, 1, 2};
  const std::string text = FormatWebhookId(id);
  EXPECT_EQ(text.size(), 20U);
  EXPECT_EQ(ParseWebhookId(text), id);
  EXPECT_EQ(ParseWebhookId(text + "A"), std::nullopt);
  EXPECT_EQ(ParseWebhookId(text.substr(1)), std::nullopt);
  EXPECT_EQ(ParseWebhookId(""), std::nullopt);
  EXPECT_EQ(WebhookMessageId(id, WebhookType::kEventCreated, 41), "msg_" + text + "_41");
  EXPECT_EQ(WebhookMessageId(id, WebhookType::kTest, 2), "msg_" + text + "_test-2");
}

}  // namespace
}  // namespace onsale::domain
