#include <algorithm>
#include <atomic>
#include <set>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "integration/server_test.h"
#include "support/sanitized.h"

namespace onsale::test {
namespace {

using nlohmann::json;

const std::string kList = "/api/v1/events/gala/reservations";
const std::string kCsvHead =
    "id,event,customer,status,quantity,section,seats,created_at,expires_at,sequence\r\n";

class ExportTest : public ServerTest {
 protected:
  void SetUp() override {
    api().CreateEvent({{"name", "Gala"}, {"capacity", 1'000'000}, {"hold_seconds", 600}});
  }

  // `count` reservations, the second confirmed and the third cancelled.
  void Fill(int count) {
    for (int i = 0; i < count; ++i) {
      made_.push_back(
          api().MustReserve("gala", {{"customer", "c" + std::to_string(i)}, {"quantity", 1 + i}}));
    }
    api().Confirm(made_.at(1)["id"]);
    api().Cancel(made_.at(2)["id"]);
  }

  // As the list has to have them.
  std::vector<json> Shown() {
    std::vector<json> shown;
    for (const json& reservation : made_) {
      json now = api().GetReservation(reservation["id"]).Json();
      now.erase("available");
      shown.push_back(std::move(now));
    }
    return shown;
  }

  HttpResponse List(const std::string& query = "", const std::string& accept = "") {
    HttpFields fields;
    if (!accept.empty()) fields.emplace_back("Accept", accept);
    return api().Admin("GET", kList + query, nullptr, fields);
  }

  static std::vector<json> LinesOf(const std::string& body) {
    std::vector<json> rows;
    std::istringstream lines(body);
    for (std::string line; std::getline(lines, line);) rows.push_back(json::parse(line));
    return rows;
  }

  std::vector<json> made_;
};

TEST_F(ExportTest, ListsReservationsByCursor) {
  Fill(7);
  const HttpResponse all = List();
  EXPECT_THAT(all, HasStatus(200));
  EXPECT_EQ(all.Field("Content-Type"), "application/json");
  EXPECT_EQ(all.Field("Cache-Control"), "no-store");
  EXPECT_EQ(all.Field("Vary"), "Accept");
  EXPECT_EQ(all.Json()["items"], json(Shown()));
  EXPECT_TRUE(all.Json()["next"].is_null());

  for (const int limit : {1, 2, 3, 6, 7, 8}) {
    json collected = json::array();
    std::string query = "?limit=" + std::to_string(limit);
    while (true) {
      const json page = List(query).Json();
      for (const json& item : page["items"]) collected.push_back(item);
      ASSERT_LE(collected.size(), 7U);
      if (page["next"].is_null()) break;
      query = "?limit=" + std::to_string(limit) + "&after=" + page["next"].get<std::string>();
    }
    EXPECT_EQ(collected, json(Shown())) << "limit " << limit;
  }
}

TEST_F(ExportTest, RefusesWhatIsNoCursorOrLimit) {
  for (const char* query : {"?after=x", "?after=-1", "?after=1.5", "?after=99999999999999999999",
                            "?limit=0", "?limit=1001", "?limit=x", "?status=held"}) {
    EXPECT_THAT(List(query), IsProblem(400, "malformed-request")) << query;
  }
  EXPECT_THAT(api().Admin("GET", "/api/v1/events/none/reservations"),
              IsProblem(404, "event-not-found"));
}

TEST_F(ExportTest, ListsNothingWhereNothingIs) {
  EXPECT_EQ(List().Json(), json::parse(R"({"items":[],"next":null})"));
  EXPECT_EQ(List("", "text/csv").body, kCsvHead);
  EXPECT_EQ(List("", "application/x-ndjson").body, "");
}

TEST_F(ExportTest, ExportsNdjson) {
  Fill(4);
  const HttpResponse response = List("", "application/x-ndjson");
  EXPECT_THAT(response, HasStatus(200));
  EXPECT_EQ(response.Field("Content-Type"), "application/x-ndjson");
  EXPECT_EQ(response.Field("Cache-Control"), "no-store");
  EXPECT_EQ(response.Field("Vary"), "Accept");
  EXPECT_EQ(response.Field("Content-Disposition"),
            "attachment; filename=\"gala-reservations.ndjson\"");
  EXPECT_EQ(LinesOf(response.body), Shown());
  EXPECT_EQ(LinesOf(List("?limit=2", "application/x-ndjson").body).size(), 2U);
}

TEST_F(ExportTest, ExportsCsv) {
  Fill(3);
  made_.push_back(api().MustReserve("gala", {{"customer", "\"Ada\", of Ockham"}, {"quantity", 1}}));
  const HttpResponse response = List("", "text/csv");
  EXPECT_THAT(response, HasStatus(200));
  EXPECT_EQ(response.Field("Content-Type"), "text/csv; charset=utf-8; header=present");
  std::string expected = kCsvHead;
  for (const json& row : Shown()) {
    std::string customer = row["customer"];
    if (customer.starts_with('"')) customer = R"("""Ada"", of Ockham")";
    const std::string expires_at =
        row["expires_at"].is_null() ? "" : row["expires_at"].get<std::string>();
    expected += row["id"].get<std::string>() + ",gala," + customer + "," +
                row["status"].get<std::string>() + "," + row["quantity"].dump() + ",general,," +
                row["created_at"].get<std::string>() + "," + expires_at + "," +
                row["sequence"].dump() + "\r\n";
  }
  EXPECT_EQ(response.body, expected);
}

TEST_F(ExportTest, ChoosesTheFormatByAccept) {
  const auto type_of = [&](const std::string& accept) {
    const std::string type = List("", accept).Field("Content-Type");
    return type.substr(0, type.find(';'));
  };
  EXPECT_EQ(type_of("*/*"), "application/json");
  EXPECT_EQ(type_of("image/png"), "application/json");
  EXPECT_EQ(type_of("text/csv;q=0.5, application/x-ndjson"), "application/x-ndjson");
  EXPECT_EQ(type_of("application/json;q=0.1, text/csv;q=0.2"), "text/csv");
}

// More than any buffer holds, so that it goes out in pieces.
TEST_F(ExportTest, StreamsALargeExport) {
  constexpr int kReservations = kSanitized ? 10'000 : 50'000;
  MakeReservations(server_.port(), "gala", kReservations);
  const HttpResponse ndjson = List("", "application/x-ndjson");
  EXPECT_EQ(ndjson.Field("Transfer-Encoding"), "chunked");
  std::set<std::string> ids;
  int places = 0;
  std::istringstream lines(ndjson.body);
  for (std::string line; std::getline(lines, line);) {
    const json row = json::parse(line);
    ids.insert(row["id"].get<std::string>());
    places += row["quantity"].get<int>();
  }
  EXPECT_EQ(ids.size(), static_cast<std::size_t>(kReservations));
  EXPECT_EQ(places, kReservations);

  const HttpResponse csv = List("", "text/csv");
  EXPECT_EQ(std::count(csv.body.begin(), csv.body.end(), '\n'), kReservations + 1);
  EXPECT_THAT(api().Get("/healthz"), HasStatus(200)) << "the connection goes on";

  // An old client reads until the end of the connection.
  HttpClient old = server_.Connect();
  old.Send("GET " + kList + " HTTP/1.0\r\nAccept: text/csv\r\nAuthorization: Bearer " +
           kAdminToken + "\r\n\r\n");
  const HttpResponse unchunked = old.Read();
  EXPECT_FALSE(unchunked.HasField("Transfer-Encoding"));
  EXPECT_EQ(unchunked.body, csv.body);
}

TEST_F(ExportTest, IsNotHeldUpByAClientThatDoesNotRead) {
  MakeReservations(server_.port(), "gala", 20'000);
  HttpClient slow = server_.Connect();
  slow.Send(Serialize({.target = kList,
                       .fields = {{"Authorization", "Bearer " + kAdminToken},
                                  {"Accept", "application/x-ndjson"}}}));
  for (int i = 0; i < 100; ++i) {
    ASSERT_THAT(api().Reserve("gala", {{"customer", "a"}, {"quantity", 1}}), HasStatus(201));
  }
  const HttpResponse response = slow.Read();
  EXPECT_GE(std::count(response.body.begin(), response.body.end(), '\n'), 20'000);
}

TEST_F(ExportTest, AnswersHeadWithoutTheList) {
  MakeReservations(server_.port(), "gala", 300);
  const HttpResponse head = api().Admin("HEAD", kList, nullptr, {{"Accept", "text/csv"}});
  EXPECT_THAT(head, HasStatus(200));
  EXPECT_EQ(head.Field("Content-Type"), "text/csv; charset=utf-8; header=present");
  EXPECT_THAT(api().Get("/healthz"), HasStatus(200));
}

// A section that is added while the list is read must be in the definition the rows are shown by.
TEST_F(ExportTest, ListsWhileSectionsAreAdded) {
  constexpr int kSections = 40;
  std::atomic<bool> adding{true};
  std::thread lister([&] {
    ApiClient own(server_.port());
    while (adding) {
      const HttpResponse page = own.Admin("GET", kList + "?limit=1000");
      ASSERT_EQ(page.status, 200);
      const json list = page.Json();
      for (const json& row : list["items"]) EXPECT_NE(row["section"], "");
    }
  });
  for (int i = 0; i < kSections; ++i) {
    const std::string id = "s" + std::to_string(i);
    const json section = {{"id", id}, {"name", id}, {"capacity", 5}};
    api().EditEvent("gala", {{"sections", json::array({section})}});
    api().MustReserve("gala", {{"customer", "a"}, {"quantity", 1}, {"section", id}});
  }
  adding = false;
  lister.join();
  EXPECT_EQ(List("?limit=1000").Json()["items"].size(), std::size_t{kSections});
}

}  // namespace
}  // namespace onsale::test
