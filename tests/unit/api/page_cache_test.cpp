#include "onsale/api/page_cache.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "support/box_office.h"
#include "support/commands.h"
#include "unit/api/decompress.h"

namespace onsale::api {
namespace {

using testing::HasSubstr;
using testing::Not;

// An inventory whose every batch is published, and the cache in front of it.
class PageCacheTest : public testing::Test {
 protected:
  static std::shared_ptr<const PageTemplate> Parse(PageKind kind, std::string_view text,
                                                   PageLanguage language = {}) {
    return *PageTemplate::Parse(kind, "/page.html", text, std::move(language));
  }

  void Do(const domain::Command& command) {
    office_.Do(command);
    view_.Publish(office_.changes, office_.inventory);
  }

  void Reserve() { Do(test::NewReserve("aurora", "ada", 1)); }

  auto Event(ContentCoding coding = ContentCoding::kIdentity) {
    return cache_.Event(*event_page_, "aurora", coding, office_.now);
  }
  auto Home() { return cache_.Home(*home_page_, ContentCoding::kIdentity, office_.now); }

  test::BoxOffice office_;
  commit::ReadView view_;
  EventCache events_{view_};
  const std::string origin_;
  PageCache cache_{view_, events_, origin_};
  std::shared_ptr<const PageTemplate> event_page_ =
      Parse(PageKind::kEvent, "{{NAME}} {{STATE}} {{AVAILABLE}} {{EVENT_JSON}}");
  std::shared_ptr<const PageTemplate> home_page_ =
      Parse(PageKind::kHome, "{{#EVENT}}{{ID}} {{STATE}} {{AVAILABLE}};{{/EVENT}} {{EVENTS_JSON}}");
};

TEST_F(PageCacheTest, HasPagesOfEventsThatThereAre) {
  EXPECT_EQ(Event(), nullptr);
  auto create = test::NewEvent("aurora", 10);
  create.definition.name = "Aurora";
  Do(create);
  EXPECT_EQ(Event()->body, "Aurora open 10 " + events_.Event("aurora", office_.now)->body);
  Do(domain::DeleteEvent{"aurora"});
  EXPECT_EQ(Event(), nullptr);
  Do(test::NewEvent("aurora", 7));
  EXPECT_THAT(Event()->body, HasSubstr(" open 7 ")) << "another one of the same id";
}

TEST_F(PageCacheTest, FillsAgainOnlyWhenSomethingChanged) {
  Do(test::NewEvent("aurora", 10));
  const auto first = Event();
  office_.Advance(3'600'000);
  EXPECT_EQ(Event(), first);
}

TEST_F(PageCacheTest, FillsAtMostOnceASecond) {
  Do(test::NewEvent("aurora", 10));
  const auto first = Event();
  const auto home = Home();
  Reserve();
  office_.Advance(PageCache::kRefillMs - 1);
  EXPECT_EQ(Event(), first);
  EXPECT_EQ(Home(), home);
  office_.Advance(1);
  EXPECT_THAT(Event()->body, HasSubstr(" open 9 "));
  EXPECT_THAT(Home()->body, HasSubstr("aurora open 9;"));
  EXPECT_NE(Event()->etag, first->etag);
}

TEST_F(PageCacheTest, FillsAgainWhenTheClockWasSetBack) {
  Do(test::NewEvent("aurora", 10));
  office_.Advance(5);
  Event();
  Home();
  Reserve();
  office_.Advance(-5);
  EXPECT_THAT(Event()->body, HasSubstr(" open 9 "));
  EXPECT_THAT(Home()->body, HasSubstr("aurora open 9;"));
}

TEST_F(PageCacheTest, ShowsTheStateToTheMillisecond) {
  auto create = test::NewEvent("aurora", 10);
  create.definition.opens_at = office_.now + 500;
  create.definition.closes_at = office_.now + 600;
  Do(create);
  EXPECT_THAT(Event()->body, HasSubstr(" scheduled "));
  EXPECT_THAT(Home()->body, HasSubstr("aurora scheduled "));
  office_.Advance(500);
  EXPECT_THAT(Event()->body, HasSubstr(" open "));
  EXPECT_THAT(Home()->body, HasSubstr("aurora open "));
  office_.Advance(100);
  EXPECT_THAT(Event()->body, HasSubstr(" closed "));
  EXPECT_THAT(Home()->body, HasSubstr("aurora closed "));
}

TEST_F(PageCacheTest, ShowsAnEditAtOnce) {
  Do(test::NewEvent("aurora", 10));
  Event();
  domain::EditEvent edit = test::NewEdit("aurora");
  edit.paused = true;
  Do(edit);
  EXPECT_THAT(Event()->body, HasSubstr(" paused "));
}

TEST_F(PageCacheTest, GivesPlacesBackWhenTheirHoldIsOver) {
  auto create = test::NewEvent("aurora", 10);
  create.definition.hold_ms = 5'000;
  Do(create);
  Reserve();
  EXPECT_THAT(Event()->body, HasSubstr(" open 9 "));
  office_.Advance(5'000);
  EXPECT_THAT(Event()->body, HasSubstr(" open 10 "));
  EXPECT_THAT(Home()->body, HasSubstr("aurora open 10;"));
}

TEST_F(PageCacheTest, ListsEventsByIdAndLearnsOfNewOnes) {
  EXPECT_EQ(Home()->body, " {\"items\":[],\"next\":null}");
  Do(test::NewEvent("borealis", 2));
  Do(test::NewEvent("aurora", 1));
  office_.Advance(PageCache::kRefillMs);
  EXPECT_THAT(Home()->body,
              HasSubstr("aurora open 1;borealis open 2; {\"items\":[{\"id\":\"aurora\""));
}

TEST_F(PageCacheTest, CompressesAndTagsEachCoding) {
  Do(test::NewEvent("aurora", 10));
  const auto identity = Event();
  const auto gzip = Event(ContentCoding::kGzip);
  const auto brotli = Event(ContentCoding::kBrotli);
  EXPECT_EQ(DecompressGzip(gzip->body), identity->body);
  EXPECT_EQ(DecompressBrotli(brotli->body), identity->body);
  EXPECT_EQ(Event(ContentCoding::kBrotli), brotli);
  EXPECT_THAT(brotli->head, HasSubstr("\r\nContent-Encoding: br\r\n"));
  EXPECT_EQ(gzip->etag, identity->etag.substr(0, identity->etag.size() - 1) + "-gzip\"");
  EXPECT_EQ(brotli->etag, identity->etag.substr(0, identity->etag.size() - 1) + "-br\"");
}

TEST_F(PageCacheTest, HasHeadsOfPages) {
  event_page_ = Parse(PageKind::kEvent, "<style>a{}</style><style id=\"n\">{{NAME}}</style>");
  Do(test::NewEvent("aurora", 10));
  const auto page = Event();
  EXPECT_EQ(page->status, 200);
  for (const std::string* head : {&page->head, &page->head_304}) {
    EXPECT_THAT(*head, HasSubstr("ETag: " + page->etag + "\r\n"));
    EXPECT_THAT(*head, HasSubstr("Cache-Control: public, max-age=1\r\nVary: Accept-Encoding\r\n"));
    EXPECT_THAT(*head, HasSubstr("style-src 'self' 'sha256-"));
  }
  EXPECT_THAT(page->head, HasSubstr("Content-Type: text/html; charset=utf-8\r\n"));
  EXPECT_THAT(page->head, Not(HasSubstr("Content-Language")));
}

TEST_F(PageCacheTest, TellsTheLanguageWhereThereIsAChoice) {
  const auto german = Parse(PageKind::kHome, "{{EVENTS_JSON}}", {"de", true});
  const auto page = cache_.Home(*german, ContentCoding::kIdentity, office_.now);
  EXPECT_THAT(page->head, HasSubstr("\r\nContent-Language: de\r\n"));
  EXPECT_THAT(page->head, HasSubstr("\r\nVary: Accept-Language, Accept-Encoding\r\n"));
}

TEST_F(PageCacheTest, KeepsNoMoreThanItsBound) {
  event_page_ = Parse(PageKind::kEvent, std::string(5'000, 'x') + "{{NAME}}");
  for (const ContentCoding coding : {ContentCoding::kIdentity, ContentCoding::kGzip}) {
    PageCache small(view_, events_, origin_, 20'000);
    std::size_t pages = 0;
    for (int i = 0; i < 20; ++i) {
      const std::string id = std::string(ContentCodingName(coding)) + std::to_string(i);
      Do(test::NewEvent(id, 10));
      const auto page = small.Event(*event_page_, id, coding, office_.now);
      EXPECT_GE(small.bytes(), page->body.size());
      EXPECT_LT(small.bytes(), 30'000U) << "the bound and one page";
      pages = std::max(pages, small.bytes());
    }
    EXPECT_GT(pages, 20'000U) << "the bound is reached";
    small.Clear();
    EXPECT_EQ(small.bytes(), 0U);
  }
}

}  // namespace
}  // namespace onsale::api
