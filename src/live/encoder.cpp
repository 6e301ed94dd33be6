#include "onsale/live/encoder.h"

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "onsale/api/event_json.h"
#include "onsale/api/seat_changes.h"
#include "onsale/api/seats_json.h"
#include "onsale/base/json_writer.h"

namespace onsale::live {

using commit::SeatsReading;
using commit::SeatState;
using domain::EventDefinition;
using domain::EventSnapshot;
using domain::SeatNumber;
using domain::SectionDefinition;
using domain::Sequence;

namespace {

// Puts messages into a piece, each in both forms.
class PieceWriter {
 public:
  // Without an id where that is 0.
  void Add(std::string_view event, const std::string& data, Sequence id = 0) {
    std::string& events = piece_->events;
    events.append("event: ").append(event).append("\n");
    if (id > 0) events.append("id: ").append(std::to_string(id)).append("\n");
    events.append("data: ").append(data).append("\n\n");

    std::string text = R"({"event":")";
    text.append(event).append("\"");
    if (id > 0) text.append(",\"id\":").append(std::to_string(id));
    text.append(",\"data\":").append(data).append("}");
    piece_->texts.push_back(std::move(text));
  }

  void End() { piece_->last = true; }

  // Null when nothing was added.
  PiecePtr Take() { return piece_->texts.empty() ? nullptr : std::move(piece_); }

 private:
  std::shared_ptr<Piece> piece_ = std::make_shared<Piece>();
};

// Seats by what is to be said of them, and where: names by letter by section.
class SeatList {
 public:
  SeatList(const EventDefinition& event, const std::vector<std::vector<SeatState>>& states)
      : event_(event), states_(states) {}

  // Seats that are retired are no longer told of.
  void Add(std::size_t section, SeatNumber number) {
    const domain::SeatPlan& plan = *event_.sections[section].plan;
    const auto index = plan.IndexOf(number);
    if (!index) return;
    const char letter =
        api::SeatLetter(plan.seats[*index], states_[section][number], event_.keep_accessible);
    names_[section][letter].push_back(plan.NameOf(number));
  }

  bool empty() const { return names_.empty(); }

  std::string Data(Sequence sequence) const {
    std::string data;
    JsonWriter json(data);
    json.BeginObject();
    json.Key("sequence").Uint(sequence);
    json.Key("seats").BeginObject();
    for (const auto& [section, by_letter] : names_) {
      json.Key(event_.sections[section].id).BeginObject();
      for (const auto& [letter, names] : by_letter) {
        json.Key({&letter, 1}).BeginArray();
        for (const std::string& name : names) json.String(name);
        json.EndArray();
      }
      json.EndObject();
    }
    json.EndObject().EndObject();
    return data;
  }

 private:
  const EventDefinition& event_;
  const std::vector<std::vector<SeatState>>& states_;
  std::map<std::size_t, std::map<char, std::vector<std::string>>> names_;
};

std::string SequenceData(Sequence sequence) {
  return "{\"sequence\":" + std::to_string(sequence) + "}";
}

std::string SnapshotData(const EventSnapshot& event, TimeMs now) {
  std::string data;
  JsonWriter json(data);
  api::WriteEvent(json, event, now);
  return data;
}

std::string AvailabilityData(const EventSnapshot& event) {
  std::string data;
  JsonWriter json(data);
  json.BeginObject();
  json.Key("sequence").Uint(event.sequence);
  api::WriteAvailability(json, event);
  json.EndObject();
  return data;
}

std::string StateData(const EventSnapshot& event, TimeMs now) {
  const EventDefinition& definition = *event.definition;
  std::string data;
  JsonWriter json(data);
  json.BeginObject();
  json.Key("sequence").Uint(event.sequence);
  json.Key("state").String(ToString(StateAt(definition, now)));
  json.Key("opens_at").Time(definition.opens_at);
  json.Key("closes_at");
  if (definition.closes_at) {
    json.Time(*definition.closes_at);
  } else {
    json.Null();
  }
  json.EndObject();
  return data;
}

bool SameNumbers(const EventSnapshot& a, const EventSnapshot& b) {
  return a.counters == b.counters && a.kept == b.kept && a.waiting == b.waiting;
}

bool IsSeated(const EventDefinition& event) {
  return std::any_of(event.sections.begin(), event.sections.end(),
                     [](const SectionDefinition& section) { return section.seated(); });
}

// Whether the document of all seats is another one by an edit: its plan, or its letters all over.
bool ChangesPlan(const EventDefinition& before, const EventDefinition& after) {
  const auto same = [](const SectionDefinition& a, const SectionDefinition& b) {
    return a.plan == b.plan && a.name == b.name && a.label == b.label;
  };
  if (!IsSeated(before) && !IsSeated(after)) return false;
  return before.keep_accessible != after.keep_accessible ||
         !std::equal(before.sections.begin(), before.sections.end(), after.sections.begin(),
                     after.sections.end(), same);
}

}  // namespace

Encoder::Encoder(SeatsReading reading, TimeMs now) { Take(std::move(reading), now); }

void Encoder::Take(SeatsReading reading, TimeMs now) {
  const auto next = domain::NextStateChange(*reading.event->definition, now);
  valid_until_ = next.value_or(kForever);
  told_ = std::move(reading);
  told_at_ = now;
}

PiecePtr Encoder::Advance(SeatsReading reading, TimeMs now) {
  const EventSnapshot& before = *told_.event;
  if (reading.event == nullptr) return DeletedPiece(before.sequence);
  PieceWriter writer;
  const EventSnapshot& after = *reading.event;
  const EventDefinition& definition = *after.definition;
  const bool edited = before.definition != after.definition;

  SeatList seats(definition, reading.seats);
  for (std::size_t i = 0; i < told_.seats.size(); ++i) {
    api::ForEachSeatChange(told_.seats[i], reading.seats[i], [&](std::size_t number) {
      seats.Add(i, static_cast<SeatNumber>(number));
    });
  }
  if (!seats.empty()) writer.Add("seats", seats.Data(after.sequence));
  if (edited && ChangesPlan(*before.definition, definition)) {
    writer.Add("plan", SequenceData(after.sequence));
  }
  if (StateAt(*before.definition, told_at_) != StateAt(definition, now)) {
    writer.Add("state", StateData(after, now));
  }
  const bool newer = after.sequence > before.sequence;
  const Sequence id = newer ? after.sequence : 0;
  if (edited) {
    writer.Add("snapshot", SnapshotData(after, now), id);
  } else if (newer || !SameNumbers(before, after)) {
    writer.Add("availability", AvailabilityData(after), id);
  }
  Take(std::move(reading), now);
  return writer.Take();
}

PiecePtr Encoder::Snapshot() const {
  PieceWriter writer;
  writer.Add("snapshot", SnapshotData(*told_.event, told_at_), told_.event->sequence);
  return writer.Take();
}

PiecePtr Encoder::Anew() const {
  PieceWriter writer;
  const EventSnapshot& event = *told_.event;
  if (IsSeated(*event.definition)) writer.Add("plan", SequenceData(event.sequence));
  writer.Add("snapshot", SnapshotData(event, told_at_), event.sequence);
  return writer.Take();
}

std::optional<Sequence> Encoder::ChangesSince(Sequence after) const {
  const Sequence last = told_.event->sequence;
  if (after == 0 || after > last || last - after > kResumeMax) return std::nullopt;
  return last - after;
}

PiecePtr Encoder::Resume(Sequence after, const commit::ChangeLog& log) const {
  const EventSnapshot& event = *told_.event;
  const EventDefinition& definition = *event.definition;
  bool resumable = ChangesSince(after).has_value();
  std::set<std::pair<std::size_t, SeatNumber>> touched;
  if (resumable && after < event.sequence) {
    const Status read = log.Read(definition.number, after + 1, event.sequence,
                                 [&](const commit::LoggedChange& logged) -> Result<bool> {
                                   const domain::Change& change = logged.change;
                                   if (change.reservation == nullptr) resumable = false;  // an edit
                                   if (!resumable) return false;
                                   for (const SeatNumber seat : change.reservation->seats) {
                                     touched.emplace(change.reservation->section, seat);
                                   }
                                   return true;
                                 });
    resumable = resumable && read.ok();
  }
  if (!resumable) return Anew();
  PieceWriter writer;
  SeatList seats(definition, told_.seats);
  for (const auto& [section, number] : touched) seats.Add(section, number);
  if (!seats.empty()) writer.Add("seats", seats.Data(event.sequence));
  writer.Add("state", StateData(event, told_at_));
  writer.Add("availability", AvailabilityData(event), event.sequence > after ? event.sequence : 0);
  return writer.Take();
}

PiecePtr DeletedPiece(Sequence sequence) {
  PieceWriter writer;
  writer.Add("deleted", SequenceData(sequence));
  writer.End();
  return writer.Take();
}

}  // namespace onsale::live
