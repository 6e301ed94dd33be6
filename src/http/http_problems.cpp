#include "onsale/http/http_problems.h"

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "onsale/api/guards.h"
#include "onsale/base/json_writer.h"

namespace onsale::http {
namespace {

using Prepared = std::shared_ptr<const api::PreparedResponse>;

Prepared Make(api::ProblemType problem, int retry_after_s, std::string_view extra_headers) {
  auto response = std::make_shared<api::PreparedResponse>();
  response->status = api::InfoOf(problem).status;
  JsonWriter json(response->body);
  api::BeginProblem(json, problem);
  json.EndObject();
  response->head =
      "Content-Type: application/problem+json\r\n"
      "Cache-Control: no-store\r\n"
      "X-Content-Type-Options: nosniff\r\n";
  if (retry_after_s > 0) {
    response->head += "Retry-After: " + std::to_string(retry_after_s) + "\r\n";
  }
  response->head += extra_headers;
  response->head += "Content-Length: " + std::to_string(response->body.size()) + "\r\n\r\n";
  return response;
}

std::vector<Prepared> PrepareAll() {
  std::vector<Prepared> all;
  for (std::size_t i = 0; i < api::AllProblems().size(); ++i) {
    const auto type = static_cast<api::ProblemType>(i);
    const bool asks = type == api::ProblemType::kUnauthorized;
    all.push_back(MakeProblemResponse(type, asks ? api::kAuthenticateField : std::string_view()));
  }
  return all;
}

using Overloaded = std::array<Prepared, 4>;

Overloaded PrepareOverloaded() {
  Overloaded all;
  for (std::size_t i = 0; i < all.size(); ++i) {
    all[i] = Make(api::ProblemType::kOverloaded, static_cast<int>(i) + 1, {});
  }
  return all;
}

}  // namespace

Prepared MakeProblemResponse(api::ProblemType problem, std::string_view extra_headers) {
  return Make(problem, api::InfoOf(problem).retry_after_s, extra_headers);
}

const Prepared& ProblemResponse(api::ProblemType problem) {
  static const std::vector<Prepared> kAll = PrepareAll();
  return kAll[static_cast<std::size_t>(problem)];
}

const Prepared& OverloadedResponse() {
  static const Overloaded kAll = PrepareOverloaded();
  thread_local std::size_t next = 0;
  return kAll[next++ % kAll.size()];
}

}  // namespace onsale::http
