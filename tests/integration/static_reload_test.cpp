#include <signal.h>

#include <atomic>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "integration/server_test.h"
#include "support/files.h"

namespace onsale::test {
namespace {

using testing::HasSubstr;

// Builds of the pages, numbered, each in a folder of its own behind one symbolic link, as a
// deployment replaces them. Each page names the script of its own build.
class StaticReloadTest : public ServerTest {
 protected:
  void SetUp() override {
    Deploy(1);
    Start({"--static-dir", folder().string()});
    api().CreateEvent({{"id", "gala"}, {"name", "Gala"}, {"capacity", 5}});
  }

  std::filesystem::path folder() const { return server_.folder() / "static"; }
  std::filesystem::path build(int number) const {
    return server_.folder() / ("build-" + std::to_string(number));
  }

  // Its letter and digits make it a hash that differs from build to build.
  static std::string Script(int number) {
    return "/assets/app-Aa1Bb2C" + std::string(1, static_cast<char>('a' + number)) + ".js";
  }
  static std::string ScriptContent(int number) { return "// build " + std::to_string(number); }

  static std::string PageOf(int number, const std::string& text) {
    return "<script type=\"module\" src=\"" + Script(number) + "\"></script>" + text + "<p>build " +
           std::to_string(number) + "</p>";
  }

  void Deploy(int number) {
    std::filesystem::create_directories(build(number) / "assets");
    WriteFile(build(number) / "index.html", PageOf(number, "{{#NO_EVENTS}}{{/NO_EVENTS}}"));
    WriteFile(build(number) / "event.html", PageOf(number, "<h1>{{NAME}}</h1>"));
    WriteFile(build(number) / "docs.html", PageOf(number, ""));
    WriteFile(build(number) / Script(number).substr(1), ScriptContent(number));
    const auto link = server_.folder() / "next";
    std::filesystem::create_symlink(build(number), link);
    std::filesystem::rename(link, folder());
  }

  void Reload() { server_.process().Signal(SIGHUP); }

  std::size_t LinesOfLog(const std::string& text) const {
    const std::string log = server_.Log();
    std::size_t count = 0;
    for (std::size_t at = 0; (at = log.find(text, at)) != log.npos; ++at) ++count;
    return count;
  }

  void ReloadTo(int number) {
    const std::size_t before = LinesOfLog("event=static_reloaded");
    Deploy(number);
    Reload();
    ASSERT_TRUE(Eventually([&] { return LinesOfLog("event=static_reloaded") > before; }));
  }

  // Which build a page is of; it must be of one alone.
  static int BuildOf(const std::string& page) {
    const std::size_t at = page.find("<p>build ");
    const int number = at == page.npos ? 0 : std::stoi(page.substr(at + 9));
    EXPECT_THAT(page, HasSubstr(Script(number)));
    return number;
  }
};

TEST_F(StaticReloadTest, ReplacesAllPages) {
  for (const char* target : {"/", "/docs", "/events/gala"}) {
    EXPECT_EQ(BuildOf(api().Get(target).body), 1) << target;
  }
  const std::string etag = api().Get("/docs").Field("ETag");
  ReloadTo(2);
  for (const char* target : {"/", "/docs", "/events/gala"}) {
    EXPECT_EQ(BuildOf(api().Get(target).body), 2) << target;
  }
  EXPECT_THAT(api().Get("/docs", {{"If-None-Match", etag}}), HasStatus(200));
  EXPECT_EQ(api().Get(Script(2)).body, ScriptContent(2));
}

TEST_F(StaticReloadTest, KeepsTheHashedFilesOfOneBuildBefore) {
  ReloadTo(2);
  EXPECT_EQ(api().Get(Script(1)).body, ScriptContent(1));
  ReloadTo(3);
  EXPECT_EQ(api().Get(Script(2)).body, ScriptContent(2));
  EXPECT_THAT(api().Get(Script(1)), HasStatus(404));
}

TEST_F(StaticReloadTest, ForgetsNothingWhenNothingChanged) {
  ReloadTo(2);
  Reload();
  ASSERT_TRUE(server_.AwaitLog("event=static_unchanged"));
  EXPECT_EQ(api().Get(Script(1)).body, ScriptContent(1));
}

TEST_F(StaticReloadTest, ChangesNothingWhenItFails) {
  WriteFile(build(1) / "event.html", "{{NAEM}}");
  WriteFile(build(1) / "docs.html", "new");
  Reload();
  ASSERT_TRUE(
      server_.AwaitLog("event=static_reload_failed error=\"The page /event.html, line 1: "
                       "there is no marker {{NAEM}}\""));
  EXPECT_EQ(BuildOf(api().Get("/docs").body), 1);
  EXPECT_EQ(BuildOf(api().Get("/events/gala").body), 1);

  std::filesystem::remove(folder());
  Reload();
  ASSERT_TRUE(server_.AwaitLog("event=static_reload_failed error=\"The static folder"));
  EXPECT_EQ(BuildOf(api().Get("/").body), 1);

  ReloadTo(2);
  EXPECT_EQ(BuildOf(api().Get("/").body), 2);
}

// Whoever has a page gets the script that it names, unless two builds came since.
TEST_F(StaticReloadTest, PagesAndScriptsFitTogetherUnderLoad) {
  constexpr int kBuilds = 6;
  std::atomic<int> deployed{1};  // the newest build that may be served
  std::atomic<bool> stop{false};
  std::atomic<int> fitted{0};
  const auto visit = [&](const char* target) {
    HttpClient client = server_.Connect();
    int last = 1;
    while (!stop) {
      const int build_of_page = BuildOf(client.Do({.target = target}).body);
      EXPECT_GE(build_of_page, last) << "never back to an older one";
      last = build_of_page;
      const HttpResponse script = client.Do({.target = Script(build_of_page)});
      if (script.status == 200) {
        EXPECT_EQ(script.body, ScriptContent(build_of_page));
        ++fitted;
      } else {
        EXPECT_GE(deployed, build_of_page + 2) << target;
      }
    }
  };
  std::vector<std::thread> visitors;
  for (const char* target : {"/", "/docs", "/events/gala"}) visitors.emplace_back(visit, target);
  for (int number = 2; number <= kBuilds; ++number) {
    deployed = number;
    ReloadTo(number);
    const int before = fitted;
    EXPECT_TRUE(Eventually([&] { return fitted > before + 10; }));
  }
  stop = true;
  for (std::thread& visitor : visitors) visitor.join();
  EXPECT_EQ(BuildOf(api().Get("/").body), kBuilds);
}

TEST_F(StaticReloadTest, SignalsInARowAreHarmless) {
  for (int i = 0; i < 50; ++i) Reload();
  ReloadTo(2);
  EXPECT_EQ(BuildOf(api().Get("/").body), 2);
}

class StaticFolderTest : public ServerTest {};

TEST_F(StaticFolderTest, ASignalDoesNotEndAServerWithoutOne) {
  Start();
  server_.process().Signal(SIGHUP);
  ASSERT_TRUE(server_.AwaitLog("event=static_unchanged"));
  EXPECT_THAT(api().Get("/problems/sold-out"), HasStatus(200));
}

// Beside the program, and where an installation puts it.
TEST_F(StaticFolderTest, IsFoundByItself) {
  const auto root = server_.folder() / "usr";
  std::filesystem::create_directories(root / "bin");
  std::filesystem::create_directories(root / "share/onsale/static");
  std::filesystem::copy_file(ONSALE_BINARY, root / "bin/onsale");
  WriteFile(root / "share/onsale/static/index.html", "installed");
  ServerFlags unsaid;
  unsaid.environment["ONSALE_STATIC_DIR"] = "";
  const auto home_of = [&] {
    ServerProcess server(root / "bin/onsale");
    server.Start(unsaid);
    const std::string body = server.Connect().Do({}).body;
    EXPECT_EQ(server.Stop(), 0);
    return body;
  };
  EXPECT_EQ(home_of(), "installed");
  std::filesystem::create_directories(root / "bin/static");
  WriteFile(root / "bin/static/index.html", "beside");
  EXPECT_EQ(home_of(), "beside");
}

}  // namespace
}  // namespace onsale::test
