#include "onsale/rehearsal/notes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace onsale::rehearsal {
namespace {

using std::chrono::milliseconds;

// Of a crowd of ten people, two of them bots.
class NotesTest : public testing::Test {
 protected:
  NotesTest() {
    tally_.people.planned = 10;
    tally_.people.bots = 2;
  }

  void Decide(int people) {
    for (int i = 0; i < people; ++i) tally_.decisions.Add(milliseconds(5));
  }

  std::vector<std::string> Notes() const {
    std::vector<std::string> notes;
    NoteTally(tally_, notes);
    return notes;
  }

  Tally tally_{milliseconds(0)};
};

TEST_F(NotesTest, TellHowManyAreNotInTheLatenciesOfDecisions) {
  Decide(5);
  tally_.people.gave_up = 4;  // a bot, too
  EXPECT_THAT(Notes(), testing::ElementsAre(testing::StartsWith("3 of 8 people never had")));
}

TEST_F(NotesTest, LeaveOutThoseWhoGaveUpAfterTheirDecision) {
  Decide(8);
  tally_.people.gave_up = 2;
  EXPECT_THAT(Notes(), testing::IsEmpty());
}

}  // namespace
}  // namespace onsale::rehearsal
