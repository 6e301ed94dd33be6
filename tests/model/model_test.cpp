// Long random histories of commands, time and restarts, against a reference that is too simple to
// be wrong in the same way. ONSALE_MODEL_SEED chooses one history, ONSALE_MODEL_STEPS its length.

#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "model/random_commands.h"
#include "model/reference.h"
#include "model/seeds.h"
#include "model/tell.h"
#include "onsale/commit/change_log.h"
#include "onsale/commit/verify.h"
#include "support/fake_store.h"
#include "support/sanitized.h"
#include "support/stored_box.h"

namespace onsale::model {
namespace {

constexpr std::uint64_t kSeeds = 12;
constexpr std::uint64_t kSteps = test::kSanitized ? 1'000 : 4'000;
constexpr std::uint64_t kStepsToMeetAll = 12'000;

// One history. Each step is a batch of up to five commands.
class History {
 public:
  explicit History(std::uint64_t seed) : random_(seed) {}

  void Run(std::uint64_t steps) {
    for (std::uint64_t step = 0; step < steps && !::testing::Test::HasFailure(); ++step) {
      SCOPED_TRACE("step " + std::to_string(step));
      PassTime();
      DoBatch();
      if (!::testing::Test::HasFailure()) Compare();
      if (random_.OneIn(60) || step + 1 == steps) Restart();
    }
  }

  // The first words of all answers, and what batches began with: `sold-out`, `expired`.
  const std::set<std::string>& met() const { return met_; }

 private:
  void PassTime() {
    if (random_.OneIn(300)) {
      box_.Advance(24 * 3'600'000 - random_.Between(0, 2'000));
    } else if (random_.OneIn(50)) {
      box_.Advance(-random_.Between(0, 100'000));  // the clock is set back
    } else if (random_.OneIn(3)) {
      box_.Advance(random_.Between(0, 30'000));
    } else {
      box_.Advance(random_.Between(0, 3));
    }
  }

  void DoBatch() {
    reference_.BeginBatch(box_.now);
    if (random_.OneIn(4)) GiveBackInPortions();
    box_.BeginBatch();
    for (const auto& change : box_.changes.log) met_.emplace(ToString(change.kind));
    EXPECT_GT(box_.inventory->NextDue().value_or(box_.now + 1), box_.now);
    const int commands = random_.Between(0, 5);
    for (int i = 0; i < commands; ++i) {
      const domain::Command command = commands_.Next(box_.now);
      const std::string answer = reference_.Do(command);
      ASSERT_EQ(Tell(box_.Decide(command)), answer);
      met_.insert(answer.substr(0, answer.find(' ')));
    }
    box_.EndBatch();
  }

  // As the committer does, whose writes are bounded.
  void GiveBackInPortions() {
    bool more = true;
    while (more) {
      box_.changes.clear();
      more =
          box_.inventory->GiveBackDue(box_.now, random_.Between<std::size_t>(1, 3), box_.changes);
      ASSERT_TRUE(!more || !box_.changes.empty());
      box_.EndBatch();
    }
  }

  // The inventory now, and what readers see now and later, while nothing happens.
  void Compare() {
    CheckSeats();
    EXPECT_EQ(TellInventory(), reference_.Tell(box_.now));
    for (const TimeMs time : {box_.now, box_.now + random_.Between(0, 100'000)}) {
      SCOPED_TRACE("at +" + std::to_string(time - box_.now));
      EXPECT_EQ(TellView(time), reference_.Tell(time));
      EXPECT_EQ(TellViewDetails(time), reference_.TellDetails(time));
      if (reference_.HasWork(time)) {
        EXPECT_LE(box_.inventory->NextDue().value_or(time + 1), time);
      }
    }
  }

  std::string TellInventory() const {
    std::string text;
    for (const std::string& id : box_.view->ListIds("", SIZE_MAX)) {
      const auto event = box_.view->Find(id);
      const auto number = event->Read(box_.now).event->definition->number;
      const auto snapshot = box_.inventory->Snapshot(number);
      CheckInvariants(*snapshot);
      text += model::Tell(*snapshot) + "\n";
    }
    return text;
  }

  std::string TellView(TimeMs time) const {
    std::string text;
    for (const std::string& id : box_.view->ListIds("", SIZE_MAX)) {
      const auto reading = box_.view->Find(id)->Read(time);
      CheckInvariants(*reading.event);
      EXPECT_GT(reading.valid_until, time);
      text += model::Tell(*reading.event) + "\n";
    }
    return text;
  }

  std::string TellViewDetails(TimeMs time) const {
    std::string text;
    for (const std::string& id : box_.view->ListIds("", SIZE_MAX)) {
      text += id + model::TellDetails(*box_.view->Find(id), time) + "\n";
    }
    return text;
  }

  std::string TellReservations() const {
    std::string text;
    for (const std::string& id : box_.view->ListIds("", SIZE_MAX)) {
      const auto event = box_.view->Find(id);
      const auto definition = event->Read(box_.now).event->definition;
      for (const auto& r : ReservationsOf(*event)) text += model::Tell(*r, *definition) + "\n";
    }
    return text;
  }

  static std::vector<domain::ReservationPtr> ReservationsOf(const commit::EventView& event) {
    std::vector<domain::ReservationPtr> reservations;
    EXPECT_TRUE(event.Page(0, SIZE_MAX, reservations).ok());
    return reservations;
  }

  static void CheckInvariants(const domain::EventSnapshot& snapshot) {
    ASSERT_EQ(snapshot.counters.size(), snapshot.definition->sections.size());
    for (std::size_t i = 0; i < snapshot.counters.size(); ++i) {
      const domain::SectionCounters& counters = snapshot.counters[i];
      EXPECT_GE(counters.held, 0);
      EXPECT_GE(counters.confirmed, 0);
      EXPECT_GE(counters.blocked, 0);
      EXPECT_GE(snapshot.available(i), 0);
      EXPECT_EQ(snapshot.capacity(i), snapshot.available(i) + counters.held + counters.confirmed);
    }
  }

  // Each belongs to one reservation, and each place of a seated section is one.
  void CheckSeats() const {
    for (const std::string& id : box_.view->ListIds("", SIZE_MAX)) {
      const auto event = box_.view->Find(id);
      const auto definition = event->Read(box_.now).event->definition;
      std::set<std::pair<std::size_t, domain::SeatNumber>> taken;
      for (const auto& r : ReservationsOf(*event)) {
        if (!r->takes_places()) continue;
        const bool seated = definition->sections[r->section].seated();
        EXPECT_EQ(r->seats.size(), seated ? r->quantity : 0);
        for (const auto seat : r->seats) EXPECT_TRUE(taken.emplace(r->section, seat).second);
      }
    }
  }

  // Reads on in the feed, as a follower does: of the events that are there each change once and in
  // order, of others nothing or their end.
  void FollowFeed() {
    const auto reached = commit::ChangeLog(store_).ReadFeed(
        followed_ + 1, box_.view->feed_end(), [&](const commit::FeedItem& item) -> Result<bool> {
          EXPECT_GT(item.position, followed_);
          followed_ = item.position;
          if (const auto* logged = std::get_if<commit::LoggedChange>(&item.what)) {
            EXPECT_EQ(logged->change.sequence, ++sequences_[logged->change.event]);
          } else {
            sequences_.erase(std::get<domain::Deletion>(item.what).event);
          }
          return true;
        });
    ASSERT_TRUE(reached.ok()) << reached.status().message();
    followed_ = *reached;
    for (const std::string& id : box_.view->ListIds("", SIZE_MAX)) {
      const auto event = box_.view->Find(id)->Read(box_.now).event;
      EXPECT_EQ(sequences_[event->definition->number], event->sequence) << id;
    }
  }

  void Restart() {
    FollowFeed();
    const auto report = commit::Verify(store_);
    ASSERT_TRUE(report.ok());
    for (const std::string& difference : report->differences) ADD_FAILURE() << difference;
    const std::string before = box_.Describe();
    const auto status = box_.Restart();
    ASSERT_TRUE(status.ok()) << status.message();
    EXPECT_EQ(box_.Describe(), before);
    reference_.Restart();
    EXPECT_EQ(TellReservations(), reference_.TellReservations());
    Compare();
  }

  test::SeededRandom random_;
  test::FakeStore store_;
  test::StoredBox box_{store_};
  Reference reference_;
  RandomCommands commands_{random_, reference_};
  std::set<std::string> met_;
  domain::FeedPosition followed_ = 0;
  std::map<domain::EventNumber, domain::Sequence> sequences_;  // as the feed told them
};

class ModelTest : public ::testing::TestWithParam<std::uint64_t> {};

TEST_P(ModelTest, AgreesWithTheReference) {
  const std::uint64_t steps =
      test::EnvironmentNumber("ONSALE_MODEL_STEPS", test::IsLongRun() ? 50 * kSteps : kSteps);
  SCOPED_TRACE("ONSALE_MODEL_SEED=" + std::to_string(GetParam()) +
               " ONSALE_MODEL_STEPS=" + std::to_string(steps));
  History(GetParam()).Run(steps);
}

// Rules that no history comes to are not tested.
TEST(RandomCommandsTest, MeetEveryAnswer) {
  History history(/*seed=*/1);
  history.Run(kStepsToMeetAll);
  std::istringstream answers(
      "already-waiting block-not-found capacity-below-taken deleted event event-active "
      "event-exists "
      "event-not-found expired idempotency-in-flight idempotency-key-reused imported invalid-event "
      "invalid-quantity limit-exceeded no-queue no-waitlist not-held not-sold-out offered "
      "place-not-found quantity-over-section reservation reservation-cancelled reservation-expired "
      "reservation-not-found sale-not-open seat-repeated seats-kept seats-of-two-sections "
      "seats-taken skipped sold-out taken-seats-removed unknown-seat unknown-section "
      "waitlist-not-empty");
  for (std::string answer; answers >> answer;) {
    EXPECT_TRUE(history.met().contains(answer)) << answer;
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, ModelTest, ::testing::ValuesIn(test::ModelSeeds(kSeeds)),
                         [](const auto& history) { return std::to_string(history.param); });

}  // namespace
}  // namespace onsale::model
