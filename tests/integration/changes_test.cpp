// The change log of an event, and the feed of all events, as operators read them.

#include <atomic>
#include <map>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "integration/server_test.h"
#include "support/sanitized.h"

namespace onsale::test {
namespace {

using nlohmann::json;
using testing::ElementsAre;

const std::string kFeed = "/api/v1/changes";
const std::string kLog = "/api/v1/events/gala/changes";

class ChangesTest : public ServerTest {
 protected:
  HttpResponse List(const std::string& target, const std::string& accept = "") {
    HttpFields fields;
    if (!accept.empty()) fields.emplace_back("Accept", accept);
    return api().Admin("GET", target, nullptr, fields);
  }

  // All pages of a list, by cursor.
  json Pages(const std::string& target, int limit) {
    json items = json::array();
    const std::string query = "?limit=" + std::to_string(limit);
    std::string after;
    while (true) {
      const HttpResponse response = List(target + query + after);
      EXPECT_THAT(response, HasStatus(200));
      const json page = response.Json();
      for (const json& item : page["items"]) items.push_back(item);
      if (page["next"].is_null()) return items;
      after = "&after=" + page["next"].get<std::string>();
    }
  }

  static json LinesOf(const std::string& body) {
    json rows = json::array();
    std::istringstream lines(body);
    for (std::string line; std::getline(lines, line);) rows.push_back(json::parse(line));
    return rows;
  }

  // `gala 1 event-created` of each, without the sequence for a deletion.
  static std::vector<std::string> Outline(const json& items) {
    std::vector<std::string> outline;
    for (const json& item : items) {
      std::string line = item["event"].get<std::string>() + " ";
      if (item.contains("sequence")) line += item["sequence"].dump() + " ";
      outline.push_back(line + item["kind"].get<std::string>());
    }
    return outline;
  }

  void CreateGala() {
    api().CreateEvent({{"name", "Gala"}, {"capacity", 100'000}, {"hold_seconds", 600}});
  }
};

TEST_F(ChangesTest, TellsAnEventsChangesAsTheyWere) {
  CreateGala();
  json held = api().MustReserve("gala", {{"customer", "ada"}, {"quantity", 2}});
  api().Confirm(held["id"]);
  api().Cancel(held["id"]);
  api().EditEvent("gala", {{"paused", true}});
  const HttpResponse response = List(kLog);
  EXPECT_THAT(response, HasStatus(200));
  EXPECT_EQ(response.Field("Content-Type"), "application/json");
  EXPECT_EQ(response.Field("Cache-Control"), "no-store");
  EXPECT_EQ(response.Field("Vary"), "Accept");
  const json items = response.Json()["items"];
  EXPECT_TRUE(response.Json()["next"].is_null());
  ASSERT_THAT(Outline(items),
              ElementsAre("gala 1 event-created", "gala 2 reserved", "gala 3 confirmed",
                          "gala 4 cancelled", "gala 5 event-edited"));
  EXPECT_EQ(items[0]["definition"]["name"], "Gala");
  EXPECT_EQ(items[0]["definition"]["paused"], false);
  EXPECT_EQ(items[4]["definition"]["paused"], true);
  EXPECT_EQ(items[0]["hash"].get<std::string>().size(), 64U);
  EXPECT_FALSE(items[0].contains("position"));
  held.erase("available");
  EXPECT_EQ(items[1]["reservation"], held) << "as it was then";
  EXPECT_EQ(items[1]["at"], held["created_at"]);
  EXPECT_EQ(items[2]["reservation"]["status"], "confirmed");
  json cancelled = api().GetReservation(held["id"]).Json();
  cancelled.erase("available");
  EXPECT_EQ(items[3]["reservation"], cancelled);
}

TEST_F(ChangesTest, ShowsADefinitionWithoutItsSeats) {
  api().CreateEvent({{"name", "Gala"},
                     {"sections",
                      {{{"id", "floor"}, {"name", "Floor"}, {"capacity", 10}},
                       {{"id", "stalls"},
                        {"name", "Stalls"},
                        {"category", "Gold"},
                        {"rows", {{{"name", "A"}, {"seats", 40}}}}}}}});
  const json definition = List(kLog).Json()["items"][0]["definition"];
  json expected = api().GetEvent("gala");
  for (const char* counter :
       {"state", "available", "held", "confirmed", "blocked", "kept", "sequence"}) {
    expected.erase(counter);
  }
  for (json& section : expected["sections"]) {
    for (const char* counter : {"available", "held", "confirmed", "blocked", "kept"}) {
      section.erase(counter);
    }
  }
  expected["waitlist"].erase("waiting");
  expected["paused"] = false;
  expected["created_at"] = definition["created_at"];
  EXPECT_EQ(definition, expected);
  EXPECT_EQ(definition["sections"][1]["capacity"], 40);
}

TEST_F(ChangesTest, TellsSeatsBlocksAndTheWaitlist) {
  api().CreateEvent(
      {{"name", "Gala"},
       {"sections",
        {{{"id", "stalls"}, {"name", "Stalls"}, {"rows", {{{"name", "A"}, {"seats", 3}}}}}}}});
  const json block = api()
                         .Admin("POST", "/api/v1/events/gala/blocks",
                                {{"seats", {"stalls-A-1"}}, {"reason", "press"}})
                         .Json();
  api().MustReserve("gala", {{"customer", "ada"}, {"quantity", 2}});
  EXPECT_THAT(api().Do({.method = "POST",
                        .target = "/api/v1/events/gala/waitlist",
                        .body = R"({"customer":"bob","quantity":1})",
                        .fields = {{"Content-Type", "application/json"}}}),
              HasStatus(201));
  EXPECT_THAT(api().Admin("DELETE", "/api/v1/events/gala/blocks/" + block["id"].get<std::string>()),
              HasStatus(204));
  api().EditEvent("gala", {{"paused", true}});  // a batch after the one that made the offer
  const json items = List(kLog).Json()["items"];
  ASSERT_GE(items.size(), 6U) << items.dump();
  EXPECT_EQ(items[1]["kind"], "blocked");
  EXPECT_EQ(items[1]["block"], block);
  EXPECT_EQ(items[2]["reservation"]["seats"], json::parse(R"(["stalls-A-2","stalls-A-3"])"));
  EXPECT_EQ(items[3]["kind"], "joined");
  EXPECT_TRUE(items[3]["reservation"]["waitlist"]["place"].is_null());
  EXPECT_EQ(items[4]["kind"], "released");
  EXPECT_EQ(items[4]["block"]["seats"], block["seats"]);
  EXPECT_EQ(items[5]["kind"], "offered");
  EXPECT_EQ(items[5]["reservation"]["status"], "held");
}

TEST_F(ChangesTest, TellsAllEventsInOneOrderAndTheirDeletions) {
  CreateGala();
  api().CreateEvent({{"name", "Matinee"}, {"capacity", 10}});
  api().MustReserve("gala", {{"customer", "ada"}, {"quantity", 1}});
  EXPECT_THAT(Outline(List(kFeed).Json()["items"]),
              ElementsAre("gala 1 event-created", "matinee 1 event-created", "gala 2 reserved"));
  EXPECT_THAT(api().Admin("DELETE", "/api/v1/events/matinee"), HasStatus(204));
  api().CreateEvent({{"name", "Matinee"}, {"capacity", 20}});
  const json items = List(kFeed).Json()["items"];
  ASSERT_THAT(Outline(items), ElementsAre("gala 1 event-created", "gala 2 reserved",
                                          "matinee event-deleted", "matinee 1 event-created"));
  EXPECT_EQ(items[0]["position"], 1);
  EXPECT_EQ(items[1]["position"], 3);
  EXPECT_EQ(items[2]["position"], 4);
  EXPECT_EQ(items[3]["position"], 5);
  EXPECT_EQ(items[2].size(), 4U) << items[2].dump();
  EXPECT_TRUE(items[2]["at"].is_string());
  json change = items[1];
  change.erase("position");
  EXPECT_EQ(change, List(kLog + "?after=1").Json()["items"][0]) << "the same as in its own list";

  const HttpResponse ndjson = List(kFeed, "application/x-ndjson");
  EXPECT_EQ(ndjson.Field("Content-Type"), "application/x-ndjson");
  EXPECT_EQ(LinesOf(ndjson.body), items);
  for (const int limit : {1, 2, 3, 5}) EXPECT_EQ(Pages(kFeed, limit), items) << limit;
  EXPECT_THAT(api().Get(kFeed), IsProblem(401, "unauthorized"));
}

TEST_F(ChangesTest, PagesByCursor) {
  CreateGala();
  MakeReservations(server_.port(), "gala", 250);
  const HttpResponse first = List(kLog);
  EXPECT_EQ(first.Json()["items"].size(), 100U);
  EXPECT_EQ(first.Json()["next"], "100");
  const json all = Pages(kLog, 1000);
  EXPECT_EQ(all.size(), 251U);
  EXPECT_EQ(Pages(kLog, 7), all);
  EXPECT_EQ(List(kLog + "?after=250").Json()["items"], json::array({all[250]}));
  EXPECT_EQ(List(kLog + "?after=251").Json(), json::parse(R"({"items":[],"next":null})"));
  EXPECT_EQ(List(kLog + "?after=0&limit=1").Json()["items"], json::array({all[0]}));
  const json feed = Pages(kFeed, 60);
  EXPECT_EQ(feed.size(), 251U);

  const HttpResponse ndjson = List(kLog, "application/x-ndjson");
  EXPECT_EQ(ndjson.Field("Cache-Control"), "no-store");
  EXPECT_EQ(ndjson.Field("Content-Disposition"), "attachment; filename=\"gala-changes.ndjson\"");
  EXPECT_EQ(LinesOf(ndjson.body), all);
  EXPECT_EQ(LinesOf(List(kFeed, "application/x-ndjson").body), feed);
  EXPECT_EQ(LinesOf(List(kLog + "?limit=70&after=9", "application/x-ndjson").body),
            json(std::vector<json>(all.begin() + 9, all.begin() + 79)));
  EXPECT_EQ(List(kLog + "?after=251", "application/x-ndjson").body, "");
}

TEST_F(ChangesTest, RefusesWhatItDoesNotKnow) {
  CreateGala();
  for (const std::string& target : {kLog, kFeed}) {
    EXPECT_THAT(api().Get(target), IsProblem(401, "unauthorized"));
    for (const char* query : {"?after=x", "?after=-1", "?after=+1", "?after=1.5", "?after=1x",
                              "?after=99999999999999999999", "?after=2", "?limit=0", "?limit=1001",
                              "?limit=1&limit=1", "?kind=reserved"}) {
      EXPECT_THAT(List(target + query), IsProblem(400, "malformed-request")) << query;
    }
    EXPECT_THAT(List(target + "?after=1"), HasStatus(200));
  }
  EXPECT_THAT(List("/api/v1/events/none/changes"), IsProblem(404, "event-not-found"));
  EXPECT_THAT(api().Admin("POST", kFeed), IsProblem(405, "method-not-allowed"));
}

TEST_F(ChangesTest, IsOffWithoutAnAdminToken) {
  ServerFlags flags;
  flags.environment.clear();
  Start(flags);
  EXPECT_THAT(api().Get(kFeed), IsProblem(403, "forbidden"));
  EXPECT_THAT(api().Get(kLog), IsProblem(403, "forbidden"));
}

// Follows the feed by cursor until `end` says that nothing more comes, and then to its end.
class FeedFollower {
 public:
  explicit FeedFollower(std::uint16_t port) : api_(port) {}

  void FollowUntil(const std::atomic<bool>& end, int limit) {
    bool last_round = false;
    while (true) {
      const json page =
          api_.Admin("GET", kFeed + "?limit=" + std::to_string(limit) + "&after=" + cursor_).Json();
      for (const json& item : page["items"]) {
        items_.push_back(item);
        cursor_ = item["position"].dump();
      }
      if (!page["next"].is_null()) {
        cursor_ = page["next"];
      } else if (last_round) {
        return;
      } else {
        last_round = end;
      }
    }
  }

  const json& items() const { return items_; }

 private:
  ApiClient api_;
  std::string cursor_ = "0";
  json items_ = json::array();
};

TEST_F(ChangesTest, IsReadWhileItIsWritten) {
  CreateGala();
  api().CreateEvent({{"name", "Matinee"}, {"capacity", 100'000}});
  std::atomic<bool> end{false};
  FeedFollower small(server_.port()), large(server_.port());
  std::thread small_thread([&] { small.FollowUntil(end, 3); });
  std::thread large_thread([&] { large.FollowUntil(end, 1'000); });
  std::vector<std::thread> writers;
  for (const char* event : {"gala", "matinee"}) {
    writers.emplace_back([&, event] { MakeReservations(server_.port(), event, 3'000); });
  }
  for (int i = 0; i < 20; ++i) {  // events that come and go
    const std::string name = "e" + std::to_string(i);
    api().CreateEvent({{"name", name}, {"capacity", 1}});
    EXPECT_THAT(api().Admin("DELETE", "/api/v1/events/" + name), HasStatus(204));
  }
  for (std::thread& writer : writers) writer.join();
  end = true;
  small_thread.join();
  large_thread.join();

  for (const FeedFollower* follower : {&small, &large}) {
    std::uint64_t position = 0;
    std::map<std::string, std::uint64_t> sequences;
    int deletions = 0;
    for (const json& item : follower->items()) {
      EXPECT_GT(item["position"], position) << "no repeat, in order";
      position = item["position"];
      if (item["kind"] == "event-deleted") {
        ++deletions;
        continue;
      }
      EXPECT_EQ(item["sequence"], ++sequences[item["event"]]) << "no gap: " << item.dump();
    }
    EXPECT_EQ(sequences["gala"], 3'001U);
    EXPECT_EQ(sequences["matinee"], 3'001U);
    EXPECT_EQ(deletions, 20);
    EXPECT_EQ(position, 2U + 6'000 + 40);
  }
}

TEST_F(ChangesTest, IsTheSameAfterACrash) {
  CreateGala();
  api().CreateEvent({{"name", "Matinee"}, {"capacity", 10}});
  MakeReservations(server_.port(), "gala", 500);
  api().Admin("DELETE", "/api/v1/events/matinee");
  const std::string feed = List(kFeed, "application/x-ndjson").body;
  const std::string log = List(kLog, "application/x-ndjson").body;
  Kill();
  Start();
  EXPECT_EQ(List(kFeed, "application/x-ndjson").body, feed);
  EXPECT_EQ(List(kLog, "application/x-ndjson").body, log);
  api().MustReserve("gala", {{"customer", "late"}, {"quantity", 1}});
  const json more = List(kFeed + "?after=503").Json()["items"];
  ASSERT_THAT(Outline(more), ElementsAre("gala 502 reserved"));
  EXPECT_EQ(more[0]["position"], 504);
}

// More than any buffer holds, so that it goes out in pieces, beside everything else.
TEST_F(ChangesTest, StreamsALongLog) {
  CreateGala();
  constexpr int kReservations = kSanitized ? 5'000 : 20'000;
  MakeReservations(server_.port(), "gala", kReservations);
  HttpClient slow = server_.Connect();
  slow.Send(Serialize({.target = kFeed,
                       .fields = {{"Authorization", "Bearer " + kAdminToken},
                                  {"Accept", "application/x-ndjson"}}}));
  for (int i = 0; i < 50; ++i) api().MustReserve("gala", {{"customer", "a"}, {"quantity", 1}});
  const HttpResponse response = slow.Read();
  EXPECT_EQ(response.Field("Transfer-Encoding"), "chunked");
  const json items = LinesOf(response.body);
  ASSERT_GE(items.size(), std::size_t{kReservations + 1});
  for (std::size_t i = 0; i < items.size(); ++i) ASSERT_EQ(items[i]["sequence"], i + 1);
  const HttpResponse head =
      api().Admin("HEAD", kFeed, nullptr, {{"Accept", "application/x-ndjson"}});
  EXPECT_THAT(head, HasStatus(200));
}

}  // namespace
}  // namespace onsale::test
