#include "onsale/api/page_template.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace onsale::api {
namespace {

using testing::HasSubstr;

std::string FaultOf(PageKind kind, std::string_view text) {
  const auto page = PageTemplate::Parse(kind, "/page.html", text, {});
  return page.ok() ? "" : page.status().message();
}

TEST(PageTemplateTest, TellsWhatIsWrongAndWhere) {
  EXPECT_EQ(FaultOf(PageKind::kEvent, "a\n\n{{NAEM}}"),
            "The page /page.html, line 3: there is no marker {{NAEM}}");
  EXPECT_EQ(FaultOf(PageKind::kEvent, "{{NAME"),
            "The page /page.html, line 1: a marker is not closed");
  EXPECT_THAT(FaultOf(PageKind::kEvent, "{{#HAS_VENUE}}x"), HasSubstr("a section is not closed"));
  EXPECT_THAT(FaultOf(PageKind::kEvent, "{{#OPEN}}{{#CLOSED}}{{/OPEN}}{{/CLOSED}}"),
              HasSubstr("a section is not closed, or not in the order of opening"));
  for (const char* text :
       {"{{}}", "{{ NAME }}", "{{name}}", "{{NAME:h}}", "{{>OTHER}}", "{{=<% %>=}}",
        "{{%AUTOESCAPE context=\"HTML\"}}", "{{OPEN}}", "{{#NAME}}{{/NAME}}", "{{! a comment }}"}) {
    EXPECT_THAT(FaultOf(PageKind::kEvent, text), HasSubstr("there is no marker")) << text;
  }
}

TEST(PageTemplateTest, KnowsTheMarkersOfItsKindOnly) {
  EXPECT_EQ(FaultOf(PageKind::kEvent, "{{EVENT_JSON}}{{ACCENT_STYLE}}"), "");
  EXPECT_NE(FaultOf(PageKind::kHome, "{{EVENT_JSON}}"), "");
  EXPECT_NE(FaultOf(PageKind::kHome, "{{ACCENT_STYLE}}"), "");
  EXPECT_EQ(FaultOf(PageKind::kHome, "{{EVENTS_JSON}}{{#EVENT}}{{NAME}}{{/EVENT}}"), "");
  EXPECT_NE(FaultOf(PageKind::kEvent, "{{EVENTS_JSON}}"), "");
  EXPECT_NE(FaultOf(PageKind::kEvent, "{{#EVENT}}{{/EVENT}}"), "");
}

}  // namespace
}  // namespace onsale::api
