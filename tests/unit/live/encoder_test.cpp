#include "onsale/live/encoder.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "onsale/commit/change_log.h"
#include "support/commands.h"
#include "support/fake_store.h"
#include "support/plans.h"
#include "support/stored_box.h"

namespace onsale::live {
namespace {

using test::kStart;
using test::NewEdit;
using test::NewPlan;
using test::NewReserve;
using test::NewSeatsReserve;

// Each message of a piece up to its data's sequence: `seats {...}`, `availability@3`.
std::string Tell(const PiecePtr& piece) {
  if (piece == nullptr) return "nothing";
  std::string told;
  for (const std::string& text : piece->texts) {
    const auto json = nlohmann::json::parse(text);
    if (!told.empty()) told += "; ";
    told += json["event"].get<std::string>();
    if (json.contains("id")) told += "@" + json["id"].dump();
    if (json["event"] == "seats") told += " " + json["data"]["seats"].dump();
    if (json["event"] == "availability") told += " " + json["data"]["available"].dump();
    if (json["event"] == "state") told += " " + json["data"]["state"].get<std::string>();
  }
  return told + (piece->last ? "." : "");
}

// One event, watched: three seats and ten places.
class EncoderTest : public ::testing::Test {
 protected:
  EncoderTest() {
    domain::CreateEvent event = test::NewEventWithSections("e", 10, 0);
    event.definition.sections[1] = test::SeatedSection("stalls", NewPlan("A: ..a"));
    event.definition.hold_ms = 1'000;
    event.definition.offer_ms = 0;
    box.Do(event);
    encoder.emplace(Reading(), box.now);
  }

  commit::SeatsReading Reading() { return box.view->Find(1)->ReadLoggedSeats(box.now); }
  std::string Advance() { return Tell(encoder->Advance(Reading(), box.now)); }
  std::string Resume(domain::Sequence after) { return Tell(encoder->Resume(after, log)); }

  test::FakeStore store;
  test::StoredBox box{store};
  commit::ChangeLog log{store};
  std::optional<Encoder> encoder;
};

TEST_F(EncoderTest, ASnapshotIsTheEventItself) {
  EXPECT_EQ(Tell(encoder->Snapshot()), "snapshot@1");
  const PiecePtr piece = encoder->Snapshot();
  EXPECT_TRUE(piece->events.starts_with("event: snapshot\nid: 1\ndata: {\"id\":\"e\","));
  EXPECT_TRUE(piece->events.ends_with("}\n\n"));
}

TEST_F(EncoderTest, TellsNothingWhereNothingIsNew) {
  EXPECT_EQ(Advance(), "nothing");
  box.Reserved(NewReserve("e", "ada", 1));
  EXPECT_NE(Advance(), "nothing");
  EXPECT_EQ(Advance(), "nothing");
}

TEST_F(EncoderTest, TellsManyChangesAtOnceAndOnlyTheSeatsThatChanged) {
  box.Reserved(NewSeatsReserve("e", "ada", {"stalls-A-1"}));
  const auto second = box.Reserved(NewSeatsReserve("e", "bob", {"stalls-A-2"}));
  box.Do(domain::Cancel{second->id});
  EXPECT_EQ(Advance(), R"(seats {"stalls":{"h":["A-1"]}}; availability@4 12)");
}

TEST_F(EncoderTest, SeatsOfAHoldThatIsOverChangeWithTheLogAndNumbersBefore) {
  box.Reserved(NewSeatsReserve("e", "ada", {"stalls-A-1"}));
  Advance();
  box.Advance(1'000);
  EXPECT_EQ(Advance(), "availability 13");
  box.BeginBatch();
  box.EndBatch();
  EXPECT_EQ(Advance(), R"(seats {"stalls":{"a":["A-1"]}}; availability@3 13)");
}

TEST_F(EncoderTest, AnEditIsASnapshotAndAPlanOnlyWhereSeatsAreOthers) {
  domain::EditEvent edit = NewEdit("e");
  edit.name = "Another";
  box.Do(edit);
  EXPECT_EQ(Advance(), "snapshot@2");

  edit = NewEdit("e");
  edit.keep_accessible = false;
  box.Do(edit);
  EXPECT_EQ(Advance(), "plan; snapshot@3");

  edit = NewEdit("e");
  edit.sections.push_back({.id = "stalls", .plan = NewPlan("A: ..a / B: .")});
  box.Do(edit);
  EXPECT_EQ(Advance(), "plan; snapshot@4");
}

TEST_F(EncoderTest, AStateChangesByAnEditOrByTime) {
  domain::EditEvent edit = NewEdit("e");
  edit.paused = true;
  edit.closes_at = box.now + 500;
  box.Do(edit);
  EXPECT_EQ(Advance(), "state paused; snapshot@2");
  EXPECT_EQ(encoder->valid_until(), box.now + 500);
  box.Advance(500);
  EXPECT_EQ(Advance(), "state closed");
  EXPECT_EQ(encoder->valid_until(), kForever);
}

TEST_F(EncoderTest, AnEventThatIsGoneIsTheLastThingTold) {
  const commit::EventViewPtr view = box.view->Find(1);
  box.Do(domain::DeleteEvent{"e"});
  EXPECT_EQ(Tell(encoder->Advance(view->ReadLoggedSeats(box.now), box.now)), "deleted.");
}

TEST_F(EncoderTest, ResumesWithTheDifference) {
  box.Reserved(NewSeatsReserve("e", "ada", {"stalls-A-1"}));
  const auto second = box.Reserved(NewSeatsReserve("e", "bob", {"stalls-A-2"}));
  box.Do(domain::Cancel{second->id});
  Advance();
  EXPECT_EQ(Resume(1),
            R"(seats {"stalls":{"a":["A-2"],"h":["A-1"]}}; state open; availability@4 12)");
  EXPECT_EQ(Resume(2), R"(seats {"stalls":{"a":["A-2"]}}; state open; availability@4 12)");
  EXPECT_EQ(Resume(4), "state open; availability 12");
}

TEST_F(EncoderTest, ResumesUpToWhatTheOthersWereTold) {
  box.Reserved(NewSeatsReserve("e", "ada", {"stalls-A-1"}));
  Advance();
  box.Reserved(NewSeatsReserve("e", "bob", {"stalls-A-2"}));
  EXPECT_EQ(Resume(1), R"(seats {"stalls":{"h":["A-1"]}}; state open; availability@2 12)");
  EXPECT_EQ(Advance(), R"(seats {"stalls":{"h":["A-2"]}}; availability@3 11)");
}

TEST_F(EncoderTest, BeginsAnewWhereItCannotResume) {
  EXPECT_EQ(Resume(0), "plan; snapshot@1") << "no sequence";
  EXPECT_EQ(Resume(2), "plan; snapshot@1") << "one that was never told";
  domain::EditEvent edit = NewEdit("e");
  edit.name = "Another";
  box.Do(edit);
  Advance();
  EXPECT_EQ(Resume(1), "plan; snapshot@2") << "edited since";
  box.Reserved(NewReserve("e", "ada", 1));
  Advance();
  store.entries(storage::Family::kChanges).clear();
  EXPECT_EQ(Resume(2), "plan; snapshot@3") << "the log cannot be read";
}

}  // namespace
}  // namespace onsale::live
