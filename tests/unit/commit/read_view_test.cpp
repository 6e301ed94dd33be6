#include "onsale/commit/read_view.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "support/box_office.h"
#include "support/commands.h"
#include "support/printers.h"

namespace onsale::commit {
namespace {

using test::kStart;
using test::NewEvent;
using test::NewReserve;

class ReadViewTest : public ::testing::Test {
 protected:
  void Do(const domain::Command& command) {
    box.Do(command);
    Publish();
  }
  void Publish() { view.Publish(box.changes, box.inventory); }

  std::string List(std::string_view after, std::size_t count) const {
    std::string ids;
    for (const std::string& id : view.ListIds(after, count)) ids += id + " ";
    return ids;
  }
  std::string Read(std::string_view event) const {
    const EventViewPtr found = view.Find(event);
    return found == nullptr ? "none" : test::Describe(*found->Read(kStart).event);
  }

  test::BoxOffice box;
  ReadView view;
};

TEST_F(ReadViewTest, IsEmptyAtFirst) {
  EXPECT_EQ(view.Find("a"), nullptr);
  EXPECT_EQ(view.Find(1), nullptr);
  EXPECT_EQ(List("", 10), "");
}

TEST_F(ReadViewTest, FindsByIdAndByNumber) {
  Do(NewEvent("a", 10));
  Do(NewReserve("a", "ada", 3));
  EXPECT_EQ(Read("a"), "seq 2: general 0+3/10");
  EXPECT_EQ(view.Find("a"), view.Find(1));
  EXPECT_EQ(view.Find("b"), nullptr);
  EXPECT_EQ(view.Find(2), nullptr);
}

TEST_F(ReadViewTest, ListsByIdFromACursorOn) {
  for (const char* id : {"c", "a", "d", "b"}) Do(NewEvent(id, 10));
  EXPECT_EQ(List("", 10), "a b c d ");
  EXPECT_EQ(List("", 2), "a b ");
  EXPECT_EQ(List("b", 2), "c d ");
  EXPECT_EQ(List("bb", 2), "c d ") << "a cursor need not be there any more";
  EXPECT_EQ(List("d", 2), "");
  EXPECT_EQ(List("", 0), "");
}

TEST_F(ReadViewTest, SortsTheChangesOfABatchToTheirEvents) {
  Do(NewEvent("a", 10));
  Do(NewEvent("b", 10));
  box.BeginBatch();
  for (int i = 0; i < 3; ++i) {
    box.Decide(NewReserve("b", "ada", 1));
    box.Decide(NewReserve("a", "ada", 2));
  }
  Publish();
  EXPECT_EQ(Read("a"), "seq 4: general 0+6/10");
  EXPECT_EQ(Read("b"), "seq 4: general 0+3/10");
  std::vector<domain::ReservationPtr> found;
  ASSERT_TRUE(view.Find("a")->Page(0, 10, found).ok());
  ASSERT_EQ(found.size(), 3U);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(found[i]->id.number, i);
}

TEST_F(ReadViewTest, ChangesItsVersionWithEachBatch) {
  std::set<std::uint64_t> versions = {view.version()};
  Do(NewEvent("a", 10));
  EXPECT_TRUE(versions.insert(view.version()).second);
  Do(NewReserve("a", "ada", 3));
  EXPECT_TRUE(versions.insert(view.version()).second);
  Do(NewEvent("b", 10));
  EXPECT_TRUE(versions.insert(view.version()).second);
  Do(domain::DeleteEvent{"b"});
  EXPECT_TRUE(versions.insert(view.version()).second);
}

TEST_F(ReadViewTest, TouchesOnlyEventsThatChanged) {
  Do(NewEvent("a", 10));
  Do(NewEvent("b", 10));
  const std::uint64_t before = view.Find("b")->version();
  Do(NewReserve("a", "ada", 3));
  EXPECT_EQ(view.Find("b")->version(), before);
}

TEST_F(ReadViewTest, ForgetsADeletedEvent) {
  Do(NewEvent("a", 10));
  const EventViewPtr kept = view.Find("a");  // as a watcher has it
  Do(domain::DeleteEvent{"a"});
  EXPECT_EQ(view.Find("a"), nullptr);
  EXPECT_EQ(view.Find(1), nullptr);
  EXPECT_EQ(List("", 10), "");
  EXPECT_EQ(kept->Read(kStart).event, nullptr);
}

TEST_F(ReadViewTest, ForgetsAnEventThatWasChangedAndDeletedInABatch) {
  domain::CreateEvent event = NewEvent("a", 10);
  Do(event);
  const auto made = box.Reserved(NewReserve("a", "ada", 3));
  Publish();
  box.BeginBatch();
  box.Decide(domain::Cancel{made->id});
  box.Decide(domain::DeleteEvent{"a"});
  Publish();
  EXPECT_EQ(view.Find("a"), nullptr);
}

TEST_F(ReadViewTest, NeverShowsAnEventThatWasMadeAndDeletedInABatch) {
  box.BeginBatch();
  box.Decide(NewEvent("a", 10));
  box.Decide(domain::DeleteEvent{"a"});
  Publish();
  EXPECT_EQ(view.Find("a"), nullptr);
  EXPECT_EQ(view.Find(1), nullptr);
}

TEST_F(ReadViewTest, ShowsTheEventThatWasMadeAgainInTheBatchOfItsDeletion) {
  Do(NewEvent("a", 10));
  Do(NewEvent("b", 10));
  const EventViewPtr kept = view.Find("a");
  box.BeginBatch();
  box.Decide(domain::DeleteEvent{"a"});
  box.Decide(NewEvent("a", 20));
  box.Decide(NewReserve("a", "ada", 1));
  Publish();
  EXPECT_EQ(Read("a"), "seq 2: general 0+1/20");
  EXPECT_EQ(view.Find("a"), view.Find(3));
  EXPECT_EQ(view.Find(1), nullptr);
  EXPECT_EQ(kept->Read(kStart).event, nullptr);
  EXPECT_EQ(List("", 10), "a b ");
}

TEST_F(ReadViewTest, KnowsTheEndOfTheFeed) {
  EXPECT_EQ(view.feed_end(), 0U);
  Do(NewEvent("a", 10));
  Do(NewEvent("b", 10));
  EXPECT_EQ(view.feed_end(), 2U);
  box.BeginBatch();
  box.Decide(NewReserve("b", "ada", 1));
  box.Decide(NewReserve("b", "ada", 1));
  box.Decide(domain::DeleteEvent{"a"});
  Publish();
  EXPECT_EQ(view.feed_end(), 5U);
}

TEST_F(ReadViewTest, IsRestored) {
  Do(NewEvent("a", 10));
  const auto made = box.Reserved(NewReserve("a", "ada", 3));
  ReadView restored;
  restored.RestoreEvent(box.inventory.Snapshot(1));
  restored.RestoreReservation(made);
  EXPECT_EQ(test::Describe(*restored.Find("a")->Read(kStart).event), "seq 2: general 0+3/10");
  EXPECT_EQ(*restored.Find(1)->ReadReservation(made->id, 0)->reservation, *made);
}

}  // namespace
}  // namespace onsale::commit
