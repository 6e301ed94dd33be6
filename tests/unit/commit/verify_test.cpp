#include "onsale/commit/verify.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <iterator>

#include "onsale/storage/codec.h"
#include "onsale/storage/coding.h"
#include "support/commands.h"
#include "support/fake_store.h"
#include "support/hex.h"
#include "support/plans.h"
#include "support/printers.h"
#include "support/stored_box.h"

namespace onsale::commit {
namespace {

using domain::Reservation;
using domain::ReservationStatus;
using storage::Family;
using storage::StoredCounters;
using test::FakeStore;
using test::NewEvent;
using test::NewReserve;
using test::NewReserveWithKey;
using test::StoredBox;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Events `a` (1) and `b` (2); of `a`, reservations 0 held, 1 confirmed, 2 cancelled, 3 held.
class VerifyTest : public ::testing::Test {
 protected:
  VerifyTest() {
    domain::CreateEvent event = NewEvent("a", 10);
    event.definition.hold_ms = 1'000;
    box.Do(event);
    box.Do(NewEvent("b", 10));
    box.Reserved(NewReserveWithKey("a", "ada", 2, "k1"));
    const auto confirmed = box.Reserved(NewReserve("a", "bob", 3));
    const auto cancelled = box.Reserved(NewReserve("a", "cy", 1));
    box.Do(domain::Confirm{confirmed->id});
    box.Do(domain::Cancel{cancelled->id});
    box.Reserved(NewReserve("a", "dan", 1));
    box.Do(NewReserve("b", "ada", 4));
  }

  std::vector<std::string> Differences() const {
    const auto report = Verify(store);
    if (!report.ok()) return {"FAILED: " + report.status().message()};
    return report->differences;
  }

  static std::string ReservationKey(domain::EventNumber event, std::uint64_t number) {
    std::string key;
    storage::EncodeReservationKey(key, event, number);
    return key;
  }
  static std::string ChangeKey(domain::EventNumber event, domain::Sequence sequence) {
    std::string key;
    storage::EncodeChangeKey(key, event, sequence);
    return key;
  }

  static std::string FeedKey(domain::FeedPosition position) {
    std::string key;
    storage::EncodeFeedKey(key, position);
    return key;
  }

  void ChangeCounters(const std::function<void(StoredCounters&)>& change) {
    std::string& value = store.entries(Family::kCounters).at(storage::EventKeyOf(1));
    StoredCounters counters = *storage::DecodeCounters(value);
    change(counters);
    value.clear();
    storage::EncodeCounters(value, counters);
  }

  void ChangeReservation(std::uint64_t number, const std::function<void(Reservation&)>& change) {
    const std::string key = ReservationKey(1, number);
    std::string& value = store.entries(Family::kReservations).at(key);
    Reservation reservation = *storage::DecodeReservation(key, value);
    change(reservation);
    value.clear();
    storage::EncodeReservation(value, reservation);
  }

  void ChangeDefinition(const std::function<void(domain::EventDefinition&)>& change) {
    const std::string key = storage::EventKeyOf(1);
    std::string& value = store.entries(Family::kEvents).at(key);
    domain::EventDefinition definition = *storage::DecodeDefinition(key, value);
    change(definition);
    value.clear();
    storage::EncodeDefinition(value, definition);
  }

  // Computes the whole chain of event 1 anew, as one would who changes the log on purpose.
  void Rechain() {
    Sha256Digest head = {};
    for (auto& [key, value] : store.entries(Family::kChanges)) {
      if (!key.starts_with(storage::EventKeyOf(1))) continue;
      value.resize(value.size() - head.size());
      Sha256 hash;
      hash.Update(head);
      hash.Update(key);
      hash.Update(value);
      head = hash.Finish();
      storage::PutBytes(value, head);
    }
    ChangeCounters([&](auto& counters) { counters.chain_head = head; });
  }

  FakeStore store;
  StoredBox box{store};
};

TEST_F(VerifyTest, AgreesWithWhatWasWritten) {
  const auto report = Verify(store);
  ASSERT_TRUE(report.ok());
  EXPECT_THAT(report->differences, IsEmpty());
  EXPECT_EQ(report->events, 2U);
  EXPECT_EQ(report->reservations, 5U);
  EXPECT_EQ(report->changes, 9U);
}

TEST_F(VerifyTest, AgreesAfterRestartsExpiriesEditsAndDeletions) {
  ASSERT_TRUE(box.Restart().ok());
  box.Advance(1'000);
  domain::EditEvent edit = test::NewEdit("a");
  edit.sections = {{"balcony", std::nullopt, 5}};
  box.Do(edit);
  box.Do(NewEvent("c", 10));
  box.Do(domain::DeleteEvent{"c"});
  box.Advance(domain::kIdempotencyLifetimeMs);
  box.Do(NewReserve("a", "ada", 1));
  EXPECT_THAT(Differences(), IsEmpty());
}

TEST_F(VerifyTest, AgreesWithAnEmptyStore) {
  const FakeStore empty;
  const auto report = Verify(empty);
  ASSERT_TRUE(report.ok());
  EXPECT_THAT(report->differences, IsEmpty());
}

TEST_F(VerifyTest, FindsChangedCounters) {
  ChangeCounters([](auto& counters) { counters.sections[0].held += 1; });
  EXPECT_THAT(Differences(), ElementsAre("event a (1) section general: stored held 4, confirmed 3; "
                                         "its reservations say held 3, confirmed 3",
                                         "event a (1) section general: stored held 4, confirmed 3; "
                                         "its change log say held 3, confirmed 3"));
}

TEST_F(VerifyTest, FindsAChangedSequence) {
  ChangeCounters([](auto& counters) { counters.sequence += 1; });
  EXPECT_THAT(Differences(), ElementsAre(HasSubstr("stands at sequence 8")));
}

TEST_F(VerifyTest, FindsAChangedChainHead) {
  ChangeCounters([](auto& counters) { counters.chain_head[31] ^= 1; });
  EXPECT_THAT(Differences(), ElementsAre(HasSubstr("ends in another hash")));
}

TEST_F(VerifyTest, FindsCountersForOtherSections) {
  ChangeCounters([](auto& counters) { counters.sections.push_back({}); });
  EXPECT_THAT(Differences(), Contains(HasSubstr("counters for other sections")));
}

TEST_F(VerifyTest, FindsMissingCounters) {
  store.entries(Family::kCounters).erase(storage::EventKeyOf(1));
  EXPECT_THAT(Differences(), ElementsAre("event a (1) has no counters"));
}

TEST_F(VerifyTest, FindsUnreadableCounters) {
  store.entries(Family::kCounters)[storage::EventKeyOf(1)] = "x";
  EXPECT_THAT(Differences(), Contains(HasSubstr("unreadable")));
}

TEST_F(VerifyTest, FindsAChangedReservation) {
  ChangeReservation(2, [](auto& reservation) { reservation.customer = "eve"; });
  EXPECT_THAT(Differences(),
              ElementsAre("event a (1) reservation number 2 is not what the change log says"));
}

TEST_F(VerifyTest, FindsAReservationThatCounts) {
  ChangeReservation(2, [](auto& r) { r.status = ReservationStatus::kConfirmed; });
  EXPECT_THAT(Differences(), Contains(HasSubstr("its reservations say held 3, confirmed 4")));
}

TEST_F(VerifyTest, FindsAMissingReservationAndTellsItOnce) {
  store.entries(Family::kReservations).erase(ReservationKey(1, 0));
  EXPECT_THAT(Differences(), ElementsAre(HasSubstr("lacks reservations before number 1"),
                                         HasSubstr("has 3 reservations; its change log says 4"),
                                         HasSubstr("its reservations say held 1, confirmed 3")));
}

TEST_F(VerifyTest, FindsAMissingLastReservation) {
  store.entries(Family::kReservations).erase(ReservationKey(1, 3));
  EXPECT_THAT(Differences(), Contains(HasSubstr("has 3 reservations; its change log says 4")));
}

TEST_F(VerifyTest, FindsAReservationMore) {
  auto& reservations = store.entries(Family::kReservations);
  reservations[ReservationKey(1, 4)] = reservations.at(ReservationKey(1, 2));
  EXPECT_THAT(Differences(), Contains(HasSubstr("has 5 reservations; its change log says 4")));
}

TEST_F(VerifyTest, FindsAnUnreadableReservation) {
  store.entries(Family::kReservations)[ReservationKey(1, 1)] = "x";
  EXPECT_THAT(Differences(), Contains(HasSubstr("unreadable reservation")));
}

TEST_F(VerifyTest, FindsAReservationInNoSection) {
  ChangeReservation(2, [](auto& reservation) { reservation.section = 9; });
  EXPECT_THAT(Differences(), Contains(HasSubstr("stands in no section")));
}

TEST_F(VerifyTest, FindsAMissingChangeAndTellsItOnce) {
  store.entries(Family::kChanges).erase(ChangeKey(1, 6));  // the cancellation
  EXPECT_THAT(Differences(), ElementsAre(HasSubstr("lacks changes between sequence 5 and 7"),
                                         HasSubstr("broken hash chain at sequence 7"),
                                         HasSubstr("reservation number 2 is not"),
                                         HasSubstr("its change log say held 4, confirmed 3")));
}

TEST_F(VerifyTest, FindsAMissingFirstReservationOfTheLog) {
  store.entries(Family::kChanges).erase(ChangeKey(1, 2));
  EXPECT_THAT(Differences(), Contains(HasSubstr("lacks changes between sequence 1 and 3")));
  EXPECT_THAT(Differences(), Contains(HasSubstr("does not follow")));
}

TEST_F(VerifyTest, FindsAMissingEndOfTheLog) {
  store.entries(Family::kChanges).erase(ChangeKey(1, 7));
  EXPECT_THAT(Differences(), Contains(HasSubstr("its change log ends at 6")));
}

TEST_F(VerifyTest, FindsAnUnreadableChange) {
  store.entries(Family::kChanges)[ChangeKey(1, 3)] = "x";
  EXPECT_THAT(Differences(), Contains(HasSubstr("unreadable change after sequence 2")));
}

TEST_F(VerifyTest, FindsABrokenHashAndTellsItOnce) {
  std::string& value = store.entries(Family::kChanges).at(ChangeKey(1, 3));
  value[1] = static_cast<char>(value[1] ^ 2);  // the time of the change
  EXPECT_THAT(Differences(), ElementsAre("event a (1) has a broken hash chain at sequence 3"));
}

TEST_F(VerifyTest, FindsALogThatWasWrittenAnewFromTheMiddle) {
  std::string& value = store.entries(Family::kChanges).at(ChangeKey(1, 3));
  value[1] = static_cast<char>(value[1] ^ 2);
  const auto head_before =
      storage::DecodeCounters(store.entries(Family::kCounters).at(storage::EventKeyOf(1)))
          ->chain_head;
  Rechain();
  EXPECT_THAT(Differences(), IsEmpty()) << "only whoever kept the old head sees that";
  ChangeCounters([&](auto& counters) { counters.chain_head = head_before; });
  EXPECT_THAT(Differences(), ElementsAre(HasSubstr("ends in another hash")));
}

TEST_F(VerifyTest, FindsAChangedDefinition) {
  ChangeDefinition([](auto& definition) { definition.limit_per_customer = 99; });
  EXPECT_THAT(Differences(), ElementsAre(HasSubstr("is defined otherwise")));
}

TEST_F(VerifyTest, FindsAnUnreadableEvent) {
  store.entries(Family::kEvents)[storage::EventKeyOf(1)] = "x";
  EXPECT_THAT(Differences(), Contains("an event is unreadable"));
}

TEST_F(VerifyTest, FindsASectionThatIsOversold) {
  ChangeDefinition([](auto& definition) { definition.sections[0].capacity = 5; });
  EXPECT_THAT(Differences(), Contains(HasSubstr("is oversold: 6 of 5")));
}

TEST_F(VerifyTest, FindsWhatIsOversoldThoughEverythingAgrees) {
  // As a faulty committer would have written it: log, reservations and counters say the same.
  ChangeReservation(3, [](auto& reservation) { reservation.quantity = 6; });
  const std::string key = ChangeKey(1, 7);
  domain::Change change =
      *storage::DecodeChange(key, store.entries(Family::kChanges).at(key), nullptr);
  Reservation oversold = *change.reservation;
  oversold.quantity = 6;
  change.reservation = std::make_shared<const Reservation>(oversold);
  std::string value;
  storage::EncodeChange(value, change);
  store.entries(Family::kChanges)[key] = value + std::string(32, '\0');
  Rechain();
  ChangeCounters([](auto& counters) { counters.sections[0].held += 5; });
  EXPECT_THAT(Differences(), ElementsAre(HasSubstr("is oversold: 11 of 10 by its reservations"),
                                         HasSubstr("is oversold: 11 of 10 by its change log")));
}

TEST_F(VerifyTest, FindsWhatAnEventLeftBehind) {
  store.entries(Family::kEvents).erase(storage::EventKeyOf(2));
  EXPECT_THAT(Differences(),
              ElementsAre("there are counters of event number 2, which is not there",
                          "there are reservations of event number 2, which is not there",
                          "there are changes of event number 2, which is not there",
                          "the feed tells event number 2, which is not there, and not its "
                          "deletion"));
}

// The feed has a record for each of the nine batches; the last one is event `b`'s second change.
TEST_F(VerifyTest, FindsAMissingRecordOfTheFeed) {
  auto& feed = store.entries(Family::kFeed);
  const auto last = *feed.rbegin();
  feed.erase(last.first);
  EXPECT_THAT(Differences(), ElementsAre("the feed tells event number 2 up to sequence 1; its "
                                         "change log ends at 2"));
  feed.insert(last);
  feed.erase(FeedKey(3));
  EXPECT_THAT(Differences(),
              ElementsAre("the feed goes on with event number 1 at sequence 3 after 1",
                          "the feed has a record that ends at position 4 and not at 3"));
}

TEST_F(VerifyTest, FindsAnUnreadableRecordOfTheFeed) {
  store.entries(Family::kFeed).at(FeedKey(3)) += "x";
  EXPECT_THAT(Differences(), Contains("the feed has an unreadable record after position 2"));
}

TEST_F(VerifyTest, FindsChangesThatTheFeedTellsTwice) {
  std::string entry;
  storage::EncodeFeedEntry(entry, storage::FeedRun{2, 1, 2});
  store.entries(Family::kFeed)[FeedKey(10)] = entry;
  EXPECT_THAT(Differences(),
              ElementsAre("the feed goes on with event number 2 at sequence 2 after 2"));
}

TEST_F(VerifyTest, FindsAFeedThatIsWrongOnADeletion) {
  std::string deletion, run;
  storage::EncodeFeedEntry(deletion, domain::Deletion{2, "b", 0});
  storage::EncodeFeedEntry(run, storage::FeedRun{2, 1, 3});
  auto& feed = store.entries(Family::kFeed);
  feed[FeedKey(10)] = deletion;
  EXPECT_THAT(Differences(),
              ElementsAre("the feed tells the deletion of event number 2, which is there"));
  feed[FeedKey(11)] = deletion;
  EXPECT_THAT(Differences(), Contains("the feed tells the deletion of event number 2 twice"));
  feed[FeedKey(11)] = run;
  EXPECT_THAT(Differences(), Contains("the feed goes on with event number 2 after its deletion"));
}

TEST_F(VerifyTest, LooksForNoFeedInAnEarlierFormat) {
  store.entries(Family::kFeed).clear();
  EXPECT_THAT(Differences(), ::testing::SizeIs(2)) << "of each event";
  store.entries(Family::kMeta)[std::string(storage::kFormatKey)] = "\2";
  EXPECT_THAT(Differences(), IsEmpty());
}

TEST_F(VerifyTest, FindsTwoEventsOfOneName) {
  ChangeDefinition([](auto& definition) { definition.id = "b"; });
  EXPECT_THAT(Differences(), Contains("two events are named b"));
}

TEST_F(VerifyTest, FindsANextEventNumberThatIsInUse) {
  store.entries(Family::kMeta)["next-event"] = "\2";
  EXPECT_THAT(Differences(), ElementsAre(HasSubstr("is not after 2")));
  store.entries(Family::kMeta)["next-event"] = "";
  EXPECT_THAT(Differences(), ElementsAre(HasSubstr("is not after 2")));
  store.entries(Family::kMeta).erase("next-event");
  EXPECT_THAT(Differences(), ElementsAre(HasSubstr("is not after 2")));
}

TEST_F(VerifyTest, FindsIdempotencyRecordsOfNoReservation) {
  auto& records = store.entries(Family::kIdempotency);
  const std::string key = records.begin()->first;
  records.begin()->second = "x";
  EXPECT_THAT(Differences(), ElementsAre(HasSubstr("idempotency record")));
  domain::IdempotencyRecord record;
  record.reservation = 4;
  std::string value;
  storage::EncodeIdempotency(value, record);
  records[key] = value;
  EXPECT_THAT(Differences(), ElementsAre(HasSubstr("idempotency record")));
}

TEST_F(VerifyTest, LeavesIdempotencyRecordsOfADeletedEventTheirTime) {
  box.Do(NewEvent("c", 10));
  const auto made = box.Reserved(NewReserveWithKey("c", "ada", 2, "k1"));
  box.Do(domain::Cancel{made->id});
  box.Do(domain::DeleteEvent{"c"});
  EXPECT_EQ(store.entries(Family::kIdempotency).size(), 2U);
  EXPECT_THAT(Differences(), IsEmpty());
  ASSERT_TRUE(box.Restart().ok());
  box.Advance(domain::kIdempotencyLifetimeMs);
  box.Do(NewEvent("d", 10));
  EXPECT_TRUE(store.entries(Family::kIdempotency).empty());
}

TEST_F(VerifyTest, SaysWhenTheStoreCannotBeRead) {
  for (std::size_t i = 0; i < storage::kFamilyCount; ++i) {
    FakeStore failing;
    StoredBox other(failing);
    other.Do(NewEvent("a", 10));
    failing.FailScans(static_cast<Family>(i), IoError("the disk is gone"));
    const auto report = Verify(failing);
    ASSERT_FALSE(report.ok()) << i;
    EXPECT_EQ(report.status().code(), StatusCode::kIoError);
  }
}

// The promise of the header: whatever is damaged is found, and all that recovery refuses.
TEST_F(VerifyTest, FindsAnyFlippedBit) {
  for (std::size_t i = 0; i < storage::kFamilyCount; ++i) {
    const auto family = static_cast<Family>(i);
    const FakeStore::Entries good = store.entries(family);
    for (const auto& [key, value] : good) {
      for (std::size_t bit = 0; bit < value.size() * 8; ++bit) {
        std::string& damaged = store.entries(family)[key];
        damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ 1 << bit % 8);
        const bool found = !Differences().empty();
        // An idempotency record says things that stand nowhere else; a greater next number is as
        // good as the right one.
        if (family == Family::kIdempotency || family == Family::kMeta) {
          EXPECT_TRUE(found || box.Restart().ok()) << i << " " << test::Hex(key) << " bit " << bit;
        } else {
          EXPECT_TRUE(found) << i << " " << test::Hex(key) << " bit " << bit;
        }
        damaged = value;
      }
    }
  }
  EXPECT_THAT(Differences(), IsEmpty());
}

TEST_F(VerifyTest, FindsAnyMissingEntry) {
  for (std::size_t i = 0; i < storage::kFamilyCount; ++i) {
    const auto family = static_cast<Family>(i);
    if (family == Family::kIdempotency) continue;  // a missing record is a forgotten one
    const FakeStore::Entries good = store.entries(family);
    for (const auto& [key, value] : good) {
      store.entries(family).erase(key);
      EXPECT_THAT(Differences(), ::testing::Not(IsEmpty())) << i << " " << test::Hex(key);
      store.entries(family)[key] = value;
    }
  }
}

// Event `s` (1) with a row of four seats: reservation 0 has the first two, 1 the third.
class SeatsVerifyTest : public ::testing::Test {
 protected:
  SeatsVerifyTest() {
    domain::CreateEvent event = NewEvent("s", 1);
    event.definition.sections = {test::SeatedSection("s", test::NewPlan(1, 4))};
    box.Do(event);
    box.Reserved(NewReserve("s", "ada", 2));
    box.Reserved(NewReserve("s", "bob", 1));
  }

  std::vector<std::string> DifferencesWithSeats(std::vector<domain::SeatNumber> seats) {
    std::string key;
    storage::EncodeReservationKey(key, 1, 1);
    std::string& value = store.entries(Family::kReservations).at(key);
    Reservation reservation = *storage::DecodeReservation(key, value);
    reservation.seats = std::move(seats);
    value.clear();
    storage::EncodeReservation(value, reservation);
    return Verify(store)->differences;
  }

  FakeStore store;
  StoredBox box{store};
};

TEST_F(SeatsVerifyTest, FindsNothingWrong) { EXPECT_THAT(DifferencesWithSeats({2}), IsEmpty()); }

TEST_F(SeatsVerifyTest, FindsASeatSoldTwice) {
  EXPECT_THAT(DifferencesWithSeats({1}),
              Contains("event s (1) reservation number 1 has a seat of another: s-A-2"));
  EXPECT_FALSE(box.Restart().ok()) << "and the server does not start with it";
}

TEST_F(SeatsVerifyTest, FindsSeatsThatAreNotThere) {
  EXPECT_THAT(DifferencesWithSeats({7}),
              Contains("event s (1) reservation number 1 has a seat that is not in the plan"));
  EXPECT_FALSE(box.Restart().ok());
}

TEST_F(SeatsVerifyTest, FindsMissingSeats) {
  EXPECT_THAT(DifferencesWithSeats({}),
              Contains("event s (1) reservation number 1 has not as many seats as places"));
  EXPECT_FALSE(box.Restart().ok());
}

}  // namespace
}  // namespace onsale::commit
