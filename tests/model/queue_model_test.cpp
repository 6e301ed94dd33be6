// Long random histories of a waiting room: joins, turns, reservations, what operators do, time and
// restarts. What can be said plainly is said twice; whose turn it is, which domain/turns decides,
// is held against what must be so in any case. Seed and length as for model_test.cpp.

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "model/seeds.h"
#include "onsale/commit/verify.h"
#include "support/commands.h"
#include "support/fake_store.h"
#include "support/printers.h"
#include "support/queues.h"
#include "support/seeded_random.h"
#include "support/stored_box.h"

namespace onsale::model {
namespace {

using domain::Outcome;
using domain::QueueSnapshot;
using domain::Refusal;
using domain::RefusalKind;

constexpr std::uint64_t kQueueSeeds = 8;
constexpr std::uint64_t kQueueSteps = 3'000;
constexpr int kCustomers = 200;
constexpr TimeMs kHoldMs = 20'000;

// What became of a place.
struct Turn {
  TimeMs expires_at = 0;
  bool over = false;
  std::optional<domain::ReservationId> reservation;  // the last one made in it
};

class QueueHistory {
 public:
  explicit QueueHistory(std::uint64_t seed) : random_(seed) {
    domain::CreateEvent command = test::NewQueueEvent("gala", 12);
    opens_at_ = command.definition.opens_at = box_.now + random_.Between(0, 40'000);
    command.definition.hold_ms = random_.OneIn(2) ? kHoldMs : 0;
    domain::QueueSettings& queue = *command.definition.queue;
    queue.target = random_.Between(1, 20);
    queue.rate_per_minute = random_.OneIn(3) ? random_.Between(10, 600) : 0;
    queue.claim_ms = 10'000;
    queue.admission_ms = 60'000;
    if (random_.OneIn(3)) queue.beacon_source = "drand round 4711";
    box_.Do(command);
  }

  void Run(std::uint64_t steps) {
    for (std::uint64_t step = 0; step < steps && !::testing::Test::HasFailure(); ++step) {
      SCOPED_TRACE("step " + std::to_string(step));
      box_.Advance(random_.OneIn(3) ? random_.Between(0, 3'000) : random_.Between(0, 20));
      Batch();
      if (::testing::Test::HasFailure()) return;
      Check();
      if (random_.OneIn(100) || step + 1 == steps) Restart();
    }
  }

  const std::set<std::string>& met() const { return met_; }

 private:
  QueueSnapshot Now() const { return *box_.inventory->QueueSnapshotOf(1); }
  domain::QueueState State() const {
    return QueueStateAt(*box_.inventory->Snapshot(1), Now(), box_.now);
  }

  void Batch() {
    box_.BeginBatch();
    EXPECT_GT(box_.inventory->NextDue().value_or(box_.now + 1), box_.now) << "no end of work";
    for (auto& [number, turn] : turns_) {
      if (turn.expires_at <= box_.now) turn.over = true;
    }
    for (int commands = random_.Between(0, 4); commands > 0; --commands) Do();
    box_.EndBatch();
  }

  void Do() {
    const int kind = random_.Between(1, 100);
    if (kind <= 30) return Join();
    if (kind <= 60) return TakeTurn();
    if (kind <= 75) return Reserve();
    if (kind <= 82) return Confirm();
    if (kind <= 88) return Leave();
    if (kind <= 94) return Cancel();
    Edit();
  }

  void Join() {
    const std::string customer = "c" + std::to_string(random_.Between(0, kCustomers - 1));
    const bool is_new = !numbers_.contains(customer);
    const domain::QueueState state = State();
    const Outcome outcome = box_.Decide(test::NewQueueJoin("gala", customer));
    if (is_new && state == domain::QueueState::kSoldOut)
      return ExpectRefused(outcome, RefusalKind::kSoldOut);
    const auto* joined = std::get_if<domain::QueueJoined>(&outcome);
    ASSERT_NE(joined, nullptr) << ::testing::PrintToString(outcome);
    EXPECT_EQ(joined->replayed, !is_new);
    EXPECT_EQ(joined->number, is_new ? customers_.size() : numbers_.at(customer));
    if (is_new) {
      numbers_[customer] = joined->number;
      customers_.push_back(customer);
    }
  }

  std::uint32_t AnyNumber() {
    // Those whose turn has just come are the ones who act.
    const QueueSnapshot queue = Now();
    if (queue.draw && queue.serving > 0 && !random_.OneIn(4)) {
      const std::uint32_t first = queue.serving > 15 ? queue.serving - 15 : 0;
      return queue.draw->NumberAt(random_.Between(first, queue.serving - 1), hash_);
    }
    return static_cast<std::uint32_t>(random_.Between<std::size_t>(0, customers_.size()));
  }

  void TakeTurn() {
    const std::uint32_t number = AnyNumber();
    const QueueSnapshot before = Now();
    const domain::QueueState state = State();
    const Outcome outcome = box_.Decide(domain::TakeTurn{1, number});
    if (number >= customers_.size()) return ExpectRefused(outcome, RefusalKind::kPlaceNotFound);
    if (const auto known = turns_.find(number); known != turns_.end()) {
      if (known->second.over) return ExpectRefused(outcome, RefusalKind::kPlaceLapsed);
      EXPECT_EQ(std::get<domain::TurnTaken>(outcome).expires_at, known->second.expires_at);
      return;
    }
    const bool has_come = before.draw && before.draw->PositionOf(number, hash_) < before.serving;
    if (const auto* taken = std::get_if<domain::TurnTaken>(&outcome)) {
      met_.insert("taken");
      EXPECT_TRUE(has_come);
      EXPECT_FALSE(lapsed_.contains(number));
      EXPECT_TRUE(state == domain::QueueState::kServing || queue_paused_);
      EXPECT_FALSE(sale_paused_);
      turns_[number] = {taken->expires_at, false, std::nullopt};
    } else if (std::holds_alternative<domain::TurnAwaited>(outcome)) {
      met_.insert("awaited");
      EXPECT_TRUE(!has_come || sale_paused_ || box_.now < opens_at_);
      EXPECT_FALSE(lapsed_.contains(number));
    } else {
      const RefusalKind kind = std::get<Refusal>(outcome).kind;
      if (kind == RefusalKind::kPlaceLapsed) {
        met_.insert("lapsed");
        EXPECT_TRUE(has_come);
        lapsed_.insert(number);  // for good
      } else {
        met_.insert("sold-out");
        EXPECT_EQ(kind, RefusalKind::kSoldOut);
        EXPECT_EQ(state, domain::QueueState::kSoldOut);
      }
    }
  }

  // By one who may, mostly; now and then by one who may not.
  void Reserve() {
    const std::uint32_t number = AnyNumber();
    if (number >= customers_.size()) return;
    const bool as_another = random_.OneIn(10);
    const std::string customer = as_another ? "eve" : customers_[number];
    domain::Reserve command = test::NewReserve("gala", customer, random_.Between(1, 3));
    command.admission = {domain::AdmissionClaim::Token::kValid, 1, number,
                         test::EntrantOf(customer).customer};
    const auto turn = turns_.find(number);
    const bool may = turn != turns_.end() && !turn->second.over && !as_another;
    const Outcome outcome = box_.Decide(command);
    if (const auto* made = std::get_if<domain::ReservationOutcome>(&outcome)) {
      met_.insert("reserved");
      ASSERT_TRUE(may);
      turn->second.reservation = made->reservation->id;
      turn->second.over = made->reservation->status == domain::ReservationStatus::kConfirmed;
      made_.push_back(made->reservation->id);
      return;
    }
    const RefusalKind kind = std::get<Refusal>(outcome).kind;
    if (kind != RefusalKind::kSaleNotOpen) {
      EXPECT_EQ(kind == RefusalKind::kAdmissionRequired, !may);
    }
  }

  std::optional<domain::ReservationId> AnyReservation() {
    if (made_.empty()) return std::nullopt;
    return made_[random_.Between<std::size_t>(made_.size() - std::min<std::size_t>(made_.size(), 8),
                                              made_.size() - 1)];
  }

  void Confirm() {
    const auto id = AnyReservation();
    if (!id) return;
    const Outcome outcome = box_.Decide(domain::Confirm{*id});
    if (!std::holds_alternative<domain::ReservationOutcome>(outcome)) return;
    for (auto& [number, turn] : turns_) {
      if (turn.reservation == *id && !turn.over) turn.over = true;
    }
  }

  void Cancel() {
    if (const auto id = AnyReservation()) box_.Decide(domain::Cancel{*id});
  }

  void Leave() {
    const std::uint32_t number = AnyNumber();
    if (number >= customers_.size()) return;
    EXPECT_TRUE(
        std::holds_alternative<domain::QueueLeft>(box_.Decide(domain::LeaveQueue{1, number})));
    turns_[number].over = true;
  }

  void Edit() {
    domain::EditEvent command = test::NewEdit("gala");
    domain::QueueEdit queue;
    switch (random_.Between(1, 5)) {
      case 1:
        sale_paused_ = random_.OneIn(3);
        command.paused = sale_paused_;
        break;
      case 2:
        queue_paused_ = random_.OneIn(3);
        queue.paused = queue_paused_;
        break;
      case 3:
        queue.target = random_.Between(1, 30);
        break;
      case 4:
        command.capacity = random_.Between(6, 18);
        break;
      default:
        if (!Now().closed || Now().draw) return;
        queue.beacon = "b0b1";
    }
    command.queue = queue;
    box_.Decide(command);
  }

  void ExpectRefused(const Outcome& outcome, RefusalKind kind) {
    const auto* refusal = std::get_if<Refusal>(&outcome);
    ASSERT_NE(refusal, nullptr) << ::testing::PrintToString(outcome);
    EXPECT_EQ(refusal->kind, kind);
  }

  void Check() {
    const QueueSnapshot queue = Now();
    EXPECT_EQ(queue.entrants, customers_.size());
    EXPECT_LE(queue.serving, queue.entrants);
    EXPECT_GE(queue.serving, serving_) << "a turn that was given is not taken back";
    serving_ = queue.serving;
    const auto shops = [](const auto& entry) { return !entry.second.over; };
    EXPECT_EQ(queue.shopping, std::count_if(turns_.begin(), turns_.end(), shops));
    EXPECT_EQ(queue.closed, box_.now >= opens_at_);
    if (queue.closed && !digest_) CheckDigest(queue);
    const QueueSnapshot view = *box_.view->Find("gala")->ReadQueue(box_.now).queue;
    EXPECT_EQ(view.entrants, queue.entrants);
    EXPECT_EQ(view.shopping, queue.shopping);
    EXPECT_EQ(view.serving, queue.serving);
    EXPECT_EQ(view.draw, queue.draw);
    EXPECT_EQ(view.drawn_digest, queue.drawn_digest);
  }

  void CheckDigest(const QueueSnapshot& queue) {
    digest_ = domain::FirstDigest("gala", queue.commitment, hash_);
    for (std::uint32_t i = 0; i < queue.drawn_count; ++i) {
      const auto entrant = test::EntrantOf(customers_[i]);
      digest_ = domain::NextDigest(*digest_, i, entrant.contribution, hash_);
    }
    EXPECT_EQ(queue.drawn_digest, digest_);
  }

  void Restart() {
    const auto report = commit::Verify(store_);
    ASSERT_TRUE(report.ok());
    for (const std::string& difference : report->differences) ADD_FAILURE() << difference;
    const QueueSnapshot before = Now();
    const auto status = box_.Restart();
    ASSERT_TRUE(status.ok()) << status.message();
    EXPECT_EQ(Now().draw, before.draw);
    EXPECT_EQ(Now().serving, before.serving);
    // The first batch begins at once, and tells which leases are over.
    EXPECT_LE(box_.inventory->NextDue().value_or(0), box_.now);
    box_.BeginBatch();
    box_.EndBatch();
    Check();
  }

  test::SeededRandom random_;
  test::FakeStore store_;
  test::StoredBox box_{store_};
  Sha256 hash_;
  TimeMs opens_at_ = 0;
  bool sale_paused_ = false, queue_paused_ = false;
  std::vector<std::string> customers_;            // by number
  std::map<std::string, std::uint32_t> numbers_;  // the other way round
  std::map<std::uint32_t, Turn> turns_;           // taken ones, and places that were given up
  std::set<std::uint32_t> lapsed_;                // as far as it was told
  std::vector<domain::ReservationId> made_;
  std::optional<Sha256Digest> digest_;
  std::uint32_t serving_ = 0;
  std::set<std::string> met_;
};

class QueueModelTest : public ::testing::TestWithParam<std::uint64_t> {};

TEST_P(QueueModelTest, KeepsItsPromises) {
  const std::uint64_t steps = test::EnvironmentNumber(
      "ONSALE_MODEL_STEPS", test::IsLongRun() ? 50 * kQueueSteps : kQueueSteps);
  SCOPED_TRACE("ONSALE_MODEL_SEED=" + std::to_string(GetParam()) +
               " ONSALE_MODEL_STEPS=" + std::to_string(steps));
  QueueHistory(GetParam()).Run(steps);
}

// Rules that no history comes to are not tested.
TEST(QueueHistoryTest, MeetsEveryAnswer) {
  std::set<std::string> met;
  for (std::uint64_t seed = 1; seed <= kQueueSeeds; ++seed) {
    QueueHistory history(seed);
    history.Run(kQueueSteps);
    met.insert(history.met().begin(), history.met().end());
  }
  EXPECT_EQ(met, (std::set<std::string>{"awaited", "lapsed", "reserved", "sold-out", "taken"}));
}

INSTANTIATE_TEST_SUITE_P(Seeds, QueueModelTest, ::testing::ValuesIn(test::ModelSeeds(kQueueSeeds)),
                         [](const auto& history) { return std::to_string(history.param); });

}  // namespace
}  // namespace onsale::model
