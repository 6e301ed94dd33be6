#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "onsale/base/json_writer.h"
#include "onsale/base/random.h"
#include "onsale/domain/webhook.h"
#include "onsale/domain/webhook_command.h"

namespace onsale::api {

// Why content was refused: `malformed` where it is not of the form that is expected, and otherwise
// an endpoint cannot be like that.
struct WebhookFault {
  std::string sentence;
  bool malformed = false;
};

// What POST and PATCH of an endpoint say; nothing with a `fault` where it is wrong. Ids and secrets
// that are to be made are made of `random`. `allow_private`: plain http and addresses that are not
// public are taken.
std::optional<domain::CreateWebhook> ParseCreateWebhook(std::string_view body, bool allow_private,
                                                        RandomSource& random, WebhookFault& fault);
std::optional<domain::EditWebhook> ParseEditWebhook(std::string_view body, bool allow_private,
                                                    RandomSource& random, WebhookFault& fault);

// `{"after": POSITION}`.
std::optional<domain::FeedPosition> ParseReplay(std::string_view body, std::string& fault);

// Its secret only where `with_secret`: it is told when it was made or set, and never again.
void WriteWebhook(JsonWriter& json, const domain::Webhook& webhook, bool with_secret);

void WriteDelivery(JsonWriter& json, const domain::WebhookId& webhook,
                   const domain::WebhookDelivery& delivery);

}  // namespace onsale::api
