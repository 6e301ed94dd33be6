#pragma once

#include <cstdint>
#include <span>

#include "onsale/commit/submission.h"

namespace onsale::commit {

// Where loops hand their commands in. Thread-safe.
class Submitter {
 public:
  virtual ~Submitter() = default;

  // Takes all of `submissions`, in order; never blocks and never fails. Whatever happens to them
  // (carried out, refused by the rules, refused because the queue is full, the store failed, or
  // the program shuts down), each one has its `outcome` set and is delivered through `mailbox`
  // exactly once. A refusal may be delivered from within this call, on the caller's thread.
  // `mailbox` and the submissions stay in place until then; the span only during the call.
  virtual void Submit(Mailbox& mailbox, std::span<Submission* const> submissions) = 0;

  // When the command was submitted that has waited longest for its delivery, by SteadyNowUs(); 0
  // when none waits. A command that is submitted now will wait about as long as that one has.
  virtual std::int64_t WaitingSinceUs() const { return 0; }
};

}  // namespace onsale::commit
