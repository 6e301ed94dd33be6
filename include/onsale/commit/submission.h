#pragma once

#include <vector>

#include "onsale/domain/command.h"
#include "onsale/domain/outcome.h"

namespace onsale::commit {

// One command on its way through the committer and back. Its owner keeps it in place from
// Committer::Submit() until the mailbox has delivered it, and touches nothing of it in between.
struct Submission {
  domain::Command command;
  domain::Outcome outcome;  // set once delivered

  // Gives back the memory of both, for a connection that may be idle from now on.
  void Clear() {
    command = domain::Command();
    outcome = domain::Outcome();
  }
};

// Where a loop gets its submissions back.
class Mailbox {
 public:
  virtual ~Mailbox() = default;

  // Takes finished submissions of one batch, in the order they were submitted: once a batch on the
  // committer's thread, or from within Submit() on the caller's for those refused at once. Must not
  // block, throw, or call the committer.
  virtual void Deliver(std::vector<Submission*> finished) = 0;
};

}  // namespace onsale::commit
