#include "support/mailbox.h"

#include <algorithm>
#include <span>
#include <utility>

namespace onsale::test {

using commit::Submission;

void RecordingMailbox::Deliver(std::vector<Submission*> finished) {
  const std::lock_guard lock(mutex_);
  deliveries_.push_back(finished.size());
  delivered_.insert(delivered_.end(), finished.begin(), finished.end());
  changed_.notify_all();
}

Submission* RecordingMailbox::Make(domain::Command command) {
  const std::lock_guard lock(mutex_);
  made_.push_back({std::move(command), {}});
  return &made_.back();
}

Submission* RecordingMailbox::Submit(commit::Submitter& submitter, domain::Command command) {
  Submission* const submission = Make(std::move(command));
  submitter.Submit(*this, std::span(&submission, 1));
  return submission;
}

domain::Outcome RecordingMailbox::Do(commit::Submitter& submitter, domain::Command command) {
  Submission* const submission = Submit(submitter, std::move(command));
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] {
    return std::find(delivered_.begin(), delivered_.end(), submission) != delivered_.end();
  });
  return submission->outcome;
}

void RecordingMailbox::WaitFor(std::size_t count) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return delivered_.size() >= count; });
}

std::vector<Submission*> RecordingMailbox::delivered() const {
  const std::lock_guard lock(mutex_);
  return delivered_;
}

std::vector<std::size_t> RecordingMailbox::deliveries() const {
  const std::lock_guard lock(mutex_);
  return deliveries_;
}

}  // namespace onsale::test
