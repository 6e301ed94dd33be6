#include "onsale/api/page_cache.h"

#include <algorithm>
#include <limits>
#include <vector>

#include "onsale/api/compress.h"
#include "onsale/api/html.h"
#include "onsale/api/page_markers.h"
#include "onsale/api/prepare.h"
#include "onsale/api/query.h"

namespace onsale::api {
namespace {

constexpr std::size_t kEntryOverheadBytes = 1024;  // of an entry besides its bodies

std::string Compress(const std::string& html, ContentCoding coding) {
  constexpr int kBrotliQuality = 5;  // of 16 KB about 0.5 ms; gzip 0.2 ms
  std::string out =
      coding == ContentCoding::kBrotli ? CompressBrotli(html, kBrotliQuality) : CompressGzip(html);
  out.shrink_to_fit();  // it is kept
  return out;
}

std::shared_ptr<const PreparedResponse> PrepareIn(ContentCoding coding,
                                                  const PageLanguage& language,
                                                  std::string_view policy, std::string etag,
                                                  std::string body) {
  if (coding != ContentCoding::kIdentity) etag.append("-").append(ContentCodingName(coding));
  return Prepare({.content_type = "text/html; charset=utf-8",
                  .cache_control = "public, max-age=1",
                  .coding = coding,
                  .language = language.is_a_choice ? language.tag : std::string_view(),
                  .varies_by_coding = true,
                  .varies_by_language = language.is_a_choice,
                  .policy = policy},
                 etag + '"', std::move(body));
}

// Until when a page stays as it is, whatever changes, other than its event's definition: for the
// shortest time, but not beyond the time when its event opens or closes.
TimeMs HoldUntil(const domain::EventDefinition& definition, TimeMs now) {
  const TimeMs refill = now + PageCache::kRefillMs;
  return std::min(refill, NextStateChange(definition, now).value_or(refill));
}

}  // namespace

std::shared_ptr<const PreparedResponse> PageCache::Event(const PageTemplate& page,
                                                         std::string_view id, ContentCoding coding,
                                                         TimeMs now) {
  MakeRoom();
  const Key key(&page, id);
  // Twice, because the event that was cached may be deleted, and a new one have its id.
  for (int attempt = 0; attempt < 2; ++attempt) {
    Entry* entry = FindEvent(key);
    if (entry == nullptr) return nullptr;
    const bool fresh = entry->freshness.Holds(entry->view->version(), now);
    if (fresh || FillEvent(page, *entry, now)) return AnswerIn(page, *entry, coding);
    bytes_ -= entry->bytes;
    entries_.erase(key);
  }
  return nullptr;
}

PageCache::Entry* PageCache::FindEvent(const Key& key) {
  if (const auto found = entries_.find(key); found != entries_.end()) return &found->second;
  commit::EventViewPtr view = view_.Find(key.second);
  if (view == nullptr) return nullptr;
  Entry& entry = entries_[key];
  entry.view = std::move(view);
  return &entry;
}

// False when the event is gone.
bool PageCache::FillEvent(const PageTemplate& page, Entry& entry, TimeMs now) {
  const commit::EventReading reading = entry.view->Read(now);
  if (reading.event == nullptr) return false;
  const auto& definition = reading.event->definition;
  const bool held = now >= entry.freshness.from && now < entry.hold_until;
  if (held && entry.definition == definition) return true;

  const auto json = events_.Event(definition->id, now);
  if (json == nullptr) return false;
  SetContent(page, entry, FillEventPage(page, origin_, *reading.event, json->body, now));
  entry.freshness = {reading.version, now, reading.valid_until};
  entry.hold_until = HoldUntil(*definition, now);
  entry.definition = definition;
  return true;
}

std::shared_ptr<const PreparedResponse> PageCache::Home(const PageTemplate& page,
                                                        ContentCoding coding, TimeMs now) {
  MakeRoom();
  Entry& entry = entries_[Key(&page, "")];
  const bool held = now >= entry.freshness.from && now < entry.hold_until;
  if (!held && !entry.freshness.Holds(view_.version(), now)) FillHome(page, entry, now);
  return AnswerIn(page, entry, coding);
}

void PageCache::FillHome(const PageTemplate& page, Entry& entry, TimeMs now) {
  const std::size_t limit = PageQuery().limit;
  // The version before the reading: newer content under it is only replaced.
  entry.freshness = {view_.version(), now, std::numeric_limits<TimeMs>::max()};
  entry.hold_until = now + kRefillMs;
  std::vector<domain::EventSnapshotPtr> events;
  for (const std::string& id : view_.ListIds("", limit)) {
    const commit::EventViewPtr view = view_.Find(id);
    if (view == nullptr) continue;  // deleted meanwhile
    const commit::EventReading reading = view->Read(now);
    if (reading.event == nullptr) continue;
    entry.freshness.until = std::min(entry.freshness.until, reading.valid_until);
    entry.hold_until = std::min(entry.hold_until, HoldUntil(*reading.event->definition, now));
    events.push_back(reading.event);
  }
  SetContent(page, entry,
             FillHomePage(page, origin_, events, events_.List("", limit, now)->body, now));
}

void PageCache::SetContent(const PageTemplate& page, Entry& entry, std::string html) {
  entry.policy = PagePolicy(ReadHtml(html));
  entry.etag = StrongEtag(html);
  entry.etag.pop_back();
  html.shrink_to_fit();  // it is kept
  entry.answers = {};
  entry.answers[static_cast<std::size_t>(ContentCoding::kIdentity)] = PrepareIn(
      ContentCoding::kIdentity, page.language(), entry.policy, entry.etag, std::move(html));
  CountBytes(entry);
}

// Compressed when the coding is asked for: then all the others who ask for it get the same.
std::shared_ptr<const PreparedResponse> PageCache::AnswerIn(const PageTemplate& page, Entry& entry,
                                                            ContentCoding coding) {
  auto& answer = entry.answers[static_cast<std::size_t>(coding)];
  if (answer == nullptr) {
    const auto& identity = entry.answers[static_cast<std::size_t>(ContentCoding::kIdentity)];
    answer = PrepareIn(coding, page.language(), entry.policy, entry.etag,
                       Compress(identity->body, coding));
    CountBytes(entry);
  }
  return answer;
}

void PageCache::CountBytes(Entry& entry) {
  std::size_t bytes = kEntryOverheadBytes;
  for (const auto& answer : entry.answers) {
    if (answer != nullptr) bytes += answer->body.capacity();
  }
  bytes_ = bytes_ - entry.bytes + bytes;
  entry.bytes = bytes;
}

// Nothing has to be kept.
void PageCache::MakeRoom() {
  if (bytes_ > bytes_max_) Clear();
}

void PageCache::Clear() {
  entries_.clear();
  bytes_ = 0;
}

}  // namespace onsale::api
