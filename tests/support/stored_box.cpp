#include "support/stored_box.h"

#include <gtest/gtest.h>

#include <variant>
#include <vector>

#include "support/box_office.h"
#include "support/printers.h"

namespace onsale::test {

using domain::Command;
using domain::Outcome;

StoredBox::StoredBox(storage::Store& s) : store(s) {
  const Status status = Restart();
  if (!status.ok()) ADD_FAILURE() << status.message();
}

Status StoredBox::Restart() {
  inventory = std::make_unique<domain::Inventory>();
  journal = std::make_unique<commit::Journal>();
  view = std::make_unique<commit::ReadView>();
  const auto counts = commit::Recover(store, *inventory, *journal, *view);
  if (!counts.ok()) return counts.status();
  recovered = *counts;
  return {};
}

Outcome StoredBox::Do(const Command& command) {
  BeginBatch();
  Outcome outcome = Decide(command);
  EndBatch();
  return outcome;
}

domain::ReservationPtr StoredBox::Reserved(const Command& command) {
  const Outcome outcome = Do(command);
  if (const auto* made = std::get_if<domain::ReservationOutcome>(&outcome)) {
    return made->reservation;
  }
  ADD_FAILURE() << "not a reservation: " << ::testing::PrintToString(outcome);
  return nullptr;
}

void StoredBox::BeginBatch() {
  changes.clear();
  inventory->BeginBatch(now, changes);
}

Outcome StoredBox::Decide(const Command& command) { return inventory->Decide(command, changes); }

void StoredBox::EndBatch() {
  batch.Clear();
  if (changes.empty()) return;
  journal->Append(changes, *inventory, batch);
  const Status status = store.Commit(batch);
  if (!status.ok()) ADD_FAILURE() << status.message();
  view->Publish(changes, *inventory);
}

std::string StoredBox::Describe() const {
  std::string text = "next event " + std::to_string(inventory->next_event_number()) + "\n";
  for (domain::EventNumber number = 1; number < inventory->next_event_number(); ++number) {
    const auto snapshot = inventory->Snapshot(number);
    if (snapshot == nullptr) continue;
    text += snapshot->definition->id + " (" + std::to_string(number) + ") " +
            test::Describe(*snapshot) + "\n";
  }
  for (const std::string& id : view->ListIds("", SIZE_MAX)) {
    const auto event = view->Find(id);
    const auto snapshot = event->Read(0).event;
    text += "view of " + snapshot->definition->id + " " + test::Describe(*snapshot) + "\n";
    std::vector<domain::ReservationPtr> reservations;
    if (!event->Page(0, SIZE_MAX, reservations).ok()) text += "  unreadable\n";
    for (const auto& reservation : reservations) {
      text += "  " + ::testing::PrintToString(*reservation) + "\n";
    }
  }
  return text;
}

}  // namespace onsale::test
