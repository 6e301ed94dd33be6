#include "onsale/api/html.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace onsale::api {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

TEST(ReadHtmlTest, FindsTheLanguage) {
  EXPECT_EQ(ReadHtml("<!doctype html><html lang=\"de-AT\" dir=\"ltr\">").language, "de-AT");
  EXPECT_EQ(ReadHtml("<!doctype html>\n<HTML dir=ltr lang=en>").language, "en");
  EXPECT_EQ(ReadHtml("<html class=\"x\">").language, "");
  EXPECT_EQ(ReadHtml("<html data-lang=\"x\">").language, "");
  EXPECT_EQ(ReadHtml("<p lang=\"fr\">").language, "");
  EXPECT_EQ(ReadHtml("").language, "");
  EXPECT_EQ(ReadHtml("<html lang=\"open").language, "open");
}

TEST(ReadHtmlTest, FindsStyles) {
  EXPECT_THAT(
      ReadHtml("<style>a{}</style><p>b</p><STYLE media=\"x>y\" id=i>\nc>d{}\n</Style >").styles,
      ElementsAre("a{}", "\nc>d{}\n"));
  EXPECT_THAT(ReadHtml("<style id=\"accent\"></style>").styles, ElementsAre(""));
  EXPECT_THAT(ReadHtml("<style>a{content:'</b>'}</style>").styles,
              ElementsAre("a{content:'</b>'}"));
  EXPECT_THAT(ReadHtml("<styles>a</styles>").styles, IsEmpty());
  EXPECT_THAT(ReadHtml("<style>open").styles, ElementsAre("open"));
}

TEST(ReadHtmlTest, PassesOverWhatOnlyLooksLikeStyles) {
  EXPECT_THAT(ReadHtml("<!-- <style>a</style> --><style>b</style>").styles, ElementsAre("b"));
  EXPECT_THAT(ReadHtml("<script>\"<style>\"</script><style>b</style>").styles, ElementsAre("b"));
  EXPECT_THAT(ReadHtml("<p title=\"<style>\">x</p><style>b</style>").styles, ElementsAre("b"));
  EXPECT_THAT(ReadHtml("<p>a < b, isn't it?</p><style>b</style>").styles, ElementsAre("b"));
  EXPECT_THAT(ReadHtml("<!-- open <style>a</style>").styles, IsEmpty());
  EXPECT_THAT(ReadHtml("<style>a</style><").styles, ElementsAre("a"));
}

// echo -n 'a{}' | openssl dgst -sha256 -binary | base64
TEST(PagePolicyTest, AllowsAPagesOwnStylesByTheirHashes) {
  const auto policy = [](std::string_view html) { return PagePolicy(ReadHtml(html)); };
  EXPECT_THAT(policy("<p>"), HasSubstr("; style-src 'self'; "));
  EXPECT_THAT(policy("<style></style>"),
              HasSubstr("; style-src 'self' "
                        "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='; "));
  EXPECT_EQ(policy("<style>a{}\nb{}</style>"), policy("<style>a{}\r\nb{}</style>"));
  EXPECT_EQ(policy("<style>a{}</style>"), policy("<style>a{}</style><style>a{}</style>"));
  EXPECT_NE(policy("<style>a{}</style>"), policy("<style>b{}</style>"));
  EXPECT_THAT(policy("<style>a{}</style>"), Not(HasSubstr("unsafe")));
}

}  // namespace
}  // namespace onsale::api
