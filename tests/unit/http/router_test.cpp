#include "onsale/http/router.h"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "unit/http/opaque_context.h"

namespace onsale::http {
namespace {

using api::Disposition;
using api::Exchange;
using api::Method;

// Handlers that leave their name and the parameters in the body.
template <char kName>
Disposition Named(api::Context&, Exchange& exchange) {
  exchange.response.body = kName;
  for (const std::string_view param : exchange.params) {
    exchange.response.body.append(" ").append(param);
  }
  return Disposition::kAnswered;
}

Disposition Submitting(api::Context&, Exchange&) { return Disposition::kSubmitted; }

class RouterTest : public testing::Test {
 protected:
  // What answered: a handler's name and parameters, or a status and its Allow line.
  std::string Ask(Method method, std::string_view path) {
    api::Response response;
    commit::Submission submission;
    Exchange exchange{{}, response, submission, {}, nullptr};
    exchange.request.method = method;
    exchange.request.path = path;
    if (router_.Dispatch(OpaqueContext(), exchange) == Disposition::kSubmitted) return "submitted";
    if (!response.prepared) return response.body;
    const std::string& head = response.prepared->head;
    const std::size_t allow = head.find("Allow: ");
    std::string text = std::to_string(response.prepared->status);
    if (allow != head.npos) text += " " + head.substr(allow, head.find('\r', allow) - allow);
    return text;
  }

  const std::vector<api::Route> routes_ = {
      {Method::kGet, "/", Named<'r'>},
      {Method::kGet, "/events", Named<'l'>},
      {Method::kPost, "/events", Submitting},
      {Method::kGet, "/events/{}", Named<'e'>},
      {Method::kPatch, "/events/{}", Named<'p'>},
      {Method::kDelete, "/events/{}", Named<'d'>},
      {Method::kGet, "/events/{}/seats/{}", Named<'s'>},
      {Method::kGet, "/events/new", Named<'n'>},
      {Method::kPost, "/events/new/seats", Named<'w'>},
      {Method::kGet, "/admin/", Named<'a'>},
  };
  const Router router_{routes_, Named<'f'>};
};

TEST_F(RouterTest, FindsHandlers) {
  EXPECT_EQ(Ask(Method::kGet, "/"), "r  ");
  EXPECT_EQ(Ask(Method::kGet, "/events"), "l  ");
  EXPECT_EQ(Ask(Method::kPost, "/events"), "submitted");
  EXPECT_EQ(Ask(Method::kGet, "/events/x"), "e x ");
  EXPECT_EQ(Ask(Method::kDelete, "/events/x"), "d x ");
  EXPECT_EQ(Ask(Method::kGet, "/events/x/seats/y"), "s x y");
  EXPECT_EQ(Ask(Method::kGet, "/events/%41"), "e %41 ");
  EXPECT_EQ(Ask(Method::kGet, "/admin/"), "a  ");
}

TEST_F(RouterTest, LiteralsWinAndGiveWay) {
  EXPECT_EQ(Ask(Method::kGet, "/events/new"), "n  ");
  EXPECT_EQ(Ask(Method::kGet, "/events/new/seats/y"), "s new y");
}

TEST_F(RouterTest, HeadIsServedByGet) {
  EXPECT_EQ(Ask(Method::kHead, "/events/x"), "e x ");
  EXPECT_EQ(Ask(Method::kHead, "/events/new/seats"), "405 Allow: POST, OPTIONS");
}

TEST_F(RouterTest, UnknownPathsFallBack) {
  for (const std::string_view path :
       {"/events/", "/events/x/", "//", "/event", "/events/x/seats", "/events/x/seats/",
        "/events//seats/y", "/events/x/seats/y/z", "/admin", "/{}", "/Events"}) {
    EXPECT_EQ(Ask(Method::kGet, path), "f  ") << path;
    EXPECT_EQ(Ask(Method::kHead, path), "f  ") << path;
    EXPECT_EQ(Ask(Method::kPost, path), "f  ") << path;
    EXPECT_EQ(Ask(Method::kOptions, path), "f  ") << path;
    EXPECT_EQ(Ask(Method::kOther, path), "f  ") << path;
  }
}

TEST_F(RouterTest, OtherMethodsAreNotAllowed) {
  EXPECT_EQ(Ask(Method::kPost, "/"), "405 Allow: GET, HEAD, OPTIONS");
  EXPECT_EQ(Ask(Method::kOther, "/events"), "405 Allow: GET, HEAD, POST, OPTIONS");
  EXPECT_EQ(Ask(Method::kPost, "/events/x"), "405 Allow: GET, HEAD, PATCH, DELETE, OPTIONS");
}

TEST_F(RouterTest, OptionsAreListed) {
  EXPECT_EQ(Ask(Method::kOptions, "/events"), "204 Allow: GET, HEAD, POST, OPTIONS");
  EXPECT_EQ(Ask(Method::kOptions, "*"), "204 Allow: GET, HEAD, POST, PATCH, DELETE, OPTIONS");
}

TEST(Router, TellsWhatItsTableSaysOfARequest) {
  const std::vector<api::Route> routes = {
      {Method::kGet, "/events/{}", Named<'e'>},
      {Method::kPatch, "/events/{}", Named<'p'>, api::Access::kOperator},
      {Method::kPost, "/events/{}", Named<'w'>, api::Access::kPublic, api::Precedence::kLast}};
  const Router router(routes, Named<'f'>);
  api::Response response;
  commit::Submission submission;
  api::Exchange exchange{{}, response, submission};
  const auto is_for_operator = [&](Method method, std::string_view path) {
    exchange.request.method = method;
    exchange.request.path = path;
    return router.AccessOf(exchange) == api::Access::kOperator;
  };
  const auto comes_last = [&](Method method, std::string_view path) {
    exchange.request.method = method;
    exchange.request.path = path;
    return router.PrecedenceOf(exchange) == api::Precedence::kLast;
  };
  EXPECT_TRUE(is_for_operator(Method::kPatch, "/events/x"));
  EXPECT_FALSE(is_for_operator(Method::kGet, "/events/x"));
  EXPECT_FALSE(is_for_operator(Method::kPost, "/events/x"));
  EXPECT_FALSE(is_for_operator(Method::kOther, "/events/x"));
  EXPECT_FALSE(is_for_operator(Method::kPatch, "/x"));
  EXPECT_TRUE(comes_last(Method::kPost, "/events/x"));
  EXPECT_FALSE(comes_last(Method::kGet, "/events/x"));
  EXPECT_FALSE(comes_last(Method::kOther, "/events/x"));
  EXPECT_FALSE(comes_last(Method::kPost, "/x"));
}

TEST(Router, RefusesTablesWithMistakes) {
  const auto build = [](std::vector<api::Route> routes) { Router(routes, Named<'f'>); };
  EXPECT_THROW(build({{Method::kGet, "x", Named<'x'>}}), std::invalid_argument);
  EXPECT_THROW(build({{Method::kOther, "/x", Named<'x'>}}), std::invalid_argument);
  EXPECT_THROW(build({{Method::kGet, "/x", Named<'x'>}, {Method::kGet, "/x", Named<'y'>}}),
               std::invalid_argument);
  EXPECT_THROW(build({{Method::kGet, "/{}/{}/{}", Named<'x'>}}), std::invalid_argument);
}

}  // namespace
}  // namespace onsale::http
