#include <string>

#include "integration/server_test.h"

namespace onsale::test {
namespace {

using nlohmann::json;

struct Address {
  const char* target;
  const char* allow;
};

const Address kAddresses[] = {
    {"/api/v1/time", "GET, HEAD, OPTIONS"},
    {"/api/v1/events", "GET, HEAD, POST, OPTIONS"},
    {"/api/v1/events/gala", "GET, HEAD, PATCH, DELETE, OPTIONS"},
    {"/api/v1/events/gala/reservations", "GET, HEAD, POST, OPTIONS"},
    {"/api/v1/reservations/x", "GET, HEAD, DELETE, OPTIONS"},
    {"/api/v1/reservations/x/confirm", "POST, OPTIONS"},
    {"/api/v1/reservations/x/extend", "POST, OPTIONS"},
    {"/healthz", "GET, HEAD, OPTIONS"},
    {"/readyz", "GET, HEAD, OPTIONS"},
    {"/problems/sold-out", "GET, HEAD, OPTIONS"},
};

class MethodsTest : public ServerTest {
 protected:
  HttpResponse Do(const std::string& method, const std::string& target) {
    return api().Do({.method = method, .target = target});
  }
};

TEST_F(MethodsTest, AnswersOptionsWithWhatIsAllowed) {
  for (const auto& [target, allow] : kAddresses) {
    SCOPED_TRACE(target);
    const HttpResponse response = Do("OPTIONS", target);
    EXPECT_THAT(response, HasStatus(204));
    EXPECT_EQ(response.Field("Allow"), allow);
    EXPECT_FALSE(response.HasField("Content-Length")) << "RFC 9110 section 8.6";
  }
}

TEST_F(MethodsTest, RefusesOtherMethodsAndSaysWhichAreAllowed) {
  for (const auto& [target, allow] : kAddresses) {
    for (const std::string method : {"GET", "POST", "PATCH", "DELETE", "PUT"}) {
      if (std::string(allow).find(method) != std::string::npos) continue;
      SCOPED_TRACE(method + " " + target);
      const HttpResponse response = Do(method, target);
      EXPECT_THAT(response, IsProblem(405, "method-not-allowed"));
      EXPECT_EQ(response.Field("Allow"), allow);
    }
  }
}

TEST_F(MethodsTest, DoesNothingToAnAddressThatIsNone) {
  for (const char* method : {"GET", "POST", "PATCH", "DELETE", "PUT"}) {
    EXPECT_THAT(Do(method, "/api/v1/nothing"), IsProblem(404, "not-found")) << method;
  }
}

TEST_F(MethodsTest, RefusesContentThatIsTooLong) {
  api().CreateEvent({{"name", "Gala"}, {"capacity", 10}});
  const auto with_length = [](std::size_t length) {
    HttpRequest request = ReserveRequest("gala", {{"customer", "a"}, {"quantity", 1}});
    request.body.resize(length, ' ');
    return request;
  };
  EXPECT_THAT(api().Do(with_length(65'536)), HasStatus(201));
  EXPECT_THAT(api().Do(with_length(65'537)), IsProblem(413, "content-too-large"));
  EXPECT_THAT(api().Do(with_length(3'000'000)), IsProblem(413, "content-too-large"))
      << "the answer is there even though the client is still sending";
}

TEST_F(MethodsTest, RefusesATargetOrFieldsThatAreTooLong) {
  EXPECT_THAT(api().Get("/" + std::string(9'000, 'a')), IsProblem(414, "uri-too-long"));
  EXPECT_THAT(api().Get("/healthz", {{"X-Long", std::string(20'000, 'a')}}),
              IsProblem(431, "request-header-fields-too-large"));
  EXPECT_THAT(api().Get("/healthz", HttpFields(200, {"X-Many", "a"})),
              IsProblem(431, "request-header-fields-too-large"));
}

}  // namespace
}  // namespace onsale::test
