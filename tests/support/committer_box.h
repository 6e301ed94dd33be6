#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <utility>
#include <variant>

#include "onsale/commit/committer.h"
#include "onsale/commit/journal.h"
#include "onsale/commit/read_view.h"
#include "onsale/domain/inventory.h"
#include "support/fake_store.h"
#include "support/mailbox.h"
#include "support/manual_clock.h"
#include "support/printers.h"

namespace onsale::test {

// A committer at work on an empty store in memory, and a mailbox. As thread-safe as its members.
struct CommitterBox {
  explicit CommitterBox(commit::CommitterOptions options = {})
      : committer(
            clock, store, inventory, journal, view, [this] { return free_bytes.load(); }, options) {
    committer.Start();
  }

  domain::Outcome Do(domain::Command command) { return mailbox.Do(committer, std::move(command)); }

  commit::Submission* Submit(domain::Command command) {
    return mailbox.Submit(committer, std::move(command));
  }

  // For a command that must be refused; fails the test otherwise.
  domain::RefusalKind Refused(domain::Command command) {
    const domain::Outcome outcome = Do(std::move(command));
    if (const auto* refusal = std::get_if<domain::Refusal>(&outcome)) return refusal->kind;
    ADD_FAILURE() << "not refused: " << ::testing::PrintToString(outcome);
    return {};
  }

  ManualClock clock;
  FakeStore store;
  domain::Inventory inventory;
  commit::Journal journal;
  commit::ReadView view;
  std::atomic<std::uint64_t> free_bytes{UINT64_MAX};
  RecordingMailbox mailbox;
  commit::Committer committer;  // stops before the others end
};

}  // namespace onsale::test
