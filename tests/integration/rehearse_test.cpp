// `onsale rehearse` against a real server.

#include <csignal>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "integration/server_test.h"
#include "support/files.h"

namespace onsale::test {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;

class RehearseTest : public ServerTest {
 protected:
  // A crowd that is through in some seconds.
  static json SmallCrowd() {
    return {{"people", 150},          {"bots", 0.04},        {"lead_seconds", 1},
            {"ramp_seconds", 1.2},    {"capacity", 60},      {"think_seconds", 0.3},
            {"time_calls", 2},        {"streams", 0.3},      {"confirm", 0.7},
            {"cancel", 0.2},          {"hold_seconds", 600}, {"bot_lead_seconds", 0.5},
            {"patience_seconds", 60}, {"seconds", 120},      {"request_timeout_seconds", 60}};
  }

  ProcessOptions Command(const json& scenario, const std::vector<std::string>& arguments = {}) {
    WriteFile(scenario_, scenario.dump());
    ProcessOptions options{
        ONSALE_BINARY,
        {"rehearse", "--url", Url(), "--scenario", scenario_.string(), "--json", report_.string()},
        {{"ONSALE_ADMIN_TOKEN", kAdminToken}}};
    options.arguments.insert(options.arguments.end(), arguments.begin(), arguments.end());
    return options;
  }

  std::string Url() const { return "http://127.0.0.1:" + std::to_string(server_.port()); }
  json Report() const { return json::parse(ReadFile(report_)); }

  static json RequestOf(const json& report, const std::string& name) {
    for (const json& request : report["requests"]) {
      if (request["name"] == name) return request;
    }
    return nullptr;
  }

  // Whether somebody has reserved something of the rehearsal's event.
  bool Sells() {
    const json events = api().Get("/api/v1/events").Json();
    for (const json& event : events["items"]) {
      if (event["held"].get<int>() + event["confirmed"].get<int>() > 0) return true;
    }
    return false;
  }

  const std::filesystem::path scenario_ = server_.folder() / "scenario.json";
  const std::filesystem::path report_ = server_.folder() / "report.json";
};

TEST_F(RehearseTest, PutsACrowdBeforeTheServerAndChecksWhatItSold) {
  ServerFlags flags;
  flags.environment["ONSALE_STATIC_DIR"] = ONSALE_PAGES;
  Start(flags);
  const std::filesystem::path page = server_.folder() / "report.html";
  const ProcessResult result =
      RunProcess(Command(SmallCrowd(), {"--people", "200", "--html", page.string()}));
  EXPECT_EQ(result.status, 0) << result.output << result.errors;
  EXPECT_THAT(result.output, AllOf(HasSubstr("reserve"), HasSubstr("p99"), HasSubstr("passed")));

  EXPECT_THAT(ReadFile(page), HasSubstr("\"passed\":true"));
  const json report = Report();
  const json& people = report["people"];
  EXPECT_EQ(people["planned"], 200);
  EXPECT_EQ(people["bots"], 8);
  EXPECT_EQ(people["connected"], 200);
  EXPECT_EQ(people["failed"], 0) << report["notes"];
  EXPECT_EQ(people["gave_up"], 0);
  EXPECT_GT(people["reserved"], 29) << "60 places, at most two for each";
  EXPECT_GT(people["sold_out"], 0);
  EXPECT_GT(people["confirmed"], 0);
  for (const char* name : {"page", "assets", "time", "stream", "reserve", "confirm"}) {
    const json request = RequestOf(report, name);
    EXPECT_GT(request["answered"], 0) << name;
    EXPECT_EQ(request["sent"], request["answered"]) << name;
    EXPECT_LE(request["latency_ms"]["p50"], request["latency_ms"]["p99"]) << name;
  }
  EXPECT_EQ(RequestOf(report, "page")["answers"], json({{"200", 192}}));
  EXPECT_EQ(RequestOf(report, "reserve")["answers"]["201"], people["reserved"]);

  const json& series = report["series"];
  const auto length = series["arrivals"].size();
  for (const auto& [name, values] : series.items()) {
    if (values.is_array()) {
      EXPECT_EQ(values.size(), length) << name;
    }
  }
  EXPECT_EQ(series["available"][0], 60);

  const json& verdict = report["verdict"];
  EXPECT_EQ(verdict["passed"], true) << verdict;
  for (const char* count : {"oversold", "undersold", "lost", "unexplained"}) {
    EXPECT_EQ(verdict[count], 0) << verdict;
  }
  EXPECT_THAT(api().Get("/api/v1/events/" + report["event"]["id"].get<std::string>()),
              HasStatus(404))
      << "it is deleted afterwards";
}

TEST_F(RehearseTest, HasNothingLostWhenTheServerIsKilledInTheMiddle) {
  Start();
  json scenario = SmallCrowd();
  scenario["spread_seconds"] = 2;
  scenario["think_seconds"] = 2;
  Process rehearsal(Command(scenario, {"--keep"}), server_.folder() / "rehearsal");
  ASSERT_TRUE(Eventually([&] { return Sells(); }));
  const std::string port = std::to_string(server_.port());
  Kill();
  Start({"--listen", "127.0.0.1:" + port});
  EXPECT_EQ(rehearsal.Wait(), 0) << rehearsal.Output() << rehearsal.Errors();
  const json report = Report();
  EXPECT_EQ(report["verdict"]["passed"], true) << report["verdict"];
  EXPECT_GT(report["people"]["confirmed"], 0);
  int failures = 0;
  for (const json& request : report["requests"]) {
    for (const json& count : request["failures"]) failures += count.get<int>();
  }
  EXPECT_GT(failures, 0);
  const json event = api().GetEvent(report["event"]["id"]);
  EXPECT_EQ(event["state"], "closed") << "it was kept";
}

TEST_F(RehearseTest, TakesAnEventThatThereIsOnlyWhenThatIsMeant) {
  Start();
  api().CreateEvent({{"name", "Gala"}, {"capacity", 20}});
  const json scenario = {{"people", 30}, {"ramp_seconds", 0.5}, {"lead_seconds", 0},
                         {"confirm", 1}, {"cancel", 0},         {"patience_seconds", 60}};
  ProcessResult result = RunProcess(Command(scenario, {"--event", "gala"}));
  EXPECT_EQ(result.status, 2);
  EXPECT_THAT(result.errors, AllOf(HasSubstr("gala"), HasSubstr("--yes")));
  EXPECT_EQ(api().GetEvent("gala")["confirmed"], 0);

  result = RunProcess(Command(scenario, {"--event", "gala", "--yes"}));
  EXPECT_EQ(result.status, 0) << result.output << result.errors;
  EXPECT_GE(api().GetEvent("gala")["confirmed"], 19);
}

TEST_F(RehearseTest, GoesThroughAWaitingRoom) {
  Start();
  json scenario = SmallCrowd();
  scenario["people"] = 60;
  scenario["bots"] = 0;
  scenario["capacity"] = 200;
  scenario["queue_target"] = 30;
  const ProcessResult result = RunProcess(Command(scenario));
  EXPECT_EQ(result.status, 0) << result.output << result.errors;
  const json report = Report();
  EXPECT_EQ(report["people"]["reserved"], 60) << result.output;
  EXPECT_EQ(RequestOf(report, "join")["answers"], json({{"201", 60}}));
  EXPECT_EQ(RequestOf(report, "admission")["answers"]["200"], 60);
}

TEST_F(RehearseTest, TellsOfLimitsThatAreInTheWay) {
  Start({"--rate-limit", "requests=1000/s:1000,commands=1/h:1"});
  json scenario = SmallCrowd();
  scenario["bots"] = 0;
  scenario["hold_seconds"] = 0;
  scenario["cancel"] = 0;
  scenario["patience_seconds"] = 1;
  const ProcessResult result = RunProcess(Command(scenario));
  EXPECT_EQ(result.status, 0) << result.output << result.errors;
  EXPECT_GT(Report()["people"]["gave_up"], 0);
  EXPECT_THAT(result.output, AllOf(HasSubstr("429"), HasSubstr("--rate-limit off")));
}

TEST_F(RehearseTest, EndsEarlyWithAReport) {
  Start();
  json scenario = SmallCrowd();
  scenario["think_seconds"] = 3600;
  Process rehearsal(Command(scenario), server_.folder() / "rehearsal");
  ASSERT_TRUE(Eventually([&] { return Sells(); }));
  rehearsal.Signal(SIGINT);
  EXPECT_EQ(rehearsal.Wait(), 0) << rehearsal.Output() << rehearsal.Errors();
  EXPECT_THAT(Report()["notes"], Contains("It was ended early."));
}

TEST_F(RehearseTest, SaysWhyThereIsNoRehearsal) {
  Start();
  api().CreateEvent({{"name", "Gala"}, {"capacity", 20}, {"paused", true}});
  const auto fault = [&](const json& scenario, const std::vector<std::string>& arguments) {
    const ProcessResult result = RunProcess(Command(scenario, arguments));
    EXPECT_EQ(result.status, 2) << result.output;
    EXPECT_EQ(result.output, "");
    return result.errors;
  };
  EXPECT_THAT(fault({{"poeple", 1}}, {}), AllOf(HasSubstr("line 1"), HasSubstr("poeple")));
  EXPECT_THAT(fault(json::object(), {"--people", "0"}), HasSubstr("from 1 to 1000000"));
  EXPECT_THAT(fault(json::object(), {"--people", "900000"}), HasSubstr("file descriptors"));
  EXPECT_THAT(fault(json::object(), {"--url", "https://127.0.0.1"}), HasSubstr("TLS"));
  EXPECT_THAT(fault(json::object(), {"--event", "gala", "--yes"}), HasSubstr("paused"));
  EXPECT_THAT(fault(json::object(), {"--event", "none", "--yes"}), HasSubstr("event-not-found"));
  ProcessOptions command = Command(json::object());
  command.environment["ONSALE_ADMIN_TOKEN"] = "another";
  EXPECT_THAT(RunProcess(command).errors, HasSubstr("401"));
  command.environment.clear();
  EXPECT_THAT(RunProcess(command).errors, HasSubstr("admin token"));
}

}  // namespace
}  // namespace onsale::test
