#include <spdlog/spdlog.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "onsale/api/accept.h"
#include "onsale/api/change_list.h"
#include "onsale/api/context.h"
#include "onsale/api/guards.h"
#include "onsale/api/handlers.h"
#include "onsale/api/problem.h"
#include "onsale/api/query.h"

namespace onsale::api {
namespace {

// A page reads this much, and then ends before its limit: operators' lists are not to hold up the
// other connections of their loop.
constexpr std::size_t kPageOctetsMax = std::size_t{1} << 20;
// And so often as many changes as it may show, where they are those of events that were deleted.
constexpr int kReadsPerPage = 10;

constexpr std::size_t kChangesPerPiece = 64;
constexpr std::size_t kPieceOctetsMax = std::size_t{64} << 10;

void LogUnreadable(const Status& status) {
  if (status.code() == StatusCode::kNotFound) return;  // deleted meanwhile
  spdlog::error("event=change_log_unreadable error=\"{}\"", status.message());
}

// The whole list, or `limit` of it, as lines; piece by piece, so that it takes no memory.
class ChangeStream final : public BodyStream {
 public:
  ChangeStream(std::unique_ptr<ChangeList> list, std::uint64_t limit)
      : list_(std::move(list)), left_(limit) {}

  Piece Next(std::string& out) override {
    const Status read = list_->ReadOn(std::min<std::uint64_t>(kChangesPerPiece, left_),
                                      kPieceOctetsMax, [&](const ChangeRow& row) {
                                        JsonWriter json(out);
                                        row.Write(json);
                                        out += '\n';
                                        --left_;
                                      });
    if (!read.ok()) {
      LogUnreadable(read);
      return Piece::kBroken;
    }
    return list_->done() || left_ == 0 ? Piece::kLast : Piece::kMore;
  }

 private:
  const std::unique_ptr<ChangeList> list_;
  std::uint64_t left_;
};

Disposition SendPage(Exchange& exchange, ChangeList& list, std::size_t limit) {
  Response& response = exchange.response;
  JsonWriter json(response.body);
  json.BeginObject().Key("items").BeginArray();
  std::size_t octets = 0;
  for (int i = 0; i < kReadsPerPage && limit > 0 && octets < kPageOctetsMax && !list.done(); ++i) {
    const Status read = list.ReadOn(limit, kPageOctetsMax - octets, [&](const ChangeRow& row) {
      row.Write(json);
      --limit;
      if (row.change != nullptr) octets += row.change->octets;
    });
    if (read.ok()) continue;
    LogUnreadable(read);
    response.Reset();
    return SendProblem(exchange, read.code() == StatusCode::kNotFound
                                     ? ProblemType::kEventNotFound
                                     : ProblemType::kInternalError);
  }
  json.EndArray().Key("next");
  if (list.done()) {
    json.Null();
  } else {
    json.String(std::to_string(list.cursor()));
  }
  json.EndObject();
  response.content_type = "application/json";
  return Disposition::kAnswered;
}

Disposition SendList(Exchange& exchange, std::unique_ptr<ChangeList> list, const PageQuery& page,
                     const std::string& file) {
  Response& response = exchange.response;
  if (list->cursor() > list->end()) {
    return SendProblem(
        exchange, ProblemType::kMalformedRequest,
        "after is no cursor of this list, which ends at " + std::to_string(list->end()) + ".");
  }
  response.headers += "Vary: Accept\r\n";
  if (PreferredListFormat(exchange.request.accept) != ListFormat::kNdjson) {
    return SendPage(exchange, *list, page.limit);
  }
  response.content_type = "application/x-ndjson";
  response.headers += "Content-Disposition: attachment; filename=\"" + file + "\"\r\n";
  response.stream = std::make_unique<ChangeStream>(
      std::move(list), page.has_limit ? page.limit : std::numeric_limits<std::uint64_t>::max());
  return Disposition::kAnswered;
}

struct ChangesRequest {
  PageQuery page;
  std::uint64_t after = 0;
};

// Nothing when the request is answered.
std::optional<ChangesRequest> ReadChangesRequest(Context& context, Exchange& exchange) {
  if (!RequireAdmin(context, exchange)) return std::nullopt;
  std::string fault;
  const auto page = ParsePageQuery(exchange.request.query, fault);
  if (!page) {
    SendProblem(exchange, ProblemType::kMalformedRequest, fault);
    return std::nullopt;
  }
  if (page->after.empty()) return ChangesRequest{*page, 0};
  const auto after = ParseCursor(page->after);
  if (!after) {
    SendProblem(exchange, ProblemType::kMalformedRequest, "after is not a cursor.");
    return std::nullopt;
  }
  return ChangesRequest{*page, *after};
}

}  // namespace

Disposition ListEventChanges(Context& context, Exchange& exchange) {
  const auto request = ReadChangesRequest(context, exchange);
  if (!request) return Disposition::kAnswered;
  const commit::EventViewPtr view = context.view.Find(exchange.params[0]);
  const domain::EventSnapshotPtr event =
      view == nullptr ? nullptr : view->Read(context.clock.Now()).event;
  if (event == nullptr) return SendProblem(exchange, ProblemType::kEventNotFound);
  return SendList(exchange, MakeEventChangeList(context.change_log, *event, request->after),
                  request->page, event->definition->id + "-changes.ndjson");
}

Disposition ListChanges(Context& context, Exchange& exchange) {
  const auto request = ReadChangesRequest(context, exchange);
  if (!request) return Disposition::kAnswered;
  return SendList(exchange, MakeFeedList(context.change_log, context.view, request->after),
                  request->page, "changes.ndjson");
}

}  // namespace onsale::api
