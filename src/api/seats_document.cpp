#include "onsale/api/seats_document.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "onsale/api/seat_changes.h"
#include "onsale/api/seats_json.h"
#include "onsale/base/json_writer.h"

namespace onsale::api {

using commit::SeatsReading;
using commit::SeatState;
using domain::EventDefinition;

namespace {

// Smaller pieces are deflated faster after a change, but all of them together get longer: these by
// 3 % compared with one piece.
constexpr std::size_t kPieceBytes = 4096;

// The document is its head, the plan's part and the letters.
std::string HeadOf(const domain::EventSnapshot& event) {
  std::string head;
  JsonWriter json(head);
  json.BeginObject();
  json.Key("event").String(event.definition->id);
  json.Key("sequence").Uint(event.sequence);
  head += ',';
  return head;
}

void AppendPlan(std::string& out, const EventDefinition& event,
                const std::function<void()>& on_row = {}) {
  out += R"("sections":)";
  AppendSeatSections(out, event, on_row);
  out += ',';
}

// The plan's part piece by piece: it can be long, and memory that was taken for it once stays with
// the process. Calls `take(text)` for each piece.
template <typename Take>
void WritePlan(const EventDefinition& event, Take take) {
  constexpr std::size_t kTakenBytes = std::size_t{16} << 10;
  std::string text;
  AppendPlan(text, event, [&] {
    if (text.size() < kTakenBytes) return;
    take(text);
    text.clear();
  });
  take(text);
}

std::size_t PlanBytes(const EventDefinition& event) {
  std::size_t bytes = 0;
  WritePlan(event, [&](const std::string& text) { bytes += text.size(); });
  return bytes;
}

DeflatedPiece DeflatePlan(const EventDefinition& event) {
  PieceDeflater deflater(DeflateEffort::kBest);
  WritePlan(event, [&](const std::string& text) { deflater.Append(text); });
  return deflater.Finish();
}

}  // namespace

std::string SeatsDocument::Identity(SeatsReading reading, std::string_view previous) {
  const domain::EventSnapshotPtr event = reading.event;
  Update(std::move(reading));
  const std::string head = HeadOf(*event);
  if (plan_bytes_ == 0) plan_bytes_ = PlanBytes(*event->definition);
  std::string document;
  document.reserve(head.size() + plan_bytes_ + letters_.size());
  document += head;
  if (plan_at_ > 0 && !previous.empty()) {
    document += previous.substr(plan_at_, plan_bytes_);
  } else {
    AppendPlan(document, *event->definition);
  }
  document += letters_;
  plan_at_ = head.size();
  return document;
}

std::string SeatsDocument::Gzip(SeatsReading reading) {
  const domain::EventSnapshotPtr event = reading.event;
  Update(std::move(reading));
  DeflatePieces(*event->definition);
  const DeflatedPiece head = DeflatePiece(HeadOf(*event), DeflateEffort::kFast);
  std::vector<const DeflatedPiece*> pieces = {&head, &plan_piece_};
  for (const DeflatedPiece& piece : letter_pieces_) pieces.push_back(&piece);
  return GzipOf(pieces);
}

std::size_t SeatsDocument::bytes() const {
  std::size_t bytes = letters_.capacity() + plan_piece_.bytes.capacity();
  for (const Section& section : sections_) bytes += sizeof(section) + section.states.capacity();
  for (const DeflatedPiece& piece : letter_pieces_) bytes += sizeof(piece) + piece.bytes.capacity();
  return bytes;
}

bool SeatsDocument::IsSame(const Section& section, const domain::SectionDefinition& definition) {
  // By owner, which tells a plan that is gone from one that is at its place now.
  const bool same_plan =
      !section.plan.owner_before(definition.plan) && !definition.plan.owner_before(section.plan);
  return same_plan && section.id == definition.id && section.name == definition.name &&
         section.label == definition.label;
}

void SeatsDocument::Update(SeatsReading reading) {
  const EventDefinition& event = *reading.event->definition;
  const bool same_plan = std::equal(sections_.begin(), sections_.end(), event.sections.begin(),
                                    event.sections.end(), IsSame);
  if (!same_plan) TakePlan(event);
  if (!same_plan || keep_ != event.keep_accessible) WriteLetters(event);
  for (std::size_t i = 0; i < sections_.size(); ++i) {
    if (event.sections[i].seated()) {
      UpdateLetters(sections_[i], *event.sections[i].plan, std::move(reading.seats[i]));
    }
  }
}

void SeatsDocument::TakePlan(const EventDefinition& event) {
  sections_.clear();
  for (const domain::SectionDefinition& section : event.sections) {
    sections_.push_back({section.id, section.name, section.label, section.plan});
  }
  plan_piece_ = {};
  plan_bytes_ = 0;
  plan_at_ = 0;
}

// As if all seats were free.
void SeatsDocument::WriteLetters(const EventDefinition& event) {
  keep_ = event.keep_accessible;
  letters_ = R"("states":{)";
  bool first = true;
  for (std::size_t i = 0; i < sections_.size(); ++i) {
    if (!event.sections[i].seated()) continue;
    const domain::SeatPlan& plan = *event.sections[i].plan;
    letters_.append(std::exchange(first, false) ? "\"" : ",\"")
        .append(sections_[i].id)
        .append("\":\"");
    sections_[i].letters_at = letters_.size();
    sections_[i].states.assign(plan.end_number(), SeatState::kFree);
    for (const domain::Seat& seat : plan.seats) {
      letters_ += SeatLetter(seat, SeatState::kFree, keep_);
    }
    letters_ += '"';
  }
  letters_ += "}}";
  letters_.shrink_to_fit();
  letter_pieces_.assign((letters_.size() + kPieceBytes - 1) / kPieceBytes, {});
}

void SeatsDocument::UpdateLetters(Section& section, const domain::SeatPlan& plan, States states) {
  ForEachSeatChange(section.states, states, [&](std::size_t number) {
    const auto seat = plan.IndexOf(static_cast<domain::SeatNumber>(number));
    if (!seat) return;  // retired
    const std::size_t at = section.letters_at + *seat;
    letters_[at] = SeatLetter(plan.seats[*seat], states[number], keep_);
    letter_pieces_[at / kPieceBytes] = {};
  });
  section.states = std::move(states);
}

void SeatsDocument::DeflatePieces(const EventDefinition& event) {
  if (plan_piece_.size == 0) {
    plan_piece_ = DeflatePlan(event);
    plan_bytes_ = plan_piece_.size;
  }
  for (std::size_t i = 0; i < letter_pieces_.size(); ++i) {
    if (letter_pieces_[i].size > 0) continue;
    const auto letters = std::string_view(letters_).substr(i * kPieceBytes, kPieceBytes);
    letter_pieces_[i] = DeflatePiece(letters, DeflateEffort::kFast);
  }
}

}  // namespace onsale::api
