#include "onsale/api/webhook_json.h"

#include <utility>
#include <vector>

#include "onsale/api/json_reader.h"
#include "onsale/base/base64.h"
#include "onsale/base/http_url.h"
#include "onsale/base/public_address.h"
#include "onsale/base/text.h"
#include "onsale/domain/validate.h"

namespace onsale::api {
namespace {

using domain::Webhook;
using domain::WebhookSecret;
using Json = nlohmann::json;

constexpr std::string_view kSecretPrefix = "whsec_";
constexpr std::size_t kFreshSecretLength = 32;

WebhookSecret MakeSecret(RandomSource& random) {
  WebhookSecret secret(kFreshSecretLength);
  random.Fill(secret);
  return secret;
}

std::optional<WebhookSecret> ParseSecret(std::string_view text) {
  if (!text.starts_with(kSecretPrefix)) return std::nullopt;
  auto secret = DecodeBase64(text.substr(kSecretPrefix.size()));
  if (!secret || secret->size() < domain::kWebhookSecretLengthMin ||
      secret->size() > domain::kWebhookSecretLengthMax) {
    return std::nullopt;
  }
  return secret;
}

// Reads what POST and PATCH have in common, and says what an endpoint cannot be like.
class WebhookReader {
 public:
  WebhookReader(const Json& object, bool allow_private, RandomSource& random, WebhookFault& fault)
      : in_(object), allow_private_(allow_private), random_(random), fault_(fault) {}

  domain::EditWebhook Read() {
    domain::EditWebhook edit;
    edit.url = Url();
    edit.description = Description();
    edit.events = Events();
    edit.types = Types();
    edit.secret = Secret();
    edit.enabled = in_.Bool("enabled");
    return edit;
  }

  void Require(const char* name) { in_.FailMissing(name); }

  // True when everything was right.
  bool Finish() {
    if (!in_.Finish()) fault_ = {in_.fault(), /*malformed=*/true};
    return fault_.sentence.empty();
  }

 private:
  void Refuse(std::string sentence) {
    if (fault_.sentence.empty()) fault_.sentence = std::move(sentence);
  }

  std::optional<std::string> Url() {
    auto text = in_.ExactString("url");
    if (!text) return std::nullopt;
    const auto url = ParseHttpUrl(*text);
    if (!url || text->size() > domain::kWebhookUrlLengthMax) {
      Refuse(
          "url must be an absolute https URL of up to 2000 octets, without credentials or a "
          "fragment.");
    } else if (!allow_private_ && !url->https) {
      Refuse("url must begin with https.");
    } else if (const auto address = ParseIpAddress(url->host);
               !allow_private_ && address && !IsPublicAddress(*address)) {
      Refuse("url may not have an address that is not public.");
    }
    return text;
  }

  std::optional<std::string> Description() {
    auto text = in_.String("description");
    if (text &&
        (text->size() > domain::kWebhookDescriptionLengthMax || HasControlCharacter(*text))) {
      Refuse("description may have up to 200 octets and no control characters.");
    }
    return text;
  }

  std::optional<std::vector<std::string>> Strings(const char* name) {
    const Json* values = in_.Array(name);
    if (values == nullptr) return std::nullopt;
    std::vector<std::string> strings;
    for (const Json& value : *values) {
      if (value.is_string()) {
        strings.push_back(value.get<std::string>());
      } else {
        in_.Fail(name, "must be an array of strings");
      }
    }
    return strings;
  }

  std::optional<std::vector<std::string>> Events() {
    auto events = Strings("events");
    if (!events) return std::nullopt;
    if (events->size() > domain::kWebhookEventsMax) Refuse("events may name up to 100 events.");
    for (const std::string& event : *events) {
      if (!domain::IsValidSlug(event)) Refuse("events must be ids of events.");
    }
    return events;
  }

  // None stands for all.
  std::optional<domain::WebhookTypes> Types() {
    const auto names = Strings("types");
    if (!names) return std::nullopt;
    domain::WebhookTypes types = 0;
    for (const std::string& name : *names) {
      const auto type = domain::ParseWebhookType(name);
      if (type && *type != domain::WebhookType::kTest) {
        types = static_cast<domain::WebhookTypes>(types | BitOf(*type));
      } else {
        Refuse("types has " + name + ", which is none.");
      }
    }
    return types == 0 ? domain::kAllWebhookTypes : types;
  }

  // Null has one made.
  std::optional<WebhookSecret> Secret() {
    const auto text = in_.NullableString("secret");
    if (!text) return std::nullopt;
    if (!*text) return MakeSecret(random_);
    auto secret = ParseSecret(**text);
    if (!secret) Refuse("secret must be whsec_ and the base64 of 24 to 64 octets.");
    return secret;
  }

  MemberReader in_;
  const bool allow_private_;
  RandomSource& random_;
  WebhookFault& fault_;
};

void WriteTypes(JsonWriter& json, domain::WebhookTypes types) {
  json.BeginArray();
  for (int i = 0; types != domain::kAllWebhookTypes && i < domain::kWebhookTypeCount; ++i) {
    const auto type = static_cast<domain::WebhookType>(i);
    if ((types & BitOf(type)) != 0) json.String(ToString(type));
  }
  json.EndArray();
}

void WriteTimeOrNull(JsonWriter& json, bool has_time, TimeMs time) {
  if (has_time) {
    json.Time(time);
  } else {
    json.Null();
  }
}

std::optional<Json> ReadObject(std::string_view body, WebhookFault& fault) {
  auto object = ParseJsonObject(body);
  if (object.ok()) return *std::move(object);
  fault = {object.status().message(), /*malformed=*/true};
  return std::nullopt;
}

}  // namespace

std::optional<domain::CreateWebhook> ParseCreateWebhook(std::string_view body, bool allow_private,
                                                        RandomSource& random, WebhookFault& fault) {
  const auto object = ReadObject(body, fault);
  if (!object) return std::nullopt;
  WebhookReader reader(*object, allow_private, random, fault);
  domain::EditWebhook read = reader.Read();
  reader.Require("url");
  if (!reader.Finish()) return std::nullopt;
  domain::CreateWebhook command;
  Webhook& webhook = command.webhook;
  random.Fill(webhook.id);
  webhook.url = *std::move(read.url);
  webhook.description = read.description.value_or("");
  webhook.events = read.events.value_or(std::vector<std::string>());
  webhook.types = read.types.value_or(domain::kAllWebhookTypes);
  webhook.secret = read.secret ? *std::move(read.secret) : MakeSecret(random);
  webhook.enabled = read.enabled.value_or(true);
  return command;
}

std::optional<domain::EditWebhook> ParseEditWebhook(std::string_view body, bool allow_private,
                                                    RandomSource& random, WebhookFault& fault) {
  const auto object = ReadObject(body, fault);
  if (!object) return std::nullopt;
  WebhookReader reader(*object, allow_private, random, fault);
  domain::EditWebhook command = reader.Read();
  if (!reader.Finish()) return std::nullopt;
  return command;
}

std::optional<domain::FeedPosition> ParseReplay(std::string_view body, std::string& fault) {
  const auto object = ParseJsonObject(body);
  if (!object.ok()) {
    fault = object.status().message();
    return std::nullopt;
  }
  MemberReader in(*object);
  const auto after = in.Integer("after");
  in.FailMissing("after");
  if (after && *after < 0) in.Fail("after", "must be 0 or more");
  if (in.Finish()) return static_cast<domain::FeedPosition>(*after);
  fault = in.fault();
  return std::nullopt;
}

void WriteWebhook(JsonWriter& json, const Webhook& webhook, bool with_secret) {
  json.BeginObject();
  json.Key("id").String(domain::FormatWebhookId(webhook.id));
  json.Key("url").String(webhook.url);
  json.Key("description").String(webhook.description);
  json.Key("events").BeginArray();
  for (const std::string& event : webhook.events) json.String(event);
  json.EndArray();
  json.Key("types");
  WriteTypes(json, webhook.types);
  if (with_secret) {
    json.Key("secret").String(std::string(kSecretPrefix) + EncodeBase64(webhook.secret));
  }
  json.Key("enabled").Bool(webhook.enabled);
  json.Key("disabled_reason");
  json.StringOrNull(webhook.disabled_reason);
  json.Key("created_at").Time(webhook.created_at);
  json.Key("position").Uint(webhook.position);
  json.Key("attempts").Uint(webhook.attempts);
  const bool failing = webhook.attempts > 0;
  json.Key("failing_since");
  WriteTimeOrNull(json, failing, webhook.failing_since);
  json.Key("next_attempt_at");
  WriteTimeOrNull(json, failing && webhook.enabled, webhook.next_attempt_at);
  json.EndObject();
}

void WriteDelivery(JsonWriter& json, const domain::WebhookId& webhook,
                   const domain::WebhookDelivery& delivery) {
  json.BeginObject();
  json.Key("number").Uint(delivery.number);
  json.Key("id").String(domain::WebhookMessageId(webhook, delivery.type, delivery.message));
  json.Key("type").String(ToString(delivery.type));
  json.Key("position");
  if (delivery.type == domain::WebhookType::kTest) {
    json.Null();
  } else {
    json.Uint(delivery.message);
  }
  json.Key("attempt").Uint(delivery.attempt);
  json.Key("at").Time(delivery.at);
  json.Key("duration_ms").Uint(delivery.duration_ms);
  json.Key("status");
  if (delivery.status == 0) {
    json.Null();
  } else {
    json.Uint(delivery.status);
  }
  json.Key("delivered").Bool(delivery.delivered());
  json.Key("error");
  json.StringOrNull(delivery.error);
  json.EndObject();
}

}  // namespace onsale::api
