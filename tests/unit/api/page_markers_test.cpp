#include "onsale/api/page_markers.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "onsale/api/accent.h"
#include "support/box_office.h"
#include "support/commands.h"

namespace onsale::api {
namespace {

std::shared_ptr<const PageTemplate> ParsePage(PageKind kind, std::string_view text) {
  const auto page = PageTemplate::Parse(kind, "/page.html", text, {});
  EXPECT_TRUE(page.ok()) << page.status().message();
  return page.ok() ? *page : nullptr;
}

class PageMarkersTest : public testing::Test {
 protected:
  std::string Fill(std::string_view text, std::string_view event_json = "{}") {
    if (event_ == nullptr) event_ = office_.Event(create_);
    return FillEventPage(*ParsePage(PageKind::kEvent, text), origin_, *event_, event_json,
                         office_.now);
  }

  std::string origin_;
  test::BoxOffice office_;
  domain::CreateEvent create_ = test::NewEventWithSections("aurora", 10, 5);
  domain::EventDefinition& definition_ = create_.definition;
  domain::EventSnapshotPtr event_;
};

TEST_F(PageMarkersTest, TellsAnEvent) {
  definition_.name = "Aurora Quartet";
  definition_.venue = "Great Hall";
  definition_.description = "Two\nlines";
  definition_.opens_at = office_.now;
  definition_.starts_at = office_.now + 3'600'000;
  EXPECT_EQ(Fill("{{ID}}|{{NAME}}|{{VENUE}}|{{DESCRIPTION}}|{{STATE}}|{{AVAILABLE}}/{{CAPACITY}}"),
            "aurora|Aurora Quartet|Great Hall|Two\nlines|open|15/15");
  EXPECT_EQ(Fill("{{OPENS_AT}} {{OPENS_TEXT}} {{STARTS_AT}} {{STARTS_TEXT}}"),
            "2026-11-23T18:00:00.000Z 2026-11-23 18:00 UTC "
            "2026-11-23T19:00:00.000Z 2026-11-23 19:00 UTC");
}

TEST_F(PageMarkersTest, ShowsOnlyWhatThereIs) {
  const std::string_view text =
      "{{#HAS_VENUE}}v{{/HAS_VENUE}}{{#HAS_DESCRIPTION}}d{{/HAS_DESCRIPTION}}"
      "{{#HAS_STARTS}}s{{/HAS_STARTS}}{{#HAS_CLOSES}}c{{CLOSES_TEXT}}{{/HAS_CLOSES}}.";
  definition_.venue.clear();
  definition_.description.clear();
  definition_.starts_at.reset();
  definition_.closes_at.reset();
  EXPECT_EQ(Fill(text), ".");
  event_.reset();
  definition_.id = "borealis";
  definition_.venue = "x";
  definition_.description = "x";
  definition_.starts_at = office_.now;
  definition_.closes_at = office_.now + 60'000;
  EXPECT_EQ(Fill(text), "vdsc2026-11-23 18:01 UTC.");
}

TEST_F(PageMarkersTest, KnowsNamesThatAreTooLongForPosterType) {
  const std::string_view text = "{{#HAS_LONG_WORD}}long{{/HAS_LONG_WORD}}";
  for (const auto& [name, shown] :
       std::vector<std::pair<std::string, std::string>>{{"Elevenchars elevenchars", ""},
                                                        {"A twelvecharac word", "long"},
                                                        {"Überübungsöl", "long"},
                                                        {"Überübungsö ", ""}}) {
    event_.reset();
    definition_.id += "x";
    definition_.name = name;
    EXPECT_EQ(Fill(text), shown) << name;
  }
}

TEST_F(PageMarkersTest, ShowsOneState) {
  const std::string_view text =
      "{{#SCHEDULED}}scheduled{{/SCHEDULED}}{{#OPEN}}open{{/OPEN}}{{#PAUSED}}paused{{/PAUSED}}"
      "{{#CLOSED}}closed{{/CLOSED}}{{#SOLD_OUT}}sold out{{/SOLD_OUT}}";
  definition_.opens_at = office_.now + 1'000;
  definition_.closes_at = office_.now + 2'000;
  EXPECT_EQ(Fill(text), "scheduled");
  office_.Advance(1'000);
  EXPECT_EQ(Fill(text), "open");
  office_.Advance(1'000);
  EXPECT_EQ(Fill(text), "closed");

  event_.reset();
  definition_ = test::NewEvent("borealis", 2).definition;
  Fill("");
  office_.Reserved(test::NewReserve("borealis", "ada", 2));
  event_ = office_.inventory.Snapshot(event_->definition->number);
  EXPECT_EQ(Fill(text), "sold out");
  EXPECT_EQ(Fill("{{STATE}} {{AVAILABLE}}"), "open 0");

  event_.reset();
  definition_ = test::NewEvent("corona", 2).definition;
  definition_.paused = true;
  EXPECT_EQ(Fill(text), "paused");
}

TEST_F(PageMarkersTest, RepeatsSections) {
  definition_.sections[1].label.price = "95 €";
  EXPECT_EQ(Fill("{{#SECTION}}{{SECTION_ID}} {{SECTION_NAME}} "
                 "{{SECTION_AVAILABLE}}/{{SECTION_CAPACITY}}"
                 "{{#HAS_SECTION_PRICE}} {{SECTION_PRICE}}{{/HAS_SECTION_PRICE}};{{/SECTION}}"),
            "floor Standing 10/10;stalls Stalls 5/5 95 €;");
}

TEST_F(PageMarkersTest, HasTheLooksOfAnEvent) {
  const std::string_view text =
      "<style id=\"accent\">{{ACCENT_STYLE}}</style>{{#HAS_ACCENT}}a{{/HAS_ACCENT}}"
      "{{#HAS_IMAGE}}<img src=\"{{IMAGE}}\">{{/HAS_IMAGE}}";
  EXPECT_EQ(Fill(text), "<style id=\"accent\"></style>");
  event_.reset();
  definition_.id = "borealis";
  definition_.accent = "#c8102e";
  definition_.image = "/images/r&b.webp";
  EXPECT_EQ(Fill(text), "<style id=\"accent\">" + AccentStyle("#c8102e") +
                            "</style>a<img src=\"/images/r&amp;b.webp\">");
}

TEST_F(PageMarkersTest, EscapesTextAndJson) {
  definition_.name = "<b title='x'>\"R&B\"</b>";
  EXPECT_EQ(Fill("<p title=\"{{NAME}}\">{{NAME}}</p>"),
            "<p title=\"&lt;b title=&#39;x&#39;&gt;&quot;R&amp;B&quot;&lt;/b&gt;\">"
            "&lt;b title=&#39;x&#39;&gt;&quot;R&amp;B&quot;&lt;/b&gt;</p>");
  EXPECT_EQ(Fill("<script type=\"application/json\">{{EVENT_JSON}}</script>",
                 R"({"a":"</script><!-- & \" {{NAME}}"})"),
            R"(<script type="application/json">{"a":"\u003c/script>\u003c!-- & \" {{NAME}}"})"
            "</script>");
}

TEST_F(PageMarkersTest, NamesNobodyGaveAreNoMarkers) {
  EXPECT_TRUE(IsPageValue(PageKind::kEvent, "NAME"));
  EXPECT_FALSE(IsPageValue(PageKind::kEvent, "SECTION"));
  EXPECT_TRUE(IsPageSection(PageKind::kEvent, "SECTION"));
  EXPECT_FALSE(IsPageSection(PageKind::kEvent, "NAME"));
}

TEST_F(PageMarkersTest, ListsEvents) {
  const auto page = ParsePage(PageKind::kHome,
                              "{{#EVENT}}<a href=\"/events/{{ID}}\">{{NAME}}</a> {{AVAILABLE}}"
                              "{{#HAS_VENUE}} {{VENUE}}{{/HAS_VENUE}};{{/EVENT}}"
                              "{{#NO_EVENTS}}none{{/NO_EVENTS}} {{EVENTS_JSON}}");
  EXPECT_EQ(FillHomePage(*page, "", {}, "{}", office_.now), "none {}");

  definition_.name = "A & B";
  definition_.venue = "Hall";
  const std::vector<domain::EventSnapshotPtr> events = {
      office_.Event(create_), office_.Event(test::NewEvent("borealis", 3))};
  EXPECT_EQ(FillHomePage(*page, "", events, "[\"<\"]", office_.now),
            "<a href=\"/events/aurora\">A &amp; B</a> 15 Hall;"
            "<a href=\"/events/borealis\">" +
                events[1]->definition->name +
                "</a> 3; "
                "[\"\\u003c\"]");
}

TEST_F(PageMarkersTest, NamesTheSiteWhereItIsKnown) {
  const std::string_view text = "{{#HAS_ORIGIN}}{{ORIGIN}}/events/{{ID}}{{/HAS_ORIGIN}}.";
  EXPECT_EQ(Fill(text), ".");
  origin_ = "https://tickets.example.org";
  EXPECT_EQ(Fill(text), "https://tickets.example.org/events/aurora.");
  const auto home = ParsePage(PageKind::kHome, "{{#HAS_ORIGIN}}{{ORIGIN}}/{{/HAS_ORIGIN}}.");
  EXPECT_EQ(FillHomePage(*home, origin_, {}, "{}", office_.now), "https://tickets.example.org/.");
  EXPECT_EQ(FillHomePage(*home, "", {}, "{}", office_.now), ".");
}

TEST_F(PageMarkersTest, HasAWaitlistOrNone) {
  const std::string_view text = "{{#HAS_WAITLIST}}w{{/HAS_WAITLIST}}.";
  definition_.offer_ms = 0;
  EXPECT_EQ(Fill(text), ".");
  event_.reset();
  definition_.id = "borealis";
  definition_.offer_ms = 900'000;
  EXPECT_EQ(Fill(text), "w.");
}

TEST_F(PageMarkersTest, HasAnImageOrNone) {
  const std::string_view text =
      "{{#HAS_IMAGE}}{{IMAGE}}{{/HAS_IMAGE}}{{#NO_IMAGE}}none{{/NO_IMAGE}}";
  EXPECT_EQ(Fill(text), "none");
  event_.reset();
  definition_.id = "borealis";
  definition_.image = "/images/gala.webp";
  EXPECT_EQ(Fill(text), "/images/gala.webp");
}

}  // namespace
}  // namespace onsale::api
