#include "onsale/rehearsal/html_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace onsale::rehearsal {
namespace {

using nlohmann::ordered_json;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::string_view kPage =
    R"(<p></p><script type="application/json" id="report"></script><script>let a;</script>)";

TEST(HtmlReport, PutsTheReportIntoTheDataBlock) {
  const auto html = HtmlReport(ordered_json{{"name", "Gala"}}, kPage);
  ASSERT_TRUE(html.ok());
  EXPECT_EQ(*html, R"(<p></p><script type="application/json" id="report">{"name":"Gala"})"
                   R"(</script><script>let a;</script>)");
}

TEST(HtmlReport, NoTextBecomesMarkup) {
  const ordered_json report = {{"name", "</script><script>alert(1)</script> <!-- <b>Gala"}};
  const auto html = HtmlReport(report, kPage);
  ASSERT_TRUE(html.ok());
  EXPECT_THAT(*html, Not(HasSubstr("alert(1)<")));
  EXPECT_THAT(*html, Not(HasSubstr("<!--")));
  EXPECT_THAT(*html, Not(HasSubstr("<b>")));

  const std::size_t begin = html->find(R"({"name)");
  const std::size_t end = html->find("</script>", begin);
  EXPECT_EQ(ordered_json::parse(html->substr(begin, end - begin)), report)
      << "the page reads what it was";
}

TEST(HtmlReport, ReplacesWhatIsNoUtf8) {
  const auto html = HtmlReport(ordered_json{{"name", "caf\xe9"}}, kPage);
  ASSERT_TRUE(html.ok());
  EXPECT_THAT(*html, HasSubstr("caf\xEF\xBF\xBD"));
}

TEST(HtmlReport, IsUnavailableWithoutItsPage) {
  const auto html = HtmlReport(ordered_json::object(), "");
  ASSERT_FALSE(html.ok());
  EXPECT_EQ(html.status().code(), StatusCode::kUnavailable);
}

TEST(HtmlReport, ThePageIsBuiltIn) {
  const auto html = HtmlReport(ordered_json{{"name", "Gala"}});
  ASSERT_TRUE(html.ok()) << html.status().message();
  EXPECT_THAT(*html, HasSubstr(R"(id="report">{"name":"Gala"}</script>)"));
  EXPECT_THAT(*html, ::testing::StartsWith("<!doctype html>"));
}

}  // namespace
}  // namespace onsale::rehearsal
