#include "onsale/api/change_list.h"

#include <algorithm>
#include <string>
#include <utility>
#include <variant>

#include "onsale/api/change_json.h"

namespace onsale::api {
namespace {

using commit::LoggedChange;
using domain::EventDefinition;
using domain::EventNumber;

using DefinitionPtr = std::shared_ptr<const EventDefinition>;

Status CheckKnown(const EventDefinition& event, const domain::Change& change) {
  if (Knows(event, change)) return {};
  return Corruption("the change " + std::to_string(change.sequence) + " of event " + event.id +
                    " names what the event has not");
}

class EventChangeList final : public ChangeList {
 public:
  EventChangeList(const commit::ChangeLog& log, const domain::EventSnapshot& event,
                  domain::Sequence after)
      : ChangeList(after, event.sequence), log_(log), definition_(event.definition) {}

 private:
  Result<std::uint64_t> Read(std::uint64_t first, std::uint64_t last,
                             const Continuing& visit) override {
    std::uint64_t reached = last;
    Status read = log_.Read(definition_->number, first, last,
                            [&](const LoggedChange& logged) -> Result<bool> {
                              Status known = CheckKnown(*definition_, logged.change);
                              if (!known.ok()) return known;
                              reached = logged.change.sequence;
                              return visit({&logged, nullptr, definition_.get(), 0});
                            });
    if (!read.ok()) return read;
    return reached;
  }

  const commit::ChangeLog& log_;
  const DefinitionPtr definition_;
};

class FeedList final : public ChangeList {
 public:
  FeedList(const commit::ChangeLog& log, const commit::ReadView& view, domain::FeedPosition after)
      : ChangeList(after, view.feed_end()), log_(log), view_(view) {}

 private:
  Result<std::uint64_t> Read(std::uint64_t first, std::uint64_t last,
                             const Continuing& visit) override {
    return log_.ReadFeed(first, last, [&](const commit::FeedItem& item) -> Result<bool> {
      if (const auto* deletion = std::get_if<domain::Deletion>(&item.what)) {
        return visit({nullptr, deletion, nullptr, item.position});
      }
      const auto& logged = std::get<LoggedChange>(item.what);
      const EventDefinition* event = FindDefinition(logged.change.event);
      if (event == nullptr) return true;  // deleted meanwhile, as the feed tells further on
      Status known = CheckKnown(*event, logged.change);
      if (!known.ok()) return known;
      return visit({&logged, nullptr, event, item.position});
    });
  }

  // Read after the end of the list was, so it knows all of the list's changes.
  const EventDefinition* FindDefinition(EventNumber event) {
    if (definition_ == nullptr || definition_->number != event) {
      const commit::EventViewPtr view = view_.Find(event);
      const domain::EventSnapshotPtr snapshot = view == nullptr ? nullptr : view->Read(0).event;
      definition_ = snapshot == nullptr ? nullptr : snapshot->definition;
    }
    return definition_.get();
  }

  const commit::ChangeLog& log_;
  const commit::ReadView& view_;
  DefinitionPtr definition_;  // of the event that was seen last: changes come in runs
};

}  // namespace

void ChangeRow::Write(JsonWriter& json) const {
  if (deletion != nullptr) {
    WriteDeletion(json, *deletion, position);
  } else {
    WriteChange(json, *change, *definition, position);
  }
}

Status ChangeList::ReadOn(std::size_t count, std::size_t octets_max, const Visitor& visit) {
  if (done() || count == 0) return {};
  std::size_t octets = 0;
  const std::uint64_t last = cursor_ + std::min<std::uint64_t>(count, end_ - cursor_);
  const auto reached = Read(cursor_ + 1, last, [&](const ChangeRow& row) -> Result<bool> {
    visit(row);
    if (row.change != nullptr) octets += row.change->octets;
    return octets < octets_max;
  });
  if (!reached.ok()) return reached.status();
  cursor_ = *reached;
  return {};
}

std::unique_ptr<ChangeList> MakeEventChangeList(const commit::ChangeLog& log,
                                                const domain::EventSnapshot& event,
                                                domain::Sequence after) {
  return std::make_unique<EventChangeList>(log, event, after);
}

std::unique_ptr<ChangeList> MakeFeedList(const commit::ChangeLog& log, const commit::ReadView& view,
                                         domain::FeedPosition after) {
  return std::make_unique<FeedList>(log, view, after);
}

}  // namespace onsale::api
