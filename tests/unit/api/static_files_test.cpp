#include "onsale/api/static_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <initializer_list>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "onsale/api/compress.h"
#include "unit/api/decompress.h"
#include "unit/api/static_folder.h"

namespace onsale::api {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr std::string_view kReservationPath = "/reservations/AZaz09-_AZaz09-_AZaz09-_AZaz09-_";

std::string Repeat(std::string_view text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

class StaticFilesTest : public testing::Test {
 protected:
  void Load() {
    Result<std::shared_ptr<const StaticFiles>> loaded = StaticFiles::Load(folder_.path());
    ASSERT_TRUE(loaded.ok()) << loaded.status().message();
    files_ = *loaded;
  }

  void Load(std::initializer_list<std::pair<std::string_view, std::string_view>> files) {
    for (const auto& [name, content] : files) folder_.Write(name, content);
    Load();
  }

  // The answer, or one with status 0 that says that there is none.
  const PreparedResponse& Get(std::string_view path, std::string_view accept_encoding = "",
                              std::string_view accept_language = "") const {
    static const PreparedResponse none = {0, {}, "none", {}, {}};
    const StaticMatch found = files_->Find(path, {accept_encoding, accept_language});
    return found.answer == nullptr ? none : **found.answer;
  }

  StaticFolder folder_;
  std::shared_ptr<const StaticFiles> files_ = std::make_shared<StaticFiles>();
};

TEST_F(StaticFilesTest, ServesNothingUntilLoaded) {
  EXPECT_FALSE(files_->Find("/", {}));
  EXPECT_EQ(files_->FindNotFoundPage({}), nullptr);
}

TEST_F(StaticFilesTest, ServesNothingFromAnEmptyFolder) {
  Load();
  for (const std::string_view path : {"", "/", "/index.html", "/events/a", "/.", "/.."}) {
    EXPECT_FALSE(files_->Find(path, {.encoding = "br"})) << path;
  }
}

TEST_F(StaticFilesTest, PassesErrorsOn) {
  const auto missing = StaticFiles::Load(folder_.path() / "none");
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(missing.status().code(), StatusCode::kNotFound);

  folder_.Write("a.txt", "12");
  const auto large = StaticFiles::Load(folder_.path(), {.file_bytes_max = 1});
  ASSERT_FALSE(large.ok());
  EXPECT_EQ(large.status().code(), StatusCode::kInvalidArgument);
}

TEST_F(StaticFilesTest, FindsPagesByPath) {
  Load({{"index.html", "home"},
        {"docs.html", "docs"},
        {"admin/index.html", "admin"},
        {"admin.html", "not the folder"},
        {"event.html", "event"},
        {"reservation.html", "reservation"},
        {"both", "file"},
        {"both.html", "page"},
        {"events/special.html", "special"},
        {"assets/app.js", "js"}});
  EXPECT_EQ(Get("/").body, "home");
  EXPECT_EQ(Get("/index.html").body, "home");
  EXPECT_EQ(Get("/index").body, "home");
  EXPECT_EQ(Get("/docs").body, "docs");
  EXPECT_EQ(Get("/admin/").body, "admin");
  EXPECT_EQ(Get("/admin").body, "not the folder");
  EXPECT_EQ(Get("/both").body, "file") << "a file comes before a page without its ending";
  EXPECT_EQ(Get("/assets/app.js").body, "js");
  EXPECT_EQ(Get("/events/aurora-quartet").body, "event");
  EXPECT_EQ(Get("/events/" + std::string(64, 'a')).body, "event");
  EXPECT_EQ(Get("/events/special").body, "special");
  EXPECT_EQ(files_->Find("/events/aurora-quartet", {}).event, "aurora-quartet");
  EXPECT_EQ(files_->Find("/events/special", {}).event, "");
  EXPECT_EQ(Get(kReservationPath).body, "reservation");
}

TEST_F(StaticFilesTest, FindsNothingElse) {
  Load({{"index.html", "home"},
        {"event.html", "event"},
        {"reservation.html", "reservation"},
        {"assets/app.js", "js"}});
  const std::string long_slug = "/events/" + std::string(65, 'a');
  const std::string short_id(kReservationPath.substr(0, kReservationPath.size() - 1));
  const std::string long_id = std::string(kReservationPath) + "a";
  for (const std::string_view path : {std::string_view("/none"),
                                      std::string_view("index.html"),
                                      std::string_view("/index.html/"),
                                      std::string_view("/assets"),
                                      std::string_view("/assets/"),
                                      std::string_view("//"),
                                      std::string_view("/Index.html"),
                                      std::string_view("/index.htm"),
                                      std::string_view("/assets/../index.html"),
                                      std::string_view("/./index.html"),
                                      std::string_view("/../etc/passwd"),
                                      std::string_view("/%69ndex.html"),
                                      std::string_view("/assets%2fapp.js"),
                                      std::string_view("/assets//app.js"),
                                      std::string_view("/index.html\0", 12),
                                      std::string_view("/events"),
                                      std::string_view("/events/"),
                                      std::string_view("/events/UPPER"),
                                      std::string_view("/events/a/b"),
                                      std::string_view("/events/a_b"),
                                      std::string_view("/events/."),
                                      std::string_view("/events/%61"),
                                      std::string_view("/events/a.html"),
                                      std::string_view(long_slug),
                                      std::string_view(short_id),
                                      std::string_view(long_id),
                                      std::string_view("/reservations/")}) {
    EXPECT_FALSE(files_->Find(path, {})) << path;
  }
}

TEST_F(StaticFilesTest, NeverServesWhatIsNotAPlainFileInTheFolder) {
  const StaticFolder outside;
  outside.Write("secret.txt", "secret");
  folder_.Write(".env", "secret");
  std::filesystem::create_symlink(outside.path() / "secret.txt", folder_.path() / "link.txt");
  Load();
  EXPECT_FALSE(files_->Find("/.env", {}));
  EXPECT_FALSE(files_->Find("/link.txt", {}));
  EXPECT_EQ(files_->skipped().size(), 2U);
}

TEST_F(StaticFilesTest, KeepsCodingsOfCompressibleTypes) {
  const std::string text = Repeat("one two three ", 200);
  Load({{"a.js", text}});
  const PreparedResponse& identity = Get("/a.js");
  const PreparedResponse& gzip = Get("/a.js", "gzip");
  const PreparedResponse& brotli = Get("/a.js", "gzip, br");

  EXPECT_EQ(identity.body, text);
  EXPECT_EQ(DecompressGzip(gzip.body), text);
  EXPECT_EQ(DecompressBrotli(brotli.body), text);
  EXPECT_LT(brotli.body.size(), text.size());

  EXPECT_THAT(identity.head, Not(HasSubstr("Content-Encoding")));
  EXPECT_THAT(gzip.head, HasSubstr("\r\nContent-Encoding: gzip\r\n"));
  EXPECT_THAT(brotli.head, HasSubstr("\r\nContent-Encoding: br\r\n"));
  for (const PreparedResponse* response : {&identity, &gzip, &brotli}) {
    EXPECT_THAT(response->head, HasSubstr("\r\nVary: Accept-Encoding\r\n"));
    EXPECT_THAT(response->head_304, HasSubstr("\r\nVary: Accept-Encoding\r\n"));
    EXPECT_THAT(response->head,
                HasSubstr("\r\nContent-Length: " + std::to_string(response->body.size()) + "\r\n"));
  }
}

TEST_F(StaticFilesTest, KeepsNoCodingThatGainsNothing) {
  Load({{"tiny.js", "x"}, {"empty.css", ""}, {"photo.png", Repeat("png", 1000)}});
  for (const std::string_view path : {"/tiny.js", "/empty.css", "/photo.png"}) {
    EXPECT_EQ(&Get(path, "gzip, br"), &Get(path)) << path;
    EXPECT_THAT(Get(path).head, Not(HasSubstr("Vary"))) << path;
  }
  EXPECT_THAT(Get("/empty.css").head, HasSubstr("Content-Length: 0\r\n"));
}

TEST_F(StaticFilesTest, TagsDifferByContentAndCoding) {
  const std::string text = Repeat("one two three ", 200);
  Load({{"a.js", text}, {"same.js", text}, {"other.js", text + "."}});
  std::set<std::string> tags;
  for (const std::string_view path : {"/a.js", "/other.js"}) {
    for (const std::string_view coding : {"", "gzip", "br"}) {
      const std::string& etag = Get(path, coding).etag;
      EXPECT_THAT(etag, testing::MatchesRegex("\"[A-Za-z0-9_-]+\""));
      EXPECT_THAT(Get(path, coding).head, HasSubstr("\r\nETag: " + etag + "\r\n"));
      tags.insert(etag);
    }
  }
  EXPECT_EQ(tags.size(), 6U);
  EXPECT_EQ(Get("/a.js", "br").etag, Get("/same.js", "br").etag);
}

TEST_F(StaticFilesTest, TheHeadOfA304SaysWhatACacheNeeds) {
  Load({{"index.html", Repeat("<p>one</p>", 200)}});
  const PreparedResponse& page = Get("/", "br");
  EXPECT_THAT(page.head_304, StartsWith("ETag: " + page.etag + "\r\n"));
  EXPECT_THAT(page.head_304, HasSubstr("\r\nCache-Control: public, max-age=60\r\n"));
  EXPECT_THAT(page.head_304, HasSubstr("\r\nVary: Accept-Encoding\r\n"));
  EXPECT_THAT(page.head_304, EndsWith("\r\n\r\n"));
  for (const std::string_view name : {"Content-Type:", "Content-Length:", "Content-Encoding:"}) {
    EXPECT_THAT(page.head_304, Not(HasSubstr(name)));
  }
}

TEST_F(StaticFilesTest, HeadsAreWellFormed) {
  Load({{"index.html", "home"}, {"a.css", Repeat("a{}", 100)}, {"404.html", "no"}});
  for (const std::string_view path : {"/", "/a.css", "/404.html"}) {
    const std::string& head = Get(path, "br").head;
    EXPECT_THAT(head, StartsWith("Content-Type: "));
    EXPECT_THAT(head, EndsWith("\r\n\r\n"));
    EXPECT_EQ(head.find("\r\n\r\n"), head.size() - 4) << "only one empty line";
    EXPECT_THAT(head, HasSubstr("\r\nX-Content-Type-Options: nosniff\r\n"));
  }
}

TEST_F(StaticFilesTest, PagesHaveStrictPolicies) {
  Load({{"index.html", "home"}, {"a.js", "js"}});
  EXPECT_THAT(
      Get("/").head,
      HasSubstr("\r\nContent-Security-Policy: default-src 'none'; script-src 'self'; style-src "
                "'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action "
                "'self'; frame-ancestors 'none'\r\n"));
  EXPECT_THAT(Get("/").head, HasSubstr("\r\nReferrer-Policy: no-referrer\r\n"));
  EXPECT_THAT(Get("/").head, HasSubstr("\r\nCross-Origin-Opener-Policy: same-origin\r\n"));
  EXPECT_THAT(Get("/a.js").head, Not(HasSubstr("Content-Security-Policy")));
}

TEST_F(StaticFilesTest, APagesWholeHeadFitsIn900Bytes) {
  constexpr std::size_t kOwnFieldsBytes = sizeof(
      "HTTP/1.1 200 OK\r\nDate: Mon, 23 Nov 2026 18:00:00 GMT\r\nConnection: close\r\n"
      "X-Request-Id: 01234567890123456789012345678901\r\n");
  Load({{"index.html", Repeat("<p>one</p>", 5000)}});
  EXPECT_LT(Get("/", "br").head.size() + kOwnFieldsBytes, 900U);
}

TEST_F(StaticFilesTest, CachesByName) {
  Load({{"assets/app-DiwrgTda.js", "a"}, {"assets/app.js", "a"}, {"reservation.html", "r"}});
  EXPECT_THAT(Get("/assets/app-DiwrgTda.js").head,
              HasSubstr("\r\nCache-Control: public, max-age=31536000, immutable\r\n"));
  EXPECT_THAT(Get("/assets/app.js").head, HasSubstr("\r\nCache-Control: public, max-age=60\r\n"));
  EXPECT_THAT(Get(kReservationPath).head, HasSubstr("\r\nCache-Control: no-store\r\n"));
}

TEST_F(StaticFilesTest, TheNotFoundPageHasItsStatusAndNoTag) {
  Load({{"404.html", "gone"}, {"sub/404.html", "a page like others"}});
  const auto* page = files_->FindNotFoundPage({.encoding = "br"});
  ASSERT_NE(page, nullptr);
  EXPECT_EQ((*page)->status, 404);
  EXPECT_EQ((*page)->body, "gone");
  EXPECT_EQ((*page)->etag, "");
  EXPECT_EQ((*page)->head_304, "");
  EXPECT_EQ(Get("/404").status, 404);
  EXPECT_EQ(Get("/sub/404.html").status, 200);
}

TEST_F(StaticFilesTest, ManyFilesUseTheCompressionBudgetUp) {
  // Files of 64 KiB: 64 in the best quality, and one in the fast one.
  const std::string text(std::size_t{64} << 10, 'x');
  for (int i = 10; i < 75; ++i) folder_.Write("f" + std::to_string(i) + ".txt", text);
  Load();
  const std::string first = Get("/f10.txt", "br").body;
  EXPECT_EQ(Get("/f73.txt", "br").body, first);
  EXPECT_NE(Get("/f74.txt", "br").body, first);
  EXPECT_EQ(DecompressBrotli(Get("/f74.txt", "br").body), text);
}

TEST_F(StaticFilesTest, ABigFileIsCompressedFast) {
  const std::string text(std::size_t{64} << 10, 'x');
  folder_.Write("big.txt", text + "x");
  folder_.Write("small.txt", text);
  Load();
  EXPECT_EQ(Get("/big.txt", "br").body, CompressBrotli(text + "x", 5));
  EXPECT_EQ(Get("/small.txt", "br").body, CompressBrotli(text, 11));
}

TEST_F(StaticFilesTest, TakesTheBrotliThatStandsBesideAFile) {
  const std::string text = Repeat("one two three ", 200);
  const std::string brotli = CompressBrotli(text, 0);
  Load({{"a.js", text}, {"a.js.br", brotli}, {"a.css", text}, {"alone.br", "text"}});
  EXPECT_EQ(Get("/a.js", "br").body, brotli);
  EXPECT_THAT(Get("/a.js", "br").head, HasSubstr("\r\nContent-Encoding: br\r\n"));
  EXPECT_EQ(Get("/a.js").body, text);
  EXPECT_FALSE(files_->Find("/a.js.br", {}));
  EXPECT_EQ(Get("/a.css", "br").body, CompressBrotli(text, 11));
  EXPECT_EQ(Get("/alone.br").body, "text");
  EXPECT_TRUE(files_->skipped().empty());
}

TEST_F(StaticFilesTest, PassesOverTheBrotliOfSomethingElse) {
  const std::string text = Repeat("one two three ", 200);
  Load({{"a.js", text}, {"a.js.br", CompressBrotli("before: " + text, 11)}});
  EXPECT_EQ(Get("/a.js", "br").body, CompressBrotli(text, 11));
  EXPECT_FALSE(files_->Find("/a.js.br", {}));
  EXPECT_THAT(files_->skipped(), testing::ElementsAre("/a.js.br (not /a.js in brotli)"));
}

TEST_F(StaticFilesTest, TakesABrotliThatWasMended) {
  const std::string text = Repeat("one two three ", 200);
  const auto render = [&](const std::string& brotli) {
    FileTree tree;
    tree.files = {{"/a.js", text}, {"/a.js.br", brotli}};
    return *StaticFiles::Render(std::move(tree), files_);
  };
  files_ = render("of something else");
  files_ = render(CompressBrotli(text, 0));
  EXPECT_EQ(Get("/a.js", "br").body, CompressBrotli(text, 0));
  EXPECT_TRUE(files_->skipped().empty());
  EXPECT_EQ(render(CompressBrotli(text, 0)), files_) << "nothing changed";
}

TEST_F(StaticFilesTest, ChoosesThePageInTheLanguage) {
  Load({{"docs.html", "<html lang=\"en\">docs"},
        {"docs.de.html", "<html lang=\"de\">Doku"},
        {"docs.pt-BR.html", "<html lang=\"pt-BR\">documentos"},
        {"404.html", "lost"},
        {"404.de.html", "weg"},
        {"reservation.html", "reservation"},
        {"reservation.de.html", "Reservierung"},
        {"alone.html", "alone"},
        {"only.de.html", "ohne Original"}});
  EXPECT_THAT(Get("/docs").body, EndsWith("docs"));
  EXPECT_THAT(Get("/docs", "", "de-AT").body, EndsWith("Doku"));
  EXPECT_THAT(Get("/docs.html", "", "fr, pt;q=0.5").body, EndsWith("documentos"));
  EXPECT_THAT(Get("/docs", "", "en, de;q=0.9").body, EndsWith("docs"));
  EXPECT_THAT(Get("/docs.de.html", "", "en").body, EndsWith("Doku")) << "asked for by its name";
  EXPECT_EQ((*files_->FindNotFoundPage({.language = "de"}))->body, "weg");
  EXPECT_EQ((*files_->FindNotFoundPage({.language = "de"}))->status, 404);
  EXPECT_EQ(Get(kReservationPath, "", "de").body, "Reservierung");
  EXPECT_THAT(Get(kReservationPath, "", "de").head, HasSubstr("Cache-Control: no-store\r\n"));
  EXPECT_EQ(Get("/only.de.html").body, "ohne Original") << "a page like others";
}

TEST_F(StaticFilesTest, TellsTheLanguageWhereThereIsAChoice) {
  Load({{"docs.html", "<html lang=\"en\">" + Repeat("docs", 500)},
        {"docs.de.html", "Doku"},
        {"alone.html", "<html lang=\"en\">alone"}});
  EXPECT_THAT(Get("/docs", "br").head, HasSubstr("\r\nVary: Accept-Language, Accept-Encoding\r\n"));
  EXPECT_THAT(Get("/docs", "br").head_304,
              HasSubstr("\r\nVary: Accept-Language, Accept-Encoding\r\n"));
  EXPECT_THAT(Get("/docs").head, HasSubstr("\r\nContent-Language: en\r\n"));
  EXPECT_THAT(Get("/docs", "br", "de").head, HasSubstr("\r\nVary: Accept-Language\r\n"))
      << "too short to be compressed";
  EXPECT_THAT(Get("/docs", "", "de").head, HasSubstr("\r\nContent-Language: de\r\n"));
  EXPECT_THAT(Get("/alone").head, Not(HasSubstr("Language")));
}

TEST_F(StaticFilesTest, TellsNoLanguageThatIsNone) {
  Load({{"docs.html", "<html lang=\"en\r\nSet-Cookie: a=b\">docs"}, {"docs.de.html", "Doku"}});
  EXPECT_THAT(Get("/docs").body, EndsWith("docs"));
  EXPECT_THAT(Get("/docs").head, Not(HasSubstr("Content-Language")));
  EXPECT_THAT(Get("/docs").head, Not(HasSubstr("Set-Cookie")));
}

TEST_F(StaticFilesTest, AllowsThePagesOwnStyles) {
  Load({{"docs.html", "<style>a{}</style>"}, {"docs.de.html", "<style>b{}</style>"}});
  const std::string english = Get("/docs").head;
  EXPECT_THAT(english, HasSubstr("style-src 'self' 'sha256-"));
  EXPECT_NE(Get("/docs", "", "de").head, english);
}

TEST_F(StaticFilesTest, KnowsTemplatesByTheirMarkers) {
  Load({{"index.html", "{{EVENTS_JSON}}"},
        {"event.html", "<html lang=\"en\">{{NAME}}"},
        {"event.de.html", "{{NAME}}"},
        {"docs.html", "write {{NAME}} {{"},
        {"admin/index.html", "{{NAME}}"}});
  EXPECT_NE(files_->Find("/", {}).page, nullptr);
  EXPECT_EQ(files_->Find("/index.html", {}).page, files_->Find("/", {}).page);
  EXPECT_EQ(files_->Find("/", {}).event, "");
  EXPECT_EQ(Get("/docs").body, "write {{NAME}} {{");
  EXPECT_EQ(Get("/admin/").body, "{{NAME}}");

  const StaticMatch english = files_->Find("/events/aurora", {});
  const StaticMatch german = files_->Find("/events/aurora", {.language = "de"});
  ASSERT_NE(english.page, nullptr);
  ASSERT_NE(german.page, nullptr);
  EXPECT_EQ(english.event, "aurora");
  EXPECT_EQ(german.event, "aurora");
  EXPECT_EQ(english.page->language().tag, "en");
  EXPECT_EQ(german.page->language().tag, "de");
  for (const std::string_view path : {"/event", "/event.html", "/event.de.html", "/event.de"}) {
    EXPECT_FALSE(files_->Find(path, {})) << path << " is about no event";
  }
}

TEST_F(StaticFilesTest, KeepsHashedFilesOfThoseBefore) {
  const auto render = [](std::vector<FileTree::File> files,
                         const std::shared_ptr<const StaticFiles>& before) {
    FileTree tree;
    tree.files = std::move(files);
    return *StaticFiles::Render(std::move(tree), before);
  };
  const auto first = render({{"/assets/app-DiwrgTda.js", "1"},
                             {"/assets/app-wordonly.js", "a hash may look like that"},
                             {"/assets/app.js", "1"},
                             {"/old-DiwrgTda.html", "1"},
                             {"/docs.html", "1"}},
                            nullptr);
  const auto second = render({{"/assets/app-BiwrgTda.js", "2"}, {"/docs.html", "2"}}, first);
  files_ = second;
  EXPECT_EQ(Get("/assets/app-DiwrgTda.js").body, "1");
  EXPECT_EQ(Get("/assets/app-BiwrgTda.js").body, "2");
  EXPECT_EQ(Get("/assets/app-wordonly.js").status, 200);
  EXPECT_EQ(Get("/assets/app.js").status, 0);
  EXPECT_EQ(Get("/old-DiwrgTda.html").status, 0) << "pages do not stay";
  EXPECT_EQ(Get("/docs").body, "2");

  EXPECT_EQ(render({{"/assets/app-BiwrgTda.js", "2"}, {"/docs.html", "2"}}, second), second)
      << "nothing changed";
  files_ = render({{"/docs.html", "3"}}, second);
  EXPECT_EQ(Get("/assets/app-BiwrgTda.js").body, "2");
  EXPECT_EQ(Get("/assets/app-DiwrgTda.js").status, 0) << "two before";
}

TEST_F(StaticFilesTest, TakesNoTemplateThatDoesNotParse) {
  folder_.Write("event.html", "fine");
  folder_.Write("event.de.html", "\n{{NAEM}}");
  const auto loaded = StaticFiles::Load(folder_.path());
  ASSERT_FALSE(loaded.ok());
  EXPECT_EQ(loaded.status().code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(loaded.status().message(),
            "The page /event.de.html, line 2: there is no marker {{NAEM}}");
}

}  // namespace
}  // namespace onsale::api
