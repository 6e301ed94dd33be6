#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "onsale/commit/committer.h"
#include "onsale/commit/journal.h"
#include "onsale/commit/read_view.h"
#include "onsale/domain/inventory.h"
#include "support/faulty_disk.h"
#include "support/mailbox.h"
#include "support/manual_clock.h"
#include "support/seeded_random.h"
#include "support/temp_folder.h"

namespace onsale::test {

// A sale on a disk that may fail: the real store, and the committer as a server has it, with
// customers who reserve, confirm, extend and cancel in batches while the clock goes forth and back.
// It keeps account of what was acknowledged, and holds each state it recovers against that. Belongs
// to one thread.
class Sale {
 public:
  explicit Sale(std::uint64_t seed);
  ~Sale();

  // Opens the store and recovers. Not ok where the disk does not let it; fails the test when what
  // is recovered is not what was acknowledged.
  Status Open();

  // Some commands at once, as long as `commands` are left and the store has not failed. Fails the
  // test when anything is acknowledged after something that was not written.
  void Work(int commands);

  // Asks for more after the store failed: everything must be refused, and nothing written.
  void ExpectLatched();

  // Stops, as a process that ends.
  void Close();

  // Sends once more what was not answered because the store failed; to be called when it is open
  // again. Fails the test when anything is carried out twice.
  void RepeatUnanswered();

  // Runs what `onsale verify` does.
  void ExpectVerified() const;

  bool is_open() const { return running_ != nullptr; }
  bool failed() const;  // the store, for good
  std::size_t acknowledged() const { return acknowledged_.size(); }

  FaultyDisk disk;
  SeededRandom random;

 private:
  struct Running;

  domain::Command NextCommand();
  std::vector<commit::Submission*> Submit(std::vector<domain::Command> commands);
  void Note(const commit::Submission& submission);
  void PassTime();
  void CheckRecovered();
  void ExpectHoldsEndedInTime(const storage::Store& store) const;
  std::string TellView() const;
  std::string TellInventory() const;

  const TempFolder temp_;
  const std::filesystem::path folder_ = temp_ / "store";
  ManualClock clock_;
  std::unique_ptr<Running> running_;
  // By the id's text: the newest state that was acknowledged.
  std::map<std::string, domain::ReservationPtr> acknowledged_;
  std::vector<domain::Reserve> unanswered_;
  // What a restart may find: what was published, or that and the batch that failed.
  std::string published_, ahead_;
  int keys_ = 0;
};

}  // namespace onsale::test
