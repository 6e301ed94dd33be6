#include <string>
#include <utility>
#include <vector>

#include "integration/server_test.h"

namespace onsale::test {
namespace {

class AdminAuthTest : public ServerTest {
 protected:
  // Each call that only the operator may make.
  static std::vector<HttpRequest> AdminCalls() {
    const HttpFields json = {{"Content-Type", "application/json"}};
    return {
        {.method = "POST", .target = "/api/v1/events", .body = "{}", .fields = json},
        {.method = "PATCH", .target = "/api/v1/events/gala", .body = "{}", .fields = json},
        {.method = "DELETE", .target = "/api/v1/events/gala"},
        {.target = "/api/v1/events/gala/reservations"},
    };
  }

  HttpResponse DoWith(HttpRequest request, const std::string& authorization) {
    if (!authorization.empty()) request.fields.emplace_back("Authorization", authorization);
    return api().Do(request);
  }
};

TEST_F(AdminAuthTest, AsksForTheToken) {
  for (const HttpRequest& call : AdminCalls()) {
    for (const std::string& authorization :
         {std::string(), std::string("Bearer"), std::string("Bearer wrong"),
          "Bearer " + kAdminToken + "x", "Bearer " + kAdminToken.substr(1), "Basic " + kAdminToken,
          kAdminToken}) {
      SCOPED_TRACE(call.method + " " + call.target + " " + authorization);
      const HttpResponse response = DoWith(call, authorization);
      EXPECT_THAT(response, IsProblem(401, "unauthorized"));
      EXPECT_EQ(response.Field("WWW-Authenticate"), "Bearer");
    }
  }
}

// Before it is read: with the right token it would not be too long.
TEST_F(AdminAuthTest, AsksForTheTokenOfLongContent) {
  std::vector<HttpRequest> calls;
  for (const auto& [method, target] :
       {std::pair("POST", "/api/v1/events"), std::pair("PATCH", "/api/v1/events/gala"),
        std::pair("POST", "/api/v1/import"), std::pair("POST", "/api/v1/events/gala/blocks")}) {
    calls.push_back({.method = method,
                     .target = target,
                     .body = std::string(100'000, ' '),
                     .fields = {{"Content-Type", "application/json"}}});
  }
  for (const HttpRequest& call : calls) {
    SCOPED_TRACE(call.method + " " + call.target);
    for (const std::string authorization : {"", "Bearer wrong"}) {
      const HttpResponse response = DoWith(call, authorization);
      EXPECT_THAT(response, IsProblem(401, "unauthorized"));
      EXPECT_EQ(response.Field("WWW-Authenticate"), "Bearer");
    }
    EXPECT_THAT(DoWith(call, "Bearer " + kAdminToken), HasStatus(400));
  }
  HttpRequest of_anybody = calls.front();
  of_anybody.target = "/api/v1/events/gala/reservations";
  EXPECT_THAT(DoWith(of_anybody, "Bearer wrong"), IsProblem(413, "content-too-large"));
  of_anybody.target = "/nowhere";
  EXPECT_THAT(DoWith(of_anybody, ""), IsProblem(413, "content-too-large"));
}

TEST_F(AdminAuthTest, TakesTheTokenWhateverTheCaseOfTheScheme) {
  const HttpRequest list = {.target = "/api/v1/events/gala/reservations"};
  for (const std::string scheme : {"Bearer ", "bearer ", "BEARER "}) {
    EXPECT_THAT(DoWith(list, scheme + kAdminToken), IsProblem(404, "event-not-found"));
  }
}

TEST_F(AdminAuthTest, IsForbiddenWhereTheServerHasNoToken) {
  ServerFlags flags;
  flags.environment.clear();
  Start(flags);
  EXPECT_TRUE(server_.AwaitLog("event=admin_off"));
  for (const HttpRequest& call : AdminCalls()) {
    SCOPED_TRACE(call.method + " " + call.target);
    EXPECT_THAT(DoWith(call, ""), IsProblem(403, "forbidden"));
    EXPECT_THAT(DoWith(call, "Bearer "), IsProblem(403, "forbidden"));
    EXPECT_THAT(DoWith(call, "Bearer " + kAdminToken), IsProblem(403, "forbidden"));
  }
}

TEST_F(AdminAuthTest, IsNotAskedOfThePublic) {
  for (const char* target : {"/api/v1/events", "/api/v1/time", "/healthz", "/readyz"}) {
    EXPECT_THAT(api().Get(target), HasStatus(200)) << target;
  }
}

}  // namespace
}  // namespace onsale::test
