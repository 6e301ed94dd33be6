#include "onsale/api/api_description.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "onsale/api/handlers.h"
#include "onsale/api/problem_type.h"

namespace onsale::api {
namespace {

using nlohmann::json;
using testing::HasSubstr;

// `/events/{event}` as the routing table has it: `/events/{}`.
std::string WithoutNames(const std::string& path) {
  std::string pattern;
  bool in_name = false;
  for (const char c : path) {
    if (c == '}') in_name = false;
    if (!in_name) pattern += c;
    if (c == '{') in_name = true;
  }
  return pattern;
}

json Description() { return json::parse(ApiDescription()); }

std::string NameOf(Method method) {
  switch (method) {
    case Method::kGet:
      return "get";
    case Method::kPost:
      return "post";
    case Method::kPatch:
      return "patch";
    case Method::kDelete:
      return "delete";
    default:
      return "other";
  }
}

TEST(ApiDescription, HasTheOperationsOfTheRoutingTable) {
  std::set<std::string> routed = {"get /openapi.json"};
  for (const Route& route : Routes()) {
    routed.insert(NameOf(route.method) + " " + std::string(route.pattern));
  }
  std::set<std::string> described;
  const json description = Description();
  for (const auto& [path, item] : description["paths"].items()) {
    const std::string pattern = WithoutNames(path);
    for (const auto& [name, value] : item.items()) {
      if (name != "parameters") described.insert(name + " " + pattern);
    }
  }
  EXPECT_EQ(described, routed);
}

// Those that any request can be answered with are told of at the beginning.
TEST(ApiDescription, HasTheProblemTypesAsTheyAreAnswered) {
  const json description = Description();
  const std::string introduction = description["info"]["description"];
  const json& schemas = description["components"]["schemas"];
  for (const ProblemInfo& info : AllProblems()) {
    const std::string slug(info.slug);
    if (slug == "not-found") continue;  // of an address that no operation has
    if (!schemas.contains(slug)) {
      EXPECT_THAT(introduction, HasSubstr("`" + slug + "`"));
      continue;
    }
    const json& members = schemas[slug]["properties"];
    EXPECT_EQ(members["type"]["const"], "/problems/" + slug);
    EXPECT_EQ(members["title"]["const"], info.title);
    EXPECT_EQ(members["status"]["const"], info.status);
  }
}

}  // namespace
}  // namespace onsale::api
