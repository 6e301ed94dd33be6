#include "onsale/api/seats_cache.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "support/box_office.h"
#include "support/commands.h"
#include "support/plans.h"
#include "unit/api/decompress.h"

namespace onsale::api {
namespace {

using test::BoxOffice;

// An inventory whose every batch is published, and the cache in front of it.
class SeatsCacheTest : public testing::Test {
 protected:
  void Do(const domain::Command& command) {
    office_.Do(command);
    view_.Publish(office_.changes, office_.inventory);
  }

  domain::ReservationId Reserve(std::vector<std::string> seats) {
    domain::Reserve command = test::NewReserve("aurora", "ada", 0);
    command.seats = std::move(seats);
    const auto reservation = office_.Reserved(command);
    view_.Publish(office_.changes, office_.inventory);
    return reservation->id;
  }

  static domain::CreateEvent NewSeatedEvent(std::string id, std::string_view picture) {
    domain::CreateEvent event = test::NewEvent(std::move(id), 0);
    event.definition.sections = {test::SeatedSection("stalls", test::NewPlan(picture))};
    return event;
  }

  auto Get(ContentCoding coding = ContentCoding::kGzip) {
    return cache_.Seats("aurora", coding, office_.now);
  }

  // Of `stalls`, in both codings.
  std::string States() {
    const std::string identity = Get(ContentCoding::kIdentity)->body;
    EXPECT_EQ(DecompressGzip(Get()->body), identity);
    return nlohmann::json::parse(identity)["states"]["stalls"];
  }

  BoxOffice office_;
  commit::ReadView view_;
  SeatsCache cache_{view_};
};

TEST_F(SeatsCacheTest, KnowsOnlyWhatIsPublished) {
  EXPECT_EQ(Get(), nullptr);
  office_.Do(NewSeatedEvent("aurora", "A: ..a."));
  EXPECT_EQ(Get(), nullptr);
  view_.Publish(office_.changes, office_.inventory);
  EXPECT_EQ(States(), "aaka");
}

TEST_F(SeatsCacheTest, HasHeadsForBothCodings) {
  Do(NewSeatedEvent("aurora", "A: .."));
  const auto identity = Get(ContentCoding::kIdentity);
  const auto gzip = Get();
  const std::string common =
      "Cache-Control: public, max-age=1\r\nVary: Accept-Encoding\r\n"
      "X-Content-Type-Options: nosniff\r\n\r\n";
  EXPECT_EQ(identity->etag, "\"1-1\"");
  EXPECT_EQ(gzip->etag, "\"1-1-gzip\"");
  EXPECT_EQ(identity->head, "Content-Type: application/json\r\nContent-Length: " +
                                std::to_string(identity->body.size()) + "\r\nETag: \"1-1\"\r\n" +
                                common);
  EXPECT_EQ(gzip->head, "Content-Type: application/json\r\nContent-Length: " +
                            std::to_string(gzip->body.size()) +
                            "\r\nContent-Encoding: gzip\r\nETag: \"1-1-gzip\"\r\n" + common);
  EXPECT_EQ(identity->head_304, "ETag: \"1-1\"\r\n" + common);
  EXPECT_EQ(gzip->head_304, "ETag: \"1-1-gzip\"\r\n" + common);
}

TEST_F(SeatsCacheTest, RendersAgainOnlyWhenSomethingChanged) {
  Do(NewSeatedEvent("aurora", "A: ...."));
  const auto gzip = Get();
  const auto identity = Get(ContentCoding::kIdentity);
  office_.Advance(5'000);
  EXPECT_EQ(Get(), gzip);
  EXPECT_EQ(Get(ContentCoding::kIdentity), identity);
  Reserve({"stalls-A-2", "stalls-A-3"});
  EXPECT_NE(Get()->etag, gzip->etag);
  EXPECT_NE(Get(ContentCoding::kIdentity)->etag, identity->etag);
  EXPECT_EQ(States(), "acca");
  EXPECT_EQ(nlohmann::json::parse(Get(ContentCoding::kIdentity)->body)["sequence"], 2);
}

TEST_F(SeatsCacheTest, CountsAHoldUntilItsEndAndNoLonger) {
  auto event = NewSeatedEvent("aurora", "A: ....");
  event.definition.hold_ms = 500;
  Do(event);
  Reserve({"stalls-A-1"});
  office_.Advance(200);
  const domain::ReservationId second = Reserve({"stalls-A-3"});
  EXPECT_EQ(States(), "haha");
  office_.Advance(299);
  EXPECT_EQ(States(), "haha");
  const std::string etag = Get()->etag;
  office_.Advance(1);  // the committer has not given the seat back yet
  EXPECT_EQ(States(), "aaha");
  const std::string second_etag = Get()->etag;
  EXPECT_NE(second_etag, etag);
  office_.Advance(-1);  // the clock was set back
  EXPECT_EQ(States(), "haha");
  EXPECT_EQ(Get()->etag, etag);
  office_.Advance(1);
  Do(domain::Confirm{second});  // and with it the first is given back
  EXPECT_EQ(States(), "aaca");
  Do(domain::Cancel{second});
  EXPECT_EQ(States(), "aaaa");
}

TEST_F(SeatsCacheTest, ShowsBlocks) {
  Do(NewSeatedEvent("aurora", "A: .... / B: .."));
  domain::Block block;
  block.event = "aurora";
  block.seats = {"stalls-A-4", "stalls-B-1"};
  const auto blocked = office_.Reserved(block);
  view_.Publish(office_.changes, office_.inventory);
  EXPECT_EQ(States(), "aaabba");
  Do(domain::Release{"aurora", blocked->id});
  EXPECT_EQ(States(), "aaaaaa");
}

TEST_F(SeatsCacheTest, FollowsEdits) {
  Do(NewSeatedEvent("aurora", "A: .a. / B: .."));
  Reserve({"stalls-B-2"});
  EXPECT_EQ(States(), "akaac");
  domain::EditEvent edit = test::NewEdit("aurora");
  edit.keep_accessible = false;
  Do(edit);
  EXPECT_EQ(States(), "aaaac");
  edit = test::NewEdit("aurora");
  edit.sections = {{.id = "stalls", .plan = test::NewPlan("B: ... / C: . / A: .")}};
  Do(edit);
  EXPECT_EQ(States(), "acaaa");
  const auto sections = nlohmann::json::parse(Get(ContentCoding::kIdentity)->body)["sections"];
  EXPECT_EQ(sections[0]["rows"][1]["name"], "C");
}

TEST_F(SeatsCacheTest, ForgetsADeletedEventAndFindsItsSuccessor) {
  Do(NewSeatedEvent("aurora", "A: .."));
  EXPECT_EQ(States(), "aa");
  Do(domain::DeleteEvent{"aurora"});
  EXPECT_EQ(Get(), nullptr);
  EXPECT_EQ(cache_.bytes(), 0U);
  Do(NewSeatedEvent("aurora", "A: ..."));
  EXPECT_EQ(States(), "aaa");
}

TEST_F(SeatsCacheTest, KeepsTheDocumentAsItIsOnlyWhileItIsAskedFor) {
  Do(NewSeatedEvent("aurora", "A: ...."));
  const std::weak_ptr<const PreparedResponse> identity = Get(ContentCoding::kIdentity);
  office_.Advance(9'000);
  Get();
  EXPECT_FALSE(identity.expired());
  office_.Advance(2'000);
  Reserve({"stalls-A-1"});
  Get();
  EXPECT_TRUE(identity.expired());
  EXPECT_EQ(States(), "caaa");
}

TEST_F(SeatsCacheTest, TakesBoundedMemory) {
  constexpr std::size_t kBytesMax = 100'000;
  SeatsCache cache(view_, kBytesMax);
  const std::string row(5'000, '.');
  const auto id = [](int i) { return "event-" + std::to_string(i); };
  for (int i = 0; i < 40; ++i) Do(NewSeatedEvent(id(i), "A: " + row));
  for (int i = 0; i < 100; ++i) {
    const auto coding = i % 3 == 0 ? ContentCoding::kIdentity : ContentCoding::kGzip;
    ASSERT_NE(cache.Seats(id(i % 40), coding, office_.now), nullptr);
    EXPECT_LE(cache.bytes(), kBytesMax);
    EXPECT_GT(cache.bytes(), row.size());
  }

  Do(NewSeatedEvent("aurora", "A: " + std::string(90'000, '.')));
  const auto large = cache.Seats("aurora", ContentCoding::kIdentity, office_.now);
  EXPECT_GT(cache.bytes(), kBytesMax) << "one event is always kept";
  EXPECT_EQ(cache.Seats("aurora", ContentCoding::kIdentity, office_.now), large);
  cache.Seats(id(1), ContentCoding::kGzip, office_.now);
  EXPECT_LE(cache.bytes(), kBytesMax);
}

}  // namespace
}  // namespace onsale::api
