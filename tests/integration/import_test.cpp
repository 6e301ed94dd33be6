#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "integration/server_test.h"
#include "support/files.h"

namespace onsale::test {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

constexpr const char* kGoodFile = R"({"events": [
  {"id": "play", "name": "Play", "hold_seconds": 60, "sections": [
    {"id": "stalls", "name": "Stalls", "category": "Gold", "rows": [
      {"name": "A", "seats": 3},
      {"name": "B", "seats": ["1", null, "2"], "accessible": ["1"]}]},
    {"id": "floor", "capacity": 10}]},
  {"name": "Rock Night", "capacity": 7}
]})";

// Several faults, of form and of meaning, in several events.
constexpr const char* kFaultyFile = R"({"events": [
  {"id": "play", "name": "Play", "sections": [
    {"id": "stalls", "rows": [
      {"name": "A", "seats": ["1", "2",
                              "1"]},
      {"name": "A", "seats": 4, "colour": "red"}]}]},
  {"id": "good", "name": "Good", "capacity": 5},
  {"id": "play", "name": "Again",
   "capacity": "5"}
]})";

const std::vector<std::pair<int, std::string>> kFaults = {
    {5, "events[0].sections[0].rows[0].seats[2]"},
    {6, "events[0].sections[0].rows[1].colour"},
    {6, "events[0].sections[0].rows[1].name"},
    {8, "events[2].id"},
    {9, "events[2].capacity"},
};

class ImportTest : public ServerTest {
 protected:
  HttpResponse Post(const std::string& body, const std::string& token = kAdminToken) {
    return api().Do(
        {.method = "POST",
         .target = "/api/v1/import",
         .body = body,
         .fields = {{"Authorization", "Bearer " + token}, {"Content-Type", "application/json"}}});
  }

  std::vector<std::string> Ids() {
    std::vector<std::string> ids;
    const json list = api().Get("/api/v1/events").Json();
    for (const json& event : list["items"]) ids.push_back(event["id"]);
    return ids;
  }

  std::string Write(const std::string& content) {
    const std::filesystem::path file = server_.folder() / "events.json";
    WriteFile(file, content);
    return file.string();
  }

  // `onsale import`, into the data folder of the server, which does not run.
  ProcessResult Import(const std::string& file, std::vector<std::string> more = {}) {
    std::vector<std::string> arguments = {"import", file, "--data-dir",
                                          server_.data_dir().string()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return RunProcess({ONSALE_BINARY, std::move(arguments), {}});
  }
};

std::string SamplePlan(const std::string& name) {
  return std::string(ONSALE_SOURCE_DIR) + "/bench/plans/" + name + ".json";
}

TEST_F(ImportTest, CreatesEventsByOneCall) {
  const HttpResponse response = Post(kGoodFile);
  ASSERT_THAT(response, HasStatus(201));
  const json items = response.Json()["items"];
  ASSERT_EQ(items.size(), 2U);
  EXPECT_EQ(items[0]["id"], "play");
  EXPECT_EQ(items[0]["capacity"], 15);
  EXPECT_EQ(items[0]["sections"][0]["kind"], "seated");
  EXPECT_EQ(items[0]["sections"][0]["category"], "Gold");
  EXPECT_EQ(items[0]["sections"][0]["capacity"], 5);
  EXPECT_EQ(items[1]["id"], "rock-night");
  EXPECT_EQ(api().GetEvent("play"), items[0]);
  EXPECT_EQ(api().GetEvent("rock-night"), items[1]);
  Stop();
  Start();
  EXPECT_EQ(api().GetEvent("play"), items[0]);
}

TEST_F(ImportTest, TakesPlansThatAreLong) {
  const std::string space(100'000, ' ');  // more than other requests may have
  ASSERT_THAT(Post(ReadFile(SamplePlan("arena")) + space), HasStatus(201));
  EXPECT_EQ(api().GetEvent("arena")["capacity"], 20'000);
}

TEST_F(ImportTest, IsForTheOperator) {
  EXPECT_THAT(Post(kGoodFile, "wrong"), IsProblem(401, "unauthorized"));
  EXPECT_THAT(Post(kFaultyFile, "wrong"), IsProblem(401, "unauthorized"));
  EXPECT_EQ(Ids(), std::vector<std::string>());
}

TEST_F(ImportTest, TellsAllFaultsAndCreatesNothing) {
  const HttpResponse response = Post(kFaultyFile);
  ASSERT_THAT(response, IsProblem(422, "invalid-import"));
  const json problem = response.Json();
  EXPECT_EQ(problem["errors_total"], kFaults.size());
  ASSERT_EQ(problem["errors"].size(), kFaults.size());
  for (std::size_t i = 0; i < kFaults.size(); ++i) {
    EXPECT_EQ(problem["errors"][i]["line"], kFaults[i].first);
    EXPECT_EQ(problem["errors"][i]["member"], kFaults[i].second);
    EXPECT_FALSE(problem["errors"][i]["detail"].get<std::string>().empty());
  }
  EXPECT_EQ(Ids(), std::vector<std::string>());
}

TEST_F(ImportTest, TellsSomeOfManyFaults) {
  json events = json::array();
  for (int i = 0; i < 150; ++i) events.push_back({{"name", "A"}});
  const json problem = Post(json{{"events", events}}.dump()).Json();
  EXPECT_EQ(problem["errors"].size(), 100U);
  EXPECT_EQ(problem["errors_total"], 150);
}

TEST_F(ImportTest, RefusesWhatIsNoJsonObject) {
  const HttpResponse response = Post("{\"events\": [\n  {\"name\": }]}");
  EXPECT_THAT(response, IsProblem(400, "malformed-request"));
  EXPECT_THAT(response.Json()["detail"].get<std::string>(), HasSubstr("line 2, column 12"));
  EXPECT_THAT(Post("[]"), IsProblem(400, "malformed-request"));
  EXPECT_THAT(Post("{}"), IsProblem(422, "invalid-import"));
}

TEST_F(ImportTest, RefusesAllWhereAnIdIsTaken) {
  api().CreateEvent({{"id", "play"}, {"name", "Play"}, {"capacity", 1}});
  const HttpResponse response = Post(
      R"({"events":[{"id":"new","name":"New","capacity":1},
                    {"name":"B","capacity":1,
                     "id":"play"}]})");
  EXPECT_THAT(response, IsProblem(409, "event-exists"));
  EXPECT_EQ(response.Json()["event"], 1);
  EXPECT_EQ(response.Json()["member"], "events[1].id");
  EXPECT_EQ(response.Json()["line"], 3);
  EXPECT_EQ(Ids(), std::vector<std::string>{"play"});
}

TEST_F(ImportTest, NumbersIdsMadeOfNames) {
  const std::string file =
      R"({"events":[{"name":"Gala","capacity":1},{"name":"Gala","capacity":1}]})";
  EXPECT_THAT(Post(file), HasStatus(201));
  EXPECT_THAT(Post(file), HasStatus(201));
  EXPECT_EQ(Ids(), (std::vector<std::string>{"gala", "gala-2", "gala-3", "gala-4"}));
}

TEST_F(ImportTest, CreatesTheEventsOfAFile) {
  const ProcessResult result = Import(Write(kGoodFile));
  EXPECT_EQ(result.status, 0) << result.errors;
  EXPECT_EQ(result.output, "created play (15 places)\ncreated rock-night (7 places)\n");
  EXPECT_EQ(result.errors, "");
  const ProcessResult verified = server_.Verify();
  EXPECT_EQ(verified.status, 0) << verified.output;
  Start();
  EXPECT_EQ(Ids(), (std::vector<std::string>{"play", "rock-night"}));
  EXPECT_THAT(api().Reserve("play", {{"customer", "ada"}, {"seats", {"stalls-A-2"}}}),
              HasStatus(201));
}

TEST_F(ImportTest, AddsToAStore) {
  api().CreateEvent({{"id", "old"}, {"name", "Old"}, {"capacity", 5}});
  api().MustReserve("old", {{"customer", "ada"}, {"quantity", 2}});
  const json old = api().GetEvent("old");
  Stop();
  EXPECT_EQ(Import(Write(kGoodFile)).status, 0);
  Start();
  EXPECT_EQ(Ids(), (std::vector<std::string>{"old", "play", "rock-night"}));
  EXPECT_EQ(api().GetEvent("old"), old);
}

TEST_F(ImportTest, ReadsStandardInput) {
  const std::string command = std::string("exec '") + ONSALE_BINARY + "' import - --data-dir '" +
                              server_.data_dir().string() + "' < '" + Write(kGoodFile) + "'";
  const ProcessResult result = RunProcess({"/bin/sh", {"-c", command}, {}});
  EXPECT_EQ(result.status, 0) << result.errors;
  EXPECT_THAT(result.output, HasSubstr("created play"));
}

TEST_F(ImportTest, ReadsTheSamplePlans) {
  EXPECT_EQ(Import(SamplePlan("theatre")).output, "created theatre (1185 places)\n");
  EXPECT_EQ(Import(SamplePlan("arena")).output, "created arena (20000 places)\n");
}

TEST_F(ImportTest, PrintsAllFaultsOfAFileAndWritesNothing) {
  const std::string file = Write(kFaultyFile);
  const ProcessResult result = Import(file);
  EXPECT_EQ(result.status, 1);
  EXPECT_EQ(result.output, "");
  std::string rest = result.errors;
  for (const auto& [line, member] : kFaults) {
    const std::string wanted = file + ":" + std::to_string(line) + ": " + member + ": ";
    EXPECT_THAT(rest, StartsWith(wanted));
    rest.erase(0, rest.find('\n') + 1);
  }
  EXPECT_EQ(rest, "");
  EXPECT_FALSE(std::filesystem::exists(server_.data_dir()));
}

TEST_F(ImportTest, PrintsWhereAFileIsNoJson) {
  const std::string file = Write("{\"events\": [\n  {\"name\": }]}");
  const ProcessResult result = Import(file);
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(result.errors, StartsWith(file + ":2: The content is not JSON"));
}

TEST_F(ImportTest, PrintsNothingThatControlsATerminal) {
  const ProcessResult result =
      Import(Write("{\"events\":[{\"name\":\"A\",\"capacity\":1,\"\\u001b[2J\":1}]}"));
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(result.errors, HasSubstr("events[0].?[2J: is not known here\n"));
}

TEST_F(ImportTest, WritesNothingWhereAnIdIsTaken) {
  ASSERT_EQ(Import(Write(R"({"events": [{"id": "play", "name": "P", "capacity": 1}]})")).status, 0);
  const std::string file = Write(R"({"events": [
    {"id": "new", "name": "New", "capacity": 1},
    {"name": "Play",
     "id": "play", "capacity": 1}]})");
  const ProcessResult result = Import(file);
  EXPECT_EQ(result.status, 1);
  EXPECT_EQ(result.output, "");
  EXPECT_EQ(result.errors, file + ":4: events[1].id: There is an event play already.\n");
  Start();
  EXPECT_EQ(Ids(), std::vector<std::string>{"play"});
}

TEST_F(ImportTest, LeavesAStoreThatIsServedToItsServer) {
  Start();
  const ProcessResult result = Import(Write(kGoodFile));
  EXPECT_EQ(result.status, 2);
  EXPECT_THAT(result.errors,
              AllOf(StartsWith("onsale: "), HasSubstr("in use"), HasSubstr("POST /api/v1/import")));
  EXPECT_EQ(Ids(), std::vector<std::string>());
}

TEST_F(ImportTest, SaysWhatItCannotDo) {
  const std::string file = Write(kGoodFile);
  const auto expect = [](const ProcessResult& result, const std::string& what) {
    EXPECT_EQ(result.status, 2);
    EXPECT_EQ(result.output, "");
    EXPECT_THAT(result.errors, AllOf(StartsWith("onsale: "), HasSubstr(what)));
  };
  const auto run = [](std::vector<std::string> arguments) {
    return RunProcess({ONSALE_BINARY, std::move(arguments), {}});
  };
  expect(Import("/nonexistent"), "cannot read /nonexistent");
  expect(Import(server_.folder().path().string()), "directory");
  expect(Import(file, {"--min-free-mib", "1099511627776"}), "MiB free");
  expect(run({"import", file}), "--data-dir");
  expect(run({"import", "--data-dir", server_.data_dir().string()}), "FILE");
  expect(run({"import", file, "--data-dri", "x"}), "--data-dri");
  expect(run({"imports"}), "import");
  expect(run({"import", file, "--data-dir", file}), "not a folder");
}

TEST_F(ImportTest, TellsItsHelp) {
  const auto help = [](std::vector<std::string> arguments) {
    return RunProcess({ONSALE_BINARY, std::move(arguments), {}}).output;
  };
  EXPECT_THAT(help({"--help"}), HasSubstr("import"));
  EXPECT_THAT(help({"import", "--help"}),
              AllOf(HasSubstr("FILE"), HasSubstr("--data-dir"), HasSubstr("ONSALE_DATA_DIR"),
                    HasSubstr("Exit status")));
}

}  // namespace
}  // namespace onsale::test
