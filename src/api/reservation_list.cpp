#include <algorithm>
#include <limits>
#include <memory>
#include <utility>
#include <vector>

#include "onsale/api/accept.h"
#include "onsale/api/context.h"
#include "onsale/api/guards.h"
#include "onsale/api/handlers.h"
#include "onsale/api/problem.h"
#include "onsale/api/query.h"
#include "onsale/api/reservation_json.h"
#include "onsale/base/time_format.h"

namespace onsale::api {
namespace {

using domain::EventDefinition;
using domain::Reservation;
using domain::ReservationPtr;

constexpr std::size_t kRowsPerPiece = 128;

using DefinitionPtr = std::shared_ptr<const EventDefinition>;

void WriteRow(JsonWriter& json, const Reservation& reservation, const EventDefinition& event,
              TimeMs now, std::int64_t place) {
  BeginReservation(json, reservation, event, now, place);
  json.EndObject();
}

// RFC 4180: quoted where needed, quotes doubled.
void AppendCsvText(std::string& out, std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
    out += text;
    return;
  }
  out += '"';
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

constexpr std::string_view kCsvHead =
    "id,event,customer,status,quantity,section,seats,created_at,expires_at,sequence\r\n";

void AppendCsvRow(std::string& out, const Reservation& reservation, const EventDefinition& event,
                  TimeMs now) {
  const domain::ReservationStatus status = StatusAt(reservation, now);
  AppendReservationId(out, reservation.id);
  out.append(",").append(event.id).append(",");
  AppendCsvText(out, reservation.customer);
  out.append(",").append(ToString(status));
  out.append(",").append(std::to_string(reservation.quantity)).append(",");
  if (reservation.section != domain::kAnySection) out += event.sections[reservation.section].id;
  out += ',';
  std::string seats;
  for (const domain::SeatNumber seat : reservation.seats) {
    if (!seats.empty()) seats += ' ';
    seats += SeatIdOf(event, reservation.section, seat);
  }
  AppendCsvText(out, seats);
  out += ',';
  AppendRfc3339(out, reservation.created_at);
  out += ',';
  if (HasEnd(status)) AppendRfc3339(out, reservation.expires_at);
  out.append(",").append(std::to_string(reservation.sequence)).append("\r\n");
}

// The whole list, or `limit` of it, as lines; piece by piece, so that it takes no memory. A
// reservation is written as it is when its piece is made.
class ReservationStream final : public BodyStream {
 public:
  ReservationStream(const Clock& clock, commit::EventViewPtr view, DefinitionPtr event, bool csv,
                    std::uint64_t first, std::uint64_t limit)
      : clock_(clock),
        view_(std::move(view)),
        event_(std::move(event)),
        csv_(csv),
        next_(first),
        left_(limit) {}

  Piece Next(std::string& out) override {
    if (csv_ && !std::exchange(begun_, true)) out += kCsvHead;
    rows_.clear();
    const std::size_t count = std::min<std::uint64_t>(kRowsPerPiece, left_);
    if (!view_->PageOfCustomers(next_, count, rows_).ok()) return Piece::kBroken;
    if (!rows_.empty()) next_ = rows_.back()->id.number + 1;
    left_ -= rows_.size();
    const TimeMs now = clock_.Now();
    for (const ReservationPtr& reservation : rows_) AppendRow(out, *reservation, now);
    return !rows_.empty() && left_ > 0 ? Piece::kMore : Piece::kLast;
  }

 private:
  void AppendRow(std::string& out, const Reservation& reservation, TimeMs now) {
    if (!Knows(*event_, reservation)) {
      const auto reading = view_->Read(now);
      if (reading.event == nullptr) return;  // deleted meanwhile
      event_ = reading.event->definition;
    }
    if (csv_) {
      AppendCsvRow(out, reservation, *event_, now);
      return;
    }
    JsonWriter json(out);
    WriteRow(json, reservation, *event_, now, view_->PlaceOf(reservation.id.number));
    out += '\n';
  }

  const Clock& clock_;
  const commit::EventViewPtr view_;
  DefinitionPtr event_;
  const bool csv_;
  bool begun_ = false;
  std::uint64_t next_;
  std::uint64_t left_;
  std::vector<ReservationPtr> rows_;  // reused
};

// A cursor is the number of the last reservation seen.
std::optional<std::uint64_t> FirstAfter(const std::string& cursor) {
  if (cursor.empty()) return 0;
  const auto number = ParseCursor(cursor);
  if (!number || *number >= std::uint64_t{1} << 40) return std::nullopt;
  return *number + 1;
}

// `write(json, reservation)` writes one of them.
template <typename Write>
void WritePage(Response& response, std::vector<ReservationPtr> rows, std::size_t limit,
               const Write& write) {
  const bool more = rows.size() > limit;
  if (more) rows.pop_back();
  response.content_type = "application/json";
  JsonWriter json(response.body);
  json.BeginObject().Key("items").BeginArray();
  for (const ReservationPtr& row : rows) write(json, *row);
  json.EndArray().Key("next");
  if (more) {
    json.String(std::to_string(rows.back()->id.number));
  } else {
    json.Null();
  }
  json.EndObject();
}

struct ListRequest {
  PageQuery page;
  std::uint64_t first = 0;  // reservation number
  commit::EventViewPtr view;
};

// What all lists of an event's reservations begin with; nothing when the request is answered.
std::optional<ListRequest> ReadListRequest(Context& context, Exchange& exchange) {
  if (!RequireAdmin(context, exchange)) return std::nullopt;
  ListRequest request;
  std::string fault;
  const auto page = ParsePageQuery(exchange.request.query, fault);
  if (!page) {
    SendProblem(exchange, ProblemType::kMalformedRequest, fault);
    return std::nullopt;
  }
  const auto first = FirstAfter(page->after);
  if (!first) {
    SendProblem(exchange, ProblemType::kMalformedRequest, "after is not a cursor.");
    return std::nullopt;
  }
  request.page = *page;
  request.first = *first;
  request.view = context.view.Find(exchange.params[0]);
  if (request.view == nullptr) {
    SendProblem(exchange, ProblemType::kEventNotFound);
    return std::nullopt;
  }
  return request;
}

}  // namespace

Disposition ListReservations(Context& context, Exchange& exchange) {
  const auto request = ReadListRequest(context, exchange);
  if (!request) return Disposition::kAnswered;
  const PageQuery& page = request->page;
  const commit::EventViewPtr& view = request->view;
  const ListFormat format = PreferredListFormat(exchange.request.accept);
  // The rows before the definition: each section and seat of a row is in one read after it.
  std::vector<ReservationPtr> rows;
  if (format == ListFormat::kJson) {
    const Status read =
        view->PageOfCustomers(request->first, page.limit + 1, rows);  // is there more?
    if (!read.ok()) return SendProblem(exchange, ProblemType::kInternalError);
  }
  const TimeMs now = context.clock.Now();
  const auto reading = view->Read(now);
  if (reading.event == nullptr) return SendProblem(exchange, ProblemType::kEventNotFound);

  Response& response = exchange.response;
  response.headers += "Vary: Accept\r\n";
  const DefinitionPtr& event = reading.event->definition;
  if (format == ListFormat::kJson) {
    WritePage(response, std::move(rows), page.limit, [&](JsonWriter& json, const Reservation& row) {
      WriteRow(json, row, *event, now, view->PlaceOf(row.id.number));
    });
    return Disposition::kAnswered;
  }
  const bool csv = format == ListFormat::kCsv;
  const std::uint64_t limit =
      page.has_limit ? page.limit : std::numeric_limits<std::uint64_t>::max();
  response.content_type = csv ? "text/csv; charset=utf-8; header=present" : "application/x-ndjson";
  response.headers += "Content-Disposition: attachment; filename=\"" + event->id +
                      (csv ? "-reservations.csv\"\r\n" : "-reservations.ndjson\"\r\n");
  response.stream =
      std::make_unique<ReservationStream>(context.clock, view, event, csv, request->first, limit);
  return Disposition::kAnswered;
}

Disposition ListBlocks(Context& context, Exchange& exchange) {
  const auto request = ReadListRequest(context, exchange);
  if (!request) return Disposition::kAnswered;
  std::vector<ReservationPtr> rows;
  request->view->PageBlocks(request->first, request->page.limit + 1, rows);
  const auto reading = request->view->Read(context.clock.Now());
  if (reading.event == nullptr) return SendProblem(exchange, ProblemType::kEventNotFound);
  WritePage(exchange.response, std::move(rows), request->page.limit,
            [&](JsonWriter& json, const Reservation& row) {
              WriteBlock(json, row, *reading.event->definition);
            });
  return Disposition::kAnswered;
}

Disposition ListWaitlist(Context& context, Exchange& exchange) {
  const auto request = ReadListRequest(context, exchange);
  if (!request) return Disposition::kAnswered;
  std::vector<ReservationPtr> rows;
  request->view->PageWaiting(request->first, request->page.limit + 1, rows);
  const TimeMs now = context.clock.Now();
  const auto reading = request->view->Read(now);
  if (reading.event == nullptr) return SendProblem(exchange, ProblemType::kEventNotFound);
  WritePage(exchange.response, std::move(rows), request->page.limit,
            [&](JsonWriter& json, const Reservation& row) {
              const std::int64_t place = request->view->PlaceOf(row.id.number);
              WriteRow(json, row, *reading.event->definition, now, place);
            });
  return Disposition::kAnswered;
}

}  // namespace onsale::api
