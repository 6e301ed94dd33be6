#include "onsale/api/seats_cache.h"

#include <utility>

#include "onsale/api/prepare.h"

namespace onsale::api {
namespace {

constexpr std::size_t kEntryBytes = 2048;  // of an entry about an event without seats

// The document as it is serves few, and is long: after this time it is not kept for the next one.
constexpr TimeMs kIdentityMs = 10'000;

// Differs whenever the document can. The seats that came back without being given back yet are
// those of the first holds to end: their number tells which.
std::string EtagOf(const commit::EventReading& reading, ContentCoding coding) {
  std::string etag = "\"" + std::to_string(reading.event->definition->number) + "-" +
                     std::to_string(reading.event->sequence);
  if (reading.returning > 0) etag += "-" + std::to_string(reading.returning);
  if (coding != ContentCoding::kIdentity) etag.append("-").append(ContentCodingName(coding));
  return etag + "\"";
}

std::shared_ptr<const PreparedResponse> PrepareJson(std::string body, std::string etag,
                                                    ContentCoding coding) {
  return Prepare({.content_type = "application/json",
                  .cache_control = "public, max-age=1",
                  .coding = coding,
                  .varies_by_coding = true},
                 std::move(etag), std::move(body));
}

}  // namespace

std::shared_ptr<const PreparedResponse> SeatsCache::Seats(std::string_view event,
                                                          ContentCoding coding, TimeMs now) {
  // Twice, because the event that was cached may be deleted, and a new one have its id.
  for (int attempt = 0; attempt < 2; ++attempt) {
    const auto it = FindEntry(event);
    if (it == entries_.end()) return nullptr;
    Entry& entry = it->second;
    const Answer& answer = coding == ContentCoding::kGzip ? entry.gzip : entry.identity;
    const bool fresh =
        answer.response != nullptr && answer.freshness.Holds(entry.view->version(), now);
    if (fresh) return answer.response;
    if (Render(entry, coding, now)) {
      CountBytes(it);
      return answer.response;
    }
    bytes_ -= entry.bytes;
    entries_.erase(it);
  }
  return nullptr;
}

SeatsCache::Entries::iterator SeatsCache::FindEntry(std::string_view event) {
  const auto it = entries_.find(event);
  if (it != entries_.end()) return it;
  commit::EventViewPtr view = view_.Find(event);
  if (view == nullptr) return entries_.end();
  Entry entry;
  entry.view = std::move(view);
  return entries_.emplace(event, std::move(entry)).first;
}

bool SeatsCache::Render(Entry& entry, ContentCoding coding, TimeMs now) {
  commit::SeatsReading reading = entry.view->ReadSeats(now);
  if (reading.event == nullptr) return false;
  const bool gzip = coding == ContentCoding::kGzip;
  Answer& answer = gzip ? entry.gzip : entry.identity;
  answer.freshness = {reading.version, now, reading.valid_until};
  std::string etag = EtagOf(reading, coding);
  if (gzip) {
    answer.response = PrepareJson(entry.document.Gzip(std::move(reading)), std::move(etag), coding);
    if (now - entry.identity.freshness.from > kIdentityMs) entry.identity.response.reset();
  } else {
    const std::string_view previous =
        answer.response == nullptr ? std::string_view() : answer.response->body;
    answer.response =
        PrepareJson(entry.document.Identity(std::move(reading), previous), std::move(etag), coding);
  }
  return true;
}

// Makes room by dropping all others: nothing of them has to be kept.
void SeatsCache::CountBytes(Entries::iterator it) {
  Entry& entry = it->second;
  std::size_t bytes = kEntryBytes + entry.document.bytes();
  for (const Answer* answer : {&entry.identity, &entry.gzip}) {
    if (answer->response != nullptr) bytes += answer->response->body.capacity();
  }
  bytes_ = bytes_ - entry.bytes + bytes;
  entry.bytes = bytes;
  if (bytes_ <= bytes_max_ || entries_.size() == 1) return;
  auto kept = entries_.extract(it);
  entries_.clear();
  entries_.insert(std::move(kept));
  bytes_ = bytes;
}

}  // namespace onsale::api
