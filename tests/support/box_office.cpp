#include "support/box_office.h"

#include <gtest/gtest.h>

#include <variant>

#include "support/printers.h"

namespace onsale::test {

using domain::Command;
using domain::Outcome;

void BoxOffice::BeginBatch() {
  changes.clear();
  inventory.BeginBatch(now, changes);
}

Outcome BoxOffice::Decide(const Command& command) { return inventory.Decide(command, changes); }

Outcome BoxOffice::Do(const Command& command) {
  BeginBatch();
  return Decide(command);
}

domain::ReservationPtr BoxOffice::Reserved(const Command& command) {
  const Outcome outcome = Do(command);
  const auto* reserved = std::get_if<domain::ReservationOutcome>(&outcome);
  if (reserved == nullptr)
    ADD_FAILURE() << "not a reservation: " << ::testing::PrintToString(outcome);
  return reserved == nullptr ? nullptr : reserved->reservation;
}

domain::EventSnapshotPtr BoxOffice::Event(const Command& command) {
  const Outcome outcome = Do(command);
  const auto* event = std::get_if<domain::EventOutcome>(&outcome);
  if (event == nullptr) ADD_FAILURE() << "not an event: " << ::testing::PrintToString(outcome);
  return event == nullptr ? nullptr : event->event;
}

domain::Refusal BoxOffice::Refused(const Command& command) {
  const Outcome outcome = Do(command);
  if (const auto* refusal = std::get_if<domain::Refusal>(&outcome)) return *refusal;
  ADD_FAILURE() << "not refused: " << ::testing::PrintToString(outcome);
  domain::Refusal none;
  none.kind = domain::RefusalKind::kShuttingDown;
  return none;
}

std::string BoxOffice::Describe(domain::EventNumber event) const {
  const auto snapshot = inventory.Snapshot(event);
  return snapshot == nullptr ? "none" : test::Describe(*snapshot);
}

std::string Describe(const domain::EventSnapshot& snapshot) {
  std::string text = "seq " + std::to_string(snapshot.sequence) + ":";
  for (std::size_t i = 0; i < snapshot.counters.size(); ++i) {
    const auto& section = snapshot.definition->sections[i];
    text += (i == 0 ? " " : ", ") + section.id + " " + std::to_string(snapshot.counters[i].held) +
            "+" + std::to_string(snapshot.counters[i].confirmed) + "/" +
            std::to_string(section.capacity);
    const std::int64_t blocked = snapshot.counters[i].blocked;
    if (blocked > 0) text += "-" + std::to_string(blocked);
  }
  if (snapshot.waiting > 0) text += "; waiting " + std::to_string(snapshot.waiting);
  return text;
}

std::string DescribeLog(const domain::ChangeSet& changes) {
  std::string text;
  for (const domain::Change& change : changes.log) {
    if (!text.empty()) text += ' ';
    text.append(ToString(change.kind)).append("@").append(std::to_string(change.sequence));
  }
  return text;
}

}  // namespace onsale::test
