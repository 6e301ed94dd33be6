#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <vector>

#include "onsale/commit/submission.h"
#include "onsale/commit/submitter.h"
#include "onsale/domain/command.h"

namespace onsale::test {

// A loop's mailbox that keeps what it gets, and the submissions of the test. Thread-safe, but for
// the outcomes: they may be read once delivered.
class RecordingMailbox final : public commit::Mailbox {
 public:
  void Deliver(std::vector<commit::Submission*> finished) override;

  // Makes a submission that lives as long as the mailbox.
  commit::Submission* Make(domain::Command command);

  // Makes and submits one; returns at once.
  commit::Submission* Submit(commit::Submitter& submitter, domain::Command command);

  // Submits one and returns its outcome when that was delivered.
  domain::Outcome Do(commit::Submitter& submitter, domain::Command command);

  // Returns once `count` submissions were delivered in all.
  void WaitFor(std::size_t count);

  std::vector<commit::Submission*> delivered() const;
  std::vector<std::size_t> deliveries() const;  // how many each call of Deliver() brought

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<commit::Submission> made_;
  std::vector<commit::Submission*> delivered_;
  std::vector<std::size_t> deliveries_;
};

}  // namespace onsale::test
