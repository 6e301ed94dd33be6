#include "onsale/commit/verify_feed.h"

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <variant>

#include "onsale/storage/codec.h"

namespace onsale::commit {
namespace {

using domain::EventNumber;
using domain::FeedPosition;
using domain::Sequence;
using storage::Family;
using storage::FeedRun;
using storage::Store;

class FeedVerifier {
 public:
  FeedVerifier(const std::map<EventNumber, Sequence>& log_ends, VerifyReport& report)
      : log_ends_(log_ends), report_(report) {}

  void Add(std::string_view key, std::string_view value) {
    const auto end = storage::DecodeFeedKey(key);
    const auto entries = storage::DecodeFeed(value);
    if (!end || !entries) {
      Differ("has an unreadable record after position " + std::to_string(end_));
    } else {
      FeedPosition expected = end_;
      for (const auto& entry : *entries) {
        std::visit([&](const auto& what) { expected += Add(what); }, entry);
      }
      if (*end != expected) {
        Differ("has a record that ends at position " + std::to_string(*end) + " and not at " +
               std::to_string(expected));
      }
    }
    end_ = end.value_or(end_);
  }

  void CompareEnds() {
    for (const auto& [event, end] : log_ends_) {
      const auto told = told_.find(event);
      const Sequence last = told == told_.end() ? 0 : told->second;
      if (last == end) continue;
      Differ("tells event number " + std::to_string(event) + " up to sequence " +
             std::to_string(last) + "; its change log ends at " + std::to_string(end));
    }
    for (const auto& [event, last] : told_) {
      if (log_ends_.contains(event) || deleted_.contains(event)) continue;
      Differ("tells event number " + std::to_string(event) +
             ", which is not there, and not its deletion");
    }
  }

 private:
  void Differ(const std::string& what) { report_.differences.push_back("the feed " + what); }

  // Give how many positions they take.
  FeedPosition Add(const FeedRun& run) {
    Sequence& last = told_[run.event];
    if (run.first != last + 1) {
      Differ("goes on with event number " + std::to_string(run.event) + " at sequence " +
             std::to_string(run.first) + " after " + std::to_string(last));
    }
    if (deleted_.contains(run.event)) {
      Differ("goes on with event number " + std::to_string(run.event) + " after its deletion");
    }
    last = run.first + run.count - 1;
    return run.count;
  }

  FeedPosition Add(const domain::Deletion& deletion) {
    const std::string number = std::to_string(deletion.event);
    if (log_ends_.contains(deletion.event)) {
      Differ("tells the deletion of event number " + number + ", which is there");
    }
    if (!deleted_.insert(deletion.event).second) {
      Differ("tells the deletion of event number " + number + " twice");
    }
    return 1;
  }

  const std::map<EventNumber, Sequence>& log_ends_;
  VerifyReport& report_;
  FeedPosition end_ = 0;
  std::map<EventNumber, Sequence> told_;  // up to this sequence
  std::set<EventNumber> deleted_;
};

// Only a store in memory says no format, and it is of ours.
Status ReadFormat(const Store& store, std::uint64_t& format) {
  return store.Scan(Family::kMeta, storage::kFormatKey, [&](auto, std::string_view value) {
    format = storage::DecodeNumber(value).value_or(storage::kFormatVersion);
    return Status();
  });
}

}  // namespace

Status VerifyFeed(const Store& store, const std::map<EventNumber, Sequence>& log_ends,
                  VerifyReport& report) {
  std::uint64_t format = storage::kFormatVersion;
  Status scanned = ReadFormat(store, format);
  if (!scanned.ok() || format < storage::kFeedFormatVersion) return scanned;
  FeedVerifier verifier(log_ends, report);
  scanned = store.Scan(Family::kFeed, "", [&](std::string_view key, std::string_view value) {
    verifier.Add(key, value);
    return Status();
  });
  if (scanned.ok()) verifier.CompareEnds();
  return scanned;
}

}  // namespace onsale::commit
