#include <algorithm>
#include <cctype>
#include <csignal>
#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "integration/server_test.h"
#include "support/files.h"

namespace onsale::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

class OptionsTest : public ServerTest {
 protected:
  static ProcessResult Run(std::vector<std::string> arguments,
                           std::map<std::string, std::string> environment = {}) {
    return RunProcess({ONSALE_BINARY, std::move(arguments), std::move(environment)});
  }

  // The longest content that the server takes, found by what it refuses: one of these three.
  int BodyBytesMax() {
    for (const int length : {2048, 4096, 8192}) {
      HttpRequest request = ReserveRequest("none", {{"customer", "a"}, {"quantity", 1}});
      request.body.resize(static_cast<std::size_t>(length + 1), ' ');
      if (api().Do(request).status == 413) return length;
    }
    return 0;
  }

  std::string WriteConfig(const std::string& content) {
    const std::filesystem::path file = server_.folder() / "onsale.toml";
    WriteFile(file, content);
    return file.string();
  }
};

// Status 2 and one line that says what is wrong.
void ExpectUsageError(const ProcessResult& result, const std::string& what) {
  EXPECT_EQ(result.status, 2);
  EXPECT_EQ(result.output, "");
  EXPECT_THAT(result.errors, AllOf(StartsWith("onsale: "), HasSubstr(what)));
  EXPECT_EQ(std::count(result.errors.begin(), result.errors.end(), '\n'), 1) << result.errors;
}

TEST_F(OptionsTest, HelpsWithCommandsAndOptions) {
  const ProcessResult help = Run({"--help"});
  EXPECT_EQ(help.status, 0);
  EXPECT_THAT(help.output, AllOf(HasSubstr("serve"), HasSubstr("verify")));
  EXPECT_EQ(help.errors, "");

  const ProcessResult serve = Run({"serve", "--help"});
  EXPECT_EQ(serve.status, 0);
  for (const std::string option : {"config",
                                   "listen",
                                   "data-dir",
                                   "static-dir",
                                   "admin-token-file",
                                   "public-url",
                                   "customer-keys",
                                   "threads",
                                   "connections-max",
                                   "body-bytes-max",
                                   "head-timeout",
                                   "body-timeout",
                                   "idle-timeout",
                                   "write-timeout",
                                   "drain-timeout",
                                   "queue-max",
                                   "batch-max",
                                   "min-free-mib",
                                   "log-level",
                                   "access-log",
                                   "accept-damaged-log",
                                   "webhook-ca-file",
                                   "webhook-retry-min",
                                   "webhook-allow-private"}) {
    EXPECT_THAT(serve.output, HasSubstr("--" + option));
    std::string variable = "ONSALE_" + option;
    for (char& c : variable) c = c == '-' ? '_' : static_cast<char>(std::toupper(c));
    EXPECT_THAT(serve.output, HasSubstr(variable));
  }
  EXPECT_THAT(serve.output, HasSubstr("ONSALE_ADMIN_TOKEN"));
  EXPECT_THAT(Run({"verify", "--help"}).output, HasSubstr("--data-dir"));
}

TEST_F(OptionsTest, TellsItsVersion) {
  const ProcessResult version = Run({"--version"});
  EXPECT_EQ(version.status, 0);
  EXPECT_THAT(version.output, testing::MatchesRegex("onsale [0-9]+\\.[0-9]+\\.[0-9]+\n"));
}

TEST_F(OptionsTest, RefusesWhatItDoesNotKnow) {
  const std::string data = (server_.folder() / "data").string();
  ExpectUsageError(Run({}), "subcommand");
  ExpectUsageError(Run({"sell"}), "there is no command sell");
  ExpectUsageError(Run({"serve"}), "--data-dir");
  ExpectUsageError(Run({"serve", "--data-dri", data}), "--data-dri");
  ExpectUsageError(Run({"serve", "--data-dir", data, "--colour", "red"}), "--colour");
  ExpectUsageError(Run({"serve", "--data-dir", data, "extra"}), "extra");
  ExpectUsageError(Run({"verify"}), "--data-dir");
}

TEST_F(OptionsTest, RefusesValuesThatCannotBe) {
  const auto run = [&](const std::string& option, const std::string& value) {
    return Run({"serve", "--data-dir", (server_.folder() / "data").string(), option, value});
  };
  ExpectUsageError(run("--listen", "8080"), "--listen");
  ExpectUsageError(run("--listen", "127.0.0.1:"), "--listen");
  ExpectUsageError(run("--listen", "127.0.0.1:65536"), "--listen");
  ExpectUsageError(run("--listen", "::1:80"), "--listen");
  for (const std::string url : {"tickets.example.org", "ftp://tickets.example.org", "https://",
                                "https://tickets.example.org/shop", "https://tickets.example.org?a",
                                "https://ada@tickets.example.org", "https://tickets example.org"}) {
    ExpectUsageError(run("--public-url", url), "--public-url");
  }
  ExpectUsageError(run("--threads", "-1"), "--threads");
  ExpectUsageError(run("--threads", "many"), "--threads");
  ExpectUsageError(run("--body-bytes-max", "1"), "--body-bytes-max");
  ExpectUsageError(run("--head-timeout", "0"), "--head-timeout");
  ExpectUsageError(run("--log-level", "loud"), "--log-level");
  ExpectUsageError(run("--admin-token-file", "/nonexistent"), "--admin-token-file");
  ExpectUsageError(run("--customer-keys", "/nonexistent"), "/nonexistent");
  ExpectUsageError(run("--customer-keys", WriteConfig(R"({"keys":[{}]})")), "keys[0]");
  ExpectUsageError(run("--config", "/nonexistent"), "/nonexistent");
  ExpectUsageError(run("--config", WriteConfig("colour = \"red\"\n")), "colour");
  ExpectUsageError(Run({"serve", "--data-dir", "x"}, {{"ONSALE_THREADS", "many"}}), "--threads");
}

TEST_F(OptionsTest, TakesTheFlagBeforeTheEnvironmentBeforeTheFile) {
  ServerFlags flags;
  flags.arguments = {"--config", WriteConfig("body-bytes-max = 2048\n")};
  Start(flags);
  EXPECT_EQ(BodyBytesMax(), 2048);
  Stop();
  flags.environment["ONSALE_BODY_BYTES_MAX"] = "4096";
  Start(flags);
  EXPECT_EQ(BodyBytesMax(), 4096);
  Stop();
  flags.arguments.insert(flags.arguments.end(), {"--body-bytes-max", "8192"});
  Start(flags);
  EXPECT_EQ(BodyBytesMax(), 8192);
  Stop();
  flags.environment["ONSALE_CONFIG"] = "/nonexistent";
  Start(flags);
  EXPECT_EQ(BodyBytesMax(), 8192) << "the flag names the file, too";
}

TEST_F(OptionsTest, TakesAnEmptyVariableForNone) {
  ServerFlags flags;
  flags.environment = {{"ONSALE_ACCEPT_DAMAGED_LOG", ""},
                       {"ONSALE_BODY_BYTES_MAX", ""},
                       {"ONSALE_STATIC_DIR", ""},
                       {"ONSALE_CONFIG", ""}};
  Start(flags);
  EXPECT_EQ(BodyBytesMax(), 0) << "more than any of those it looks for: the default";
  Stop();
  EXPECT_THAT(server_.Log(), testing::Not(HasSubstr("damaged_log_accepted")));
}

TEST_F(OptionsTest, TakesTheAdminTokenFromAFile) {
  const std::filesystem::path file = server_.folder() / "token";
  WriteFile(file, "from-a-file\r\nsecond line\n");
  Start({"--admin-token-file", file.string()});
  const auto list = [&](const std::string& token) {
    return api()
        .Get("/api/v1/events/none/reservations", {{"Authorization", "Bearer " + token}})
        .status;
  };
  EXPECT_EQ(list("from-a-file"), 404);
  EXPECT_EQ(list(kAdminToken), 401) << "the file stands in place of ONSALE_ADMIN_TOKEN";
}

TEST_F(OptionsTest, LogsWhatItIsToldTo) {
  Start({"--log-level", "info"});
  Stop();
  EXPECT_THAT(server_.Log(), testing::MatchesRegex("(ts=[^ ]+ level=[a-z]+ event=[^\n]+\n)+"));
}

class StartTest : public ServerTest {
 protected:
  // Status 1, with the reason in the one line that says that it cannot start.
  static void ExpectNoStart(const ProcessResult& result, const std::string& why) {
    EXPECT_EQ(result.status, 1);
    EXPECT_EQ(result.output, "");
    const std::string mark = "level=critical event=start_failed error=\"";
    const std::size_t at = result.errors.find(mark);
    ASSERT_NE(at, std::string::npos) << result.errors;
    EXPECT_THAT(result.errors.substr(at), HasSubstr(why));
    EXPECT_EQ(std::count(result.errors.begin() + static_cast<std::ptrdiff_t>(at),
                         result.errors.end(), '\n'),
              1)
        << result.errors;
  }

  ProcessResult StartInVain(std::vector<std::string> arguments) {
    ServerFlags flags;
    flags.arguments = std::move(arguments);
    return server_.StartInVain(flags);
  }
};

TEST_F(StartTest, NeedsAFreePort) {
  Start();
  ServerProcess other(ONSALE_BINARY);
  ServerFlags flags;
  flags.arguments = {"--listen", "127.0.0.1:" + std::to_string(server_.port())};
  ExpectNoStart(other.StartInVain(flags), "in use");
  EXPECT_THAT(api().Get("/healthz"), HasStatus(200));
}

TEST_F(StartTest, NeedsADataFolderOfItsOwn) {
  Start();
  ExpectNoStart(server_.StartInVain(), "in use by another process");
  const ProcessResult verified = server_.Verify();
  EXPECT_EQ(verified.status, 2);
  EXPECT_THAT(verified.errors, HasSubstr("in use"));
  EXPECT_THAT(api().Get("/healthz"), HasStatus(200));
}

TEST_F(StartTest, NeedsADataFolderThatCanBe) {
  const std::filesystem::path file = server_.folder() / "file";
  WriteFile(file, "not a folder");
  ExpectNoStart(StartInVain({"--data-dir", file.string()}), file.string());
  ExpectNoStart(StartInVain({"--data-dir", (file / "below").string()}), "below");
}

TEST_F(StartTest, NeedsAnAddressOfThisMachine) {
  ExpectNoStart(StartInVain({"--listen", "192.0.2.1:0"}), "192.0.2.1");
  ExpectNoStart(StartInVain({"--listen", "nowhere.invalid:0"}), "nowhere.invalid");
}

TEST_F(StartTest, NeedsAStaticFolderThatCanBeRead) {
  ExpectNoStart(StartInVain({"--static-dir", "/nonexistent"}), "/nonexistent");
  const std::filesystem::path file = server_.folder() / "file";
  WriteFile(file, "not a folder");
  ExpectNoStart(StartInVain({"--static-dir", file.string()}), file.string());
}

TEST_F(StartTest, MakesADataFolderThatOthersCannotRead) {
  const std::filesystem::path folder = server_.folder() / "deep/er";
  Start({"--data-dir", folder.string()});
  EXPECT_EQ(std::filesystem::status(folder).permissions(), std::filesystem::perms::owner_all);
  Stop();
}

TEST_F(StartTest, ListensOnIpv6) {
  Process process({ONSALE_BINARY,
                   {"serve", "--listen", "[::1]:0", "--data-dir", server_.data_dir().string()},
                   {}},
                  server_.folder() / "v6");
  ASSERT_TRUE(Eventually([&] {
    return process.Errors().find("event=listening address=[::1]:") != std::string::npos ||
           process.Ended();
  }));
  process.Signal(SIGTERM);
  EXPECT_EQ(process.Wait(), 0) << process.Errors();
}

}  // namespace
}  // namespace onsale::test
