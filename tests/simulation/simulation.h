#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "onsale/commit/committer.h"
#include "onsale/commit/journal.h"
#include "onsale/commit/read_view.h"
#include "onsale/domain/inventory.h"
#include "simulation/auditor.h"
#include "simulation/customers.h"
#include "simulation/intents.h"
#include "simulation/organiser.h"
#include "simulation/scenario.h"
#include "simulation/simulated_store.h"
#include "support/manual_clock.h"
#include "support/seeded_random.h"

namespace onsale::simulation {

// Mistakes made on purpose, to see that they are found.
enum class Plant {
  kNone,
  kDiskLosesLastBatch,   // at a crash, as one that lies about its sync
  kDiskLosesBatch,       // says that it has written, and has not
  kDiskTearsBatch,       // at a crash half of a batch is there
  kDiskSwallowsFailure,  // a write that failed is told as one that did not
  kRecoverySkipsKeys,    // of idempotency
  kRecoverySkipsReservations,
  kClockLags,          // the committer's, by a second
  kRepeatsWithoutKey,  // requests that are repeated come as new ones
  kDoublesRequests,    // one comes twice in a batch, the second time as a new one
  kAnswersTwice,       // the committer delivers an answer again
  kAnswersEarly,       // before the batch is on disk
};

struct Options {
  std::uint64_t steps = 100'000;
  Plant plant = Plant::kNone;
  std::uint64_t told_from = UINT64_MAX;  // the first step that is told
};

struct Report {
  std::string violation;       // empty: none was found
  std::uint64_t step = 0;      // where it was, or where it ended
  std::uint64_t commands = 0;  // that were answered, or whose answer was lost
  std::uint64_t batches = 0;   // that were written
  std::uint64_t crashes = 0;
  std::array<std::uint64_t, 64> refusals = {};  // of each domain::RefusalKind
  std::array<std::uint64_t, 16> changes = {};   // of each domain::ChangeKind, on disk
  std::vector<std::string> told;
};

// A box office from its first event to the end of a history, in one thread: the inventory, the
// committer with its journal and its view, on a disk, with a clock, among customers and an
// organiser that are made up. A seed decides everything: who acts next, when answers come and which
// are lost, when the clock moves and where to, when the process dies or the disk fails. What has to
// be so at any time is looked at after each step.
class Simulation {
 public:
  Simulation(std::uint64_t seed, const Options& options);
  // With a scenario that the seed does not choose.
  Simulation(std::uint64_t seed, const Scenario& scenario, const Options& options);
  ~Simulation();
  Simulation(const Simulation&) = delete;
  Simulation& operator=(const Simulation&) = delete;

  Report Run();

  const Scenario& scenario() const { return scenario_; }

 private:
  // A request on its way, and who waits for it.
  struct Ticket : commit::Submission {
    std::uint32_t actor = 0;  // a customer, or kOrganiser
    std::uint32_t turn = 0;   // of the customer when it was sent; another one now: nobody waits
    std::uint32_t mailbox = 0;
    std::uint64_t number = 0;  // in the order of submission; 0: it is not with the committer
  };

  // An event loop's: what is delivered waits there until the answers go out.
  struct Mailbox final : commit::Mailbox {
    void Deliver(std::vector<commit::Submission*> finished) override {
      simulation->Delivered(*this, finished);
    }
    Simulation* simulation = nullptr;
    std::deque<Ticket*> answers;
    std::uint64_t last_number = 0;
  };

  // The process from its start until it dies.
  struct Life {
    explicit Life(std::uint64_t salt) : inventory(salt) {}
    domain::Inventory inventory;
    commit::Journal journal;
    commit::ReadView view;
    std::unique_ptr<commit::Committer> committer;
  };

  // When something that is rare happens next; a step, or a batch.
  class Rarely {
   public:
    Rarely(test::SeededRandom& random, int one_in) : random_(random), one_in_(one_in) { Draw(0); }
    bool IsDue(std::uint64_t now) {
      if (now < next_) return false;
      Draw(now);
      return true;
    }

   private:
    void Draw(std::uint64_t now) {
      const auto most = static_cast<std::uint64_t>(one_in_) * 2 - 1;
      next_ = one_in_ == 0 ? UINT64_MAX : now + random_.Between<std::uint64_t>(1, most);
    }
    test::SeededRandom& random_;
    int one_in_;
    std::uint64_t next_ = 0;
  };

  // simulation.cpp: who acts.
  void Step();
  void CustomerActs();
  std::optional<domain::Command> AgainAsNew(const domain::Command& command);
  void CustomerGivesUp();
  void OrganiserActs();
  void ReaderLooks();
  void AnswersArrive();
  void Arrive(Ticket& ticket);
  void TimePasses();
  void Submit(std::uint32_t actor, std::span<domain::Command> commands);
  void SetIdle(std::uint32_t customer, bool idle);
  template <typename Say>
  void Tell(Say say) {
    if (step_ < options_.told_from) return;
    report_.told.push_back("step " + std::to_string(step_) + ", " +
                           std::to_string(clock_.Now() - test::kStart) + " ms: " + say());
  }

  // simulation_faults.cpp: what goes wrong, and what is looked at.
  void Begin();
  void RunBatch();
  void Delivered(Mailbox& mailbox, const std::vector<commit::Submission*>& finished);
  void CheckHealth(const domain::Outcome& outcome);
  Fate DecideFate(const storage::Batch& batch);
  void FaultsHappen();
  void Die(const char* how);
  void Stop();
  void Recover();
  void CheckAll();

  const Options options_;
  test::SeededRandom random_;
  const Scenario scenario_;
  std::uint64_t step_ = 0;
  Report report_;

  test::ManualClock clock_, lagging_clock_;
  SimulatedStore store_;
  std::uint64_t free_bytes_ = UINT64_MAX;
  std::unique_ptr<Life> life_;
  std::vector<Mailbox> mailboxes_;

  Intents intents_;
  Auditor auditor_{intents_};
  Customers customers_;
  Organiser organiser_;
  static constexpr std::uint32_t kOrganiser = UINT32_MAX;
  std::vector<std::uint32_t> turns_;    // of each customer
  std::vector<std::uint32_t> idle_;     // customers who wait for nothing
  std::vector<std::uint32_t> idle_at_;  // where each stands in `idle_`; kOrganiser: it does not
  std::deque<Ticket> tickets_;
  std::vector<Ticket*> unused_;
  std::uint64_t submitted_ = 0;
  std::uint64_t under_way_ = 0;  // with the committer

  bool dying_ = false;   // the process is dead, and what it still does has no effect
  bool failed_ = false;  // a write has failed
  bool stopping_ = false;
  bool in_batch_ = false;
  std::uint64_t full_until_ = 0;  // step
  std::uint64_t restart_at_ = UINT64_MAX;
  std::uint64_t commits_ = 0;

  Rarely loses_answer_, batch_fails_, batch_crashes_, crashes_, restarts_, disk_fills_, checks_,
      plants_;
};

}  // namespace onsale::simulation
