#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "integration/server_test.h"
#include "support/files.h"
#include "unit/api/decompress.h"

namespace onsale::test {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

// Pages as a build makes them: templates, in two languages.
class PagesTest : public ServerTest {
 protected:
  void SetUp() override {
    std::filesystem::create_directories(folder());
    Write("index.html",
          "<html lang=\"en\">{{#EVENT}}<a href=\"/events/{{ID}}\">{{NAME}}</a>{{/EVENT}}"
          "{{#NO_EVENTS}}No events{{/NO_EVENTS}}"
          "<script type=\"application/json\" id=\"events\">{{EVENTS_JSON}}</script>");
    Write("index.de.html", "<html lang=\"de\">{{#NO_EVENTS}}Nichts{{/NO_EVENTS}}");
    Write("event.html",
          "<html lang=\"en\"><style>p{}</style><h1>{{NAME}}</h1><p>{{STATE}} {{AVAILABLE}}</p>"
          "<script type=\"application/json\" id=\"event\">{{EVENT_JSON}}</script>");
    Write("event.de.html", "<html lang=\"de\"><h1>Ort: {{VENUE}}</h1>");
    Write("404.html", "<html lang=\"en\">Lost");
    Write("404.de.html", "<html lang=\"de\">Weg");
  }

  void StartWithPages() { Start({"--static-dir", folder().string()}); }

  std::filesystem::path folder() const { return server_.folder() / "static"; }
  void Write(const std::string& name, const std::string& content) {
    WriteFile(folder() / name, content);
  }

  json NewEvent() {
    return api().CreateEvent({{"id", "gala"},
                              {"name", "Gala & Friends"},
                              {"venue", "Hall"},
                              {"description", "</script><script>alert(1)</script>"},
                              {"capacity", 5}});
  }

  static std::string DataOf(const std::string& page) {
    const std::string mark = "<script type=\"application/json\"";
    const std::size_t begin = page.find('>', page.find(mark)) + 1;
    return page.substr(begin, page.find("</script>", begin) - begin);
  }
};

TEST_F(PagesTest, TellTheEvent) {
  StartWithPages();
  const json event = NewEvent();
  const HttpResponse page = api().Get("/events/gala");
  EXPECT_THAT(page, HasStatus(200));
  EXPECT_EQ(page.Field("Content-Type"), "text/html; charset=utf-8");
  EXPECT_EQ(page.Field("Cache-Control"), "public, max-age=1");
  EXPECT_THAT(page.Field("Content-Security-Policy"), HasSubstr("style-src 'self' 'sha256-"));
  EXPECT_THAT(page.body, HasSubstr("<h1>Gala &amp; Friends</h1><p>open 5</p>"));
  EXPECT_EQ(json::parse(DataOf(page.body)), event);
  EXPECT_EQ(api().Do({.method = "HEAD", .target = "/events/gala"}).Field("Content-Length"),
            std::to_string(page.body.size()));
}

TEST_F(PagesTest, NameThemselvesWhereTheirAddressIsKnown) {
  Write("index.html", "<html lang=\"en\">{{#HAS_ORIGIN}}{{ORIGIN}}/{{/HAS_ORIGIN}};");
  Write("event.html", "<html lang=\"en\">{{#HAS_ORIGIN}}{{ORIGIN}}/events/{{ID}}{{/HAS_ORIGIN}};");
  StartWithPages();
  NewEvent();
  EXPECT_THAT(api().Get("/").body, HasSubstr(">;"));
  EXPECT_THAT(api().Get("/events/gala").body, HasSubstr(">;"));
  Stop();
  Start({"--static-dir", folder().string(), "--public-url", "HTTPS://Tickets.Example.org:443/"});
  EXPECT_THAT(api().Get("/").body, HasSubstr(">https://tickets.example.org/;"));
  EXPECT_THAT(api().Get("/events/gala").body,
              HasSubstr(">https://tickets.example.org/events/gala;"));
}

TEST_F(PagesTest, FollowTheEvent) {
  StartWithPages();
  NewEvent();
  EXPECT_THAT(api().Get("/events/gala").body, HasSubstr("open 5"));
  api().MustReserve("gala", {{"customer", "ada"}, {"quantity", 2}});
  EXPECT_TRUE(Eventually(
      [&] { return api().Get("/events/gala").body.find("<p>open 3</p>") != std::string::npos; }));
  api().EditEvent("gala", {{"paused", true}});
  EXPECT_THAT(api().Get("/events/gala").body, HasSubstr("paused 3")) << "at once";
}

TEST_F(PagesTest, GoWithTheEvent) {
  StartWithPages();
  NewEvent();
  EXPECT_THAT(api().Get("/events/gala"), HasStatus(200));
  ASSERT_THAT(api().Admin("DELETE", "/api/v1/events/gala"), HasStatus(204));
  EXPECT_THAT(api().Get("/events/gala"), HasStatus(404));
}

TEST_F(PagesTest, ListEvents) {
  StartWithPages();
  NewEvent();
  const HttpResponse page = api().Get("/");
  EXPECT_THAT(page.body, HasSubstr("<a href=\"/events/gala\">Gala &amp; Friends</a>"));
  EXPECT_THAT(page.body, Not(HasSubstr("No events")));
  EXPECT_EQ(json::parse(DataOf(page.body)), api().Get("/api/v1/events").Json());
}

TEST_F(PagesTest, AnswerNotModifiedInEachCoding) {
  StartWithPages();
  NewEvent();
  const std::string identity = api().Get("/events/gala").body;
  for (const std::string coding : {"identity", "gzip", "br"}) {
    HttpFields fields = {{"Accept-Encoding", coding}};
    const HttpResponse page = api().Get("/events/gala", fields);
    EXPECT_EQ(page.Field("Vary"), "Accept-Language, Accept-Encoding");
    const std::string body = coding == "gzip" ? api::DecompressGzip(page.body)
                             : coding == "br" ? api::DecompressBrotli(page.body)
                                              : page.body;
    EXPECT_EQ(body, identity);
    fields.emplace_back("If-None-Match", page.Field("ETag"));
    const HttpResponse again = api().Get("/events/gala", fields);
    EXPECT_THAT(again, HasStatus(304));
    EXPECT_EQ(again.Field("ETag"), page.Field("ETag"));
    EXPECT_EQ(again.Field("Content-Security-Policy"), page.Field("Content-Security-Policy"));
  }
}

TEST_F(PagesTest, ComeInTheLanguageThatIsPreferred) {
  StartWithPages();
  NewEvent();
  const HttpFields german = {{"Accept-Language", "fr;q=0.9"}, {"Accept-Language", "de-AT"}};
  EXPECT_THAT(api().Get("/events/gala", german).body, HasSubstr("Ort: Hall"));
  EXPECT_EQ(api().Get("/events/gala", german).Field("Content-Language"), "de");
  EXPECT_EQ(api().Get("/events/gala").Field("Content-Language"), "en");
  EXPECT_THAT(api().Get("/", german).body, HasSubstr("lang=\"de\""));
  EXPECT_THAT(api().Get("/", {{"Accept-Language", "en, de;q=0.9"}}).body, HasSubstr("lang=\"en\""));
  const HttpResponse lost = api().Get("/events/lost", german);
  EXPECT_THAT(lost, HasStatus(404));
  EXPECT_THAT(lost.body, HasSubstr("Weg"));
  EXPECT_THAT(lost.Field("Vary"), HasSubstr("Accept-Language"));
  EXPECT_THAT(api().Get("/events/lost").body, HasSubstr("Lost"));
}

TEST_F(PagesTest, AreRefusedAtTheStartWhenTheyDoNotParse) {
  Write("event.de.html", "<html lang=\"de\">\n{{#OPEN}}{{NAEM}}{{/OPEN}}");
  const ProcessResult result = server_.StartInVain({{"--static-dir", folder().string()}, {}});
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(result.errors,
              HasSubstr("event=start_failed error=\"The page /event.de.html, line 2: there is no "
                        "marker {{NAEM}}\""));
}

}  // namespace
}  // namespace onsale::test
