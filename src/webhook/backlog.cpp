#include "onsale/webhook/backlog.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "onsale/api/change_json.h"
#include "onsale/base/json_writer.h"

namespace onsale::webhook {
namespace {

constexpr std::size_t kMessagesMax = 64;
constexpr std::size_t kBytesMax = 256 * 1024;
constexpr domain::FeedPosition kPositionsMax = 1'024;  // that are looked at for one page

// Begins the content of a message; `data` follows, and the end.
JsonWriter BeginMessage(std::string& body, domain::WebhookType type, TimeMs at) {
  JsonWriter json(body);
  json.BeginObject().Key("type").String(ToString(type));
  json.Key("timestamp").Time(at).Key("data");
  return json;
}

}  // namespace

Message MakeTestMessage(const domain::WebhookId& id, std::uint32_t number, TimeMs now) {
  Message message{domain::WebhookType::kTest, number, {}};
  JsonWriter json = BeginMessage(message.body, message.type, now);
  json.BeginObject().Key("webhook").String(domain::FormatWebhookId(id));
  json.Key("test").Uint(number).EndObject().EndObject();
  return message;
}

namespace {

// One endpoint's page being put together.
class PageReader {
 public:
  PageReader(const commit::ReadView& view, const domain::Webhook& webhook, TimeMs now)
      : view_(view), webhook_(webhook), now_(now) {}

  // False when that is enough.
  Result<bool> Add(const commit::FeedItem& item) {
    if (const auto* deletion = std::get_if<domain::Deletion>(&item.what)) {
      AddDeletion(item, *deletion);
    } else {
      Status added = AddChange(item, std::get<commit::LoggedChange>(item.what));
      if (!added.ok()) return added;
    }
    return page_.messages.size() < kMessagesMax && bytes_ < kBytesMax;
  }

  BacklogPage Take(domain::FeedPosition end) {
    page_.end = end;
    return std::move(page_);
  }

 private:
  void AddDeletion(const commit::FeedItem& item, const domain::Deletion& deletion) {
    const auto type = domain::WebhookType::kEventDeleted;
    if (!webhook_.Concerns(deletion.id, type)) return;
    Message message{type, item.position, {}};
    JsonWriter json = BeginMessage(message.body, type, deletion.at);
    api::WriteDeletion(json, deletion, item.position);
    json.EndObject();
    Add(std::move(message));
  }

  Status AddChange(const commit::FeedItem& item, const commit::LoggedChange& logged) {
    const domain::Change& change = logged.change;
    const auto type = WebhookTypeOf(change);
    if ((webhook_.types & BitOf(type)) == 0) return {};
    const auto event = view_.Find(change.event);
    if (event == nullptr) return {};  // deleted meanwhile, which is told later
    const auto snapshot = event->Read(now_).event;
    if (snapshot == nullptr) return {};
    const domain::EventDefinition& definition = *snapshot->definition;
    if (!webhook_.Concerns(definition.id, type)) return {};
    if (!api::Knows(definition, change)) return Corruption("a change names what is not there");
    Message message{type, item.position, {}};
    JsonWriter json = BeginMessage(message.body, type, change.at);
    api::WriteChange(json, logged, definition, item.position);
    json.EndObject();
    Add(std::move(message));
    return {};
  }

  void Add(Message message) {
    bytes_ += message.body.size();
    page_.messages.push_back(std::move(message));
  }

  const commit::ReadView& view_;
  const domain::Webhook& webhook_;
  const TimeMs now_;
  BacklogPage page_;
  std::size_t bytes_ = 0;
};

}  // namespace

Result<BacklogPage> Backlog::Read(const domain::Webhook& webhook,
                                  domain::FeedPosition after) const {
  PageReader reader(view_, webhook, clock_.Now());
  const domain::FeedPosition end = std::min(view_.feed_end(), after + kPositionsMax);
  if (after >= end) return reader.Take(after);
  const auto read =
      log_.ReadFeed(after + 1, end, [&](const commit::FeedItem& item) { return reader.Add(item); });
  if (!read.ok()) return read.status();
  return reader.Take(*read);
}

}  // namespace onsale::webhook
