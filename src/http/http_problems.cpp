#include "onsale/http/http_problems.h"

#include <array>
#include <cstddef>

#include "onsale/base/json_writer.h"

namespace onsale::http {
namespace {

struct ProblemRow {
  int status;
  std::string_view type;
  std::string_view title;
  std::string_view detail;
  std::string_view headers;
};

constexpr std::size_t kProblemCount = 12;

constexpr std::array<ProblemRow, kProblemCount> kProblems = {{
    {400, "/problems/malformed-request", "Malformed request",
     "The request is not well-formed HTTP/1.1.", ""},
    {404, "/problems/not-found", "Not found", "There is nothing at this address.", ""},
    {405, "/problems/method-not-allowed", "Method not allowed",
     "This address does not take that method; Allow lists those it takes.", ""},
    {408, "/problems/request-timeout", "Request timeout",
     "The request did not arrive completely in time.", ""},
    {413, "/problems/content-too-large", "Content too large",
     "The request's content is longer than the server takes.", ""},
    {414, "/problems/uri-too-long", "URI too long", "The request target is too long.", ""},
    {417, "/problems/expectation-failed", "Expectation failed",
     "The only expectation the server meets is 100-continue.", ""},
    {431, "/problems/request-header-fields-too-large", "Request header fields too large",
     "The request's header fields are too many or too long.", ""},
    {500, "/problems/internal-error", "Internal error",
     "The server has a fault. Whether the request was carried out is unknown.", ""},
    {501, "/problems/not-implemented", "Not implemented",
     "The server does not know this method or transfer coding.", ""},
    {503, "/problems/overloaded", "Overloaded",
     "The server has as many connections as it takes. Nothing was done; try again.",
     "Retry-After: 1\r\n"},
    {505, "/problems/http-version-not-supported", "HTTP version not supported",
     "The server speaks HTTP/1.1 and HTTP/1.0.", ""},
}};

std::string ProblemBody(const ProblemRow& row) {
  std::string body;
  JsonWriter json(body);
  json.BeginObject();
  json.Key("type").String(row.type);
  json.Key("title").String(row.title);
  json.Key("status").Int(row.status);
  json.Key("detail").String(row.detail);
  json.EndObject();
  return body;
}

using ProblemTable = std::array<std::shared_ptr<const api::PreparedResponse>, kProblemCount>;

ProblemTable MakeProblemTable() {
  ProblemTable table;
  for (std::size_t i = 0; i < kProblemCount; ++i) {
    table[i] = MakeProblemResponse(static_cast<HttpProblem>(i), {});
  }
  return table;
}

}  // namespace

std::shared_ptr<const api::PreparedResponse> MakeProblemResponse(HttpProblem problem,
                                                                 std::string_view extra_headers) {
  const ProblemRow& row = kProblems[static_cast<std::size_t>(problem)];
  auto response = std::make_shared<api::PreparedResponse>();
  response->status = row.status;
  response->body = ProblemBody(row);
  response->head =
      "Content-Type: application/problem+json\r\n"
      "Cache-Control: no-store\r\n"
      "X-Content-Type-Options: nosniff\r\n";
  response->head += row.headers;
  response->head += extra_headers;
  response->head += "Content-Length: " + std::to_string(response->body.size()) + "\r\n\r\n";
  return response;
}

const std::shared_ptr<const api::PreparedResponse>& ProblemResponse(HttpProblem problem) {
  static const ProblemTable kTable = MakeProblemTable();
  return kTable[static_cast<std::size_t>(problem)];
}

}  // namespace onsale::http
