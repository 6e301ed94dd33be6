#include <sys/stat.h>

#include <filesystem>
#include <string>

#include "integration/server_test.h"
#include "support/files.h"
#include "unit/api/decompress.h"

namespace onsale::test {
namespace {

using testing::HasSubstr;

const std::string kPage = "<!doctype html><title>x</title>" + std::string(2000, 'p');
const std::string kScript = "// a script\n" + std::string(2000, 's');

class StaticFilesServedTest : public ServerTest {
 protected:
  void SetUp() override {
    std::filesystem::create_directories(folder() / "assets");
    std::filesystem::create_directories(folder() / "admin");
    Write("index.html", kPage);
    Write("event.html", "event " + kPage);
    Write("reservation.html", "reservation " + kPage);
    Write("404.html", "lost " + kPage);
    Write("admin/index.html", "admin " + kPage);
    Write("docs.html", "docs " + kPage);
    Write("assets/app.js", kScript);
    Write("assets/app-B3x9Zk2Q.js", kScript);
    Write("assets/logo.png", "\x89PNG not really");
    Write("style.css", std::string(500, 'c'));
    Write(".secret", "hidden");
    Write("assets/.env", "hidden");
    std::filesystem::create_symlink("/etc/passwd", folder() / "link.txt");
    std::filesystem::create_symlink("/etc", folder() / "etc");
    ASSERT_EQ(mkfifo((folder() / "fifo").c_str(), 0600), 0);
    WriteFile(folder().parent_path() / "outside.txt", "hidden");
    Start({"--static-dir", folder().string()});
    api().CreateEvent({{"id", "gala"}, {"name", "Gala"}, {"capacity", 5}});
  }

  std::filesystem::path folder() const { return server_.folder() / "static"; }
  void Write(const std::string& name, const std::string& content) {
    WriteFile(folder() / name, content);
  }
};

TEST_F(StaticFilesServedTest, ServesFilesWithTheirTypes) {
  struct File {
    const char* target;
    const char* type;
    std::string content;
  };
  const File files[] = {
      {"/", "text/html; charset=utf-8", kPage},
      {"/index.html", "text/html; charset=utf-8", kPage},
      {"/admin/", "text/html; charset=utf-8", "admin " + kPage},
      {"/docs", "text/html; charset=utf-8", "docs " + kPage},
      {"/events/gala", "text/html; charset=utf-8", "event " + kPage},
      {"/reservations/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "text/html; charset=utf-8",
       "reservation " + kPage},
      {"/assets/app.js", "text/javascript; charset=utf-8", kScript},
      {"/assets/app.js?v=5", "text/javascript; charset=utf-8", kScript},
      {"/style.css", "text/css; charset=utf-8", std::string(500, 'c')},
      {"/assets/logo.png", "image/png", "\x89PNG not really"},
  };
  for (const auto& [target, type, content] : files) {
    SCOPED_TRACE(target);
    const HttpResponse response = api().Get(target);
    EXPECT_THAT(response, HasStatus(200));
    EXPECT_EQ(response.Field("Content-Type"), type);
    EXPECT_EQ(response.Field("X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(response.body, content);
    EXPECT_FALSE(response.HasField("Content-Encoding"));
    const HttpResponse head = api().Do({.method = "HEAD", .target = target});
    EXPECT_EQ(head.Field("Content-Length"), std::to_string(content.size()));
  }
}

TEST_F(StaticFilesServedTest, SendsTheCodingThatIsAskedFor) {
  const HttpResponse gzip = api().Get("/assets/app.js", {{"Accept-Encoding", "gzip"}});
  EXPECT_EQ(gzip.Field("Content-Encoding"), "gzip");
  EXPECT_EQ(gzip.Field("Vary"), "Accept-Encoding");
  EXPECT_EQ(api::DecompressGzip(gzip.body), kScript);

  const HttpResponse brotli = api().Get("/assets/app.js", {{"Accept-Encoding", "gzip, br"}});
  EXPECT_EQ(brotli.Field("Content-Encoding"), "br");
  EXPECT_EQ(api::DecompressBrotli(brotli.body), kScript);

  const HttpResponse identity = api().Get("/assets/app.js", {{"Accept-Encoding", "br;q=0"}});
  EXPECT_FALSE(identity.HasField("Content-Encoding"));
  EXPECT_EQ(identity.Field("Vary"), "Accept-Encoding");
  EXPECT_EQ(identity.body, kScript);
  EXPECT_NE(identity.Field("ETag"), gzip.Field("ETag"));
  EXPECT_NE(brotli.Field("ETag"), gzip.Field("ETag"));

  EXPECT_FALSE(api()
                   .Get("/assets/logo.png", {{"Accept-Encoding", "gzip, br"}})
                   .HasField("Content-Encoding"));
}

TEST_F(StaticFilesServedTest, AnswersNotModified) {
  for (const std::string coding : {"identity", "gzip", "br"}) {
    const HttpFields fields = {{"Accept-Encoding", coding}};
    const std::string etag = api().Get("/", fields).Field("ETag");
    HttpFields conditional = fields;
    conditional.emplace_back("If-None-Match", etag);
    const HttpResponse response = api().Get("/", conditional);
    EXPECT_THAT(response, HasStatus(304));
    EXPECT_EQ(response.Field("ETag"), etag);
    EXPECT_EQ(response.Field("Vary"), "Accept-Encoding");
    EXPECT_NE(response.Field("Cache-Control"), "");
    conditional.back().second = "\"other\"";
    EXPECT_THAT(api().Get("/", conditional), HasStatus(200));
  }
}

TEST_F(StaticFilesServedTest, LetsCachesKeepWhatNeverChanges) {
  const auto cache_control = [&](const std::string& target) {
    return api().Get(target).Field("Cache-Control");
  };
  EXPECT_EQ(cache_control("/assets/app-B3x9Zk2Q.js"), "public, max-age=31536000, immutable");
  EXPECT_EQ(cache_control("/assets/app.js"), "public, max-age=60");
  EXPECT_EQ(cache_control("/"), "public, max-age=60");
  EXPECT_EQ(cache_control("/reservations/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"), "no-store");
}

TEST_F(StaticFilesServedTest, GivesPagesAPolicy) {
  for (const char* target : {"/", "/events/gala", "/problems/sold-out", "/lost"}) {
    const HttpResponse page = api().Get(target);
    EXPECT_THAT(page.Field("Content-Security-Policy"), HasSubstr("default-src 'none'")) << target;
    EXPECT_THAT(page.Field("Content-Security-Policy"), HasSubstr("script-src 'self'")) << target;
    EXPECT_EQ(page.Field("Referrer-Policy"), "no-referrer") << target;
  }
}

TEST_F(StaticFilesServedTest, ShowsThePageForWhatIsNotThere) {
  const HttpResponse page = api().Get("/lost");
  EXPECT_THAT(page, HasStatus(404));
  EXPECT_EQ(page.body, "lost " + kPage);
  EXPECT_FALSE(page.HasField("ETag"));
  EXPECT_THAT(api().Get("/api/v1/lost"), IsProblem(404, "not-found")) << "programs get a problem";
  EXPECT_THAT(api().Get("/events/lost"), HasStatus(404)) << "there is no such event";
  EXPECT_EQ(api().Get("/events/lost").body, page.body);
}

TEST_F(StaticFilesServedTest, ServesNothingOutsideTheFolderAndNothingHidden) {
  for (const char* target : {"/../outside.txt",
                             "/%2e%2e/outside.txt",
                             "/..%2foutside.txt",
                             "/assets/../../outside.txt",
                             "/assets/%2e%2e/%2e%2e/outside.txt",
                             "/..\\outside.txt",
                             "/..%5coutside.txt",
                             "//outside.txt",
                             "/./index.html",
                             "/assets//app.js",
                             "/assets/../index.html",
                             "/../../../../../../etc/passwd",
                             "/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
                             "/....//....//etc/passwd",
                             "/%252e%252e/outside.txt",
                             "/..;/outside.txt",
                             "/.secret",
                             "/%2esecret",
                             "/assets/.env",
                             "/link.txt",
                             "/etc/passwd",
                             "/etc/hostname",
                             "/fifo",
                             "/index.html%00.png",
                             "/index.html/",
                             "/assets",
                             "/assets/",
                             "/INDEX.HTML"}) {
    SCOPED_TRACE(target);
    const HttpResponse response = api().Get(target);
    EXPECT_THAT(response, testing::AnyOf(HasStatus(404), HasStatus(400)));
    EXPECT_EQ(response.body.find("hidden"), std::string::npos);
    EXPECT_EQ(response.body.find("root:"), std::string::npos);
  }
  EXPECT_TRUE(server_.AwaitLog("event=static_file_skipped path=\"/fifo"));
}

TEST_F(StaticFilesServedTest, ServesWhatItReadAtItsStart) {
  const std::string etag = api().Get("/").Field("ETag");
  Write("index.html", "changed");
  EXPECT_EQ(api().Get("/").body, kPage);
  Stop();
  Start({"--static-dir", folder().string()});
  EXPECT_EQ(api().Get("/").body, "changed");
  EXPECT_NE(api().Get("/").Field("ETag"), etag);
}

class ShippedPagesTest : public ServerTest {};

TEST_F(ShippedPagesTest, LoadWithAllThatTheyName) {
  Start({"--static-dir", ONSALE_PAGES});
  api().CreateEvent({{"id", "gala"}, {"name", "Gala"}, {"capacity", 5}});
  for (const char* page : {"/", "/events/gala", "/reservations/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}) {
    const HttpResponse response = api().Get(page);
    EXPECT_THAT(response, HasStatus(200)) << page;
    for (const std::string mark : {"src=\"/", "href=\"/"}) {
      for (std::size_t at = 0; (at = response.body.find(mark, at)) != std::string::npos;) {
        at += mark.size() - 1;
        const std::string target = response.body.substr(at, response.body.find('"', at) - at);
        EXPECT_THAT(api().Get(target), HasStatus(200)) << target << " of " << page;
      }
    }
  }
}

}  // namespace
}  // namespace onsale::test
