#include "fuzz/support/api_box.h"

#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <nlohmann/json.hpp>
#include <sstream>
#include <utility>

#include "fuzz/fuzz.h"
#include "fuzz/support/event_checks.h"
#include "onsale/api/handlers.h"
#include "onsale/commit/verify.h"
#include "onsale/http/request_parser.h"
#include "support/credentials.h"

namespace onsale::fuzz {
namespace {

namespace beast = boost::beast;
using nlohmann::json;

const admission::CustomerKeys& Keys() {
  static const admission::CustomerKeys keys = *admission::CustomerKeys::Parse(test::kSecretKeys);
  return keys;
}

// As a client reads it: one whole answer, with nothing behind it.
Answer ReadAnswer(std::string_view text, bool head_only) {
  beast::http::response_parser<beast::http::string_body> parser;
  parser.eager(true);
  parser.skip(head_only);
  parser.body_limit(boost::none);
  beast::error_code error;
  std::size_t used = 0;
  while (!error && !parser.is_done()) {
    used += parser.put(boost::asio::buffer(text.substr(used)), error);
  }
  Require(!error, "an answer is well-formed: " + Shown(text.substr(0, 500)));
  Require(used == text.size(), "nothing is behind an answer: " + Shown(text.substr(0, 500)));
  const auto& answer = parser.get();
  const auto field = [&](beast::http::field name) { return std::string(answer[name]); };
  return {static_cast<int>(answer.result_int()), field(beast::http::field::content_type),
          field(beast::http::field::content_encoding), answer.body()};
}

void CheckProblem(const json& problem, const Answer& answer) {
  Require(problem.is_object(), "a problem is an object");
  Require(problem.at("status") == answer.status, "a problem has its status");
  Require(problem.at("type").get<std::string>().starts_with("/problems/"), "a problem has a type");
  Require(!problem.at("title").get<std::string>().empty(), "a problem has a title");
}

void CheckAnswer(const Answer& answer) {
  Require(answer.status >= 200 && answer.status < 500,
          "nothing is the server's fault: " + std::to_string(answer.status) + " " + answer.body);
  if (answer.body.empty() || !answer.content_encoding.empty()) return;
  if (answer.content_type.starts_with("application/x-ndjson")) {
    std::istringstream lines(answer.body);
    for (std::string line; std::getline(lines, line);) {
      Require(json::accept(line), "a line is JSON: " + Shown(line));
    }
  } else if (answer.content_type.find("json") != std::string::npos) {
    const json value = json::parse(answer.body, nullptr, /*allow_exceptions=*/false);
    Require(!value.is_discarded(), "an answer is JSON: " + Shown(answer.body.substr(0, 500)));
    if (answer.content_type == "application/problem+json") CheckProblem(value, answer);
  }
  if (answer.status >= 400) {
    Require(answer.content_type == "application/problem+json", "a refusal is a problem");
  }
}

}  // namespace

ApiBox::ApiBox()
    : context_{clock_,       *box_.view, change_log_, api::StaticReader(static_files_),
               admin_token_, origin_,    readiness_,  watcher_places_,
               webhooks_,    tokens_,    queue_log_,  nullptr,
               &Keys()} {
  writer_.SetTime(clock_.Now());
}

const http::Router& ApiBox::TheRouter() {
  static const http::Router router(api::Routes(), api::ServeStatic);
  return router;
}

void ApiBox::Advance(TimeMs by_ms) {
  clock_.Advance(by_ms);
  box_.Advance(by_ms);
  box_.BeginBatch();
  box_.EndBatch();
}

void ApiBox::Dispatch(api::Exchange& exchange) {
  response_.Reset();
  if (TheRouter().Dispatch(context_, exchange) == api::Disposition::kAnswered) return;
  exchange.submission.outcome = box_.Do(exchange.submission.command);
  response_.Reset();
  exchange.finish(context_, exchange);
}

void ApiBox::TakeStream(api::Response& response, std::string& body) {
  using Piece = api::BodyStream::Piece;
  Piece piece = Piece::kMore;
  while (piece == Piece::kMore) piece = response.stream->Next(body);
  Require(piece == Piece::kLast, "a stream comes to its end");
}

Answer ApiBox::Do(std::string_view text) {
  api::Request request;
  http::RequestHead head;
  const http::ParseLimits limits;
  if (ParseHead(text, limits, request, head) != http::HeadResult::kComplete) return {};
  request.body = text.substr(head.head_bytes);
  commit::Submission submission;
  api::Exchange exchange{.request = request, .response = response_, .submission = submission};
  Dispatch(exchange);

  const bool head_only = request.method == api::Method::kHead;
  http::Output out;
  if (response_.watch) {
    response_.watch.reset();
    return {};
  }
  if (response_.stream) {
    std::string body;
    if (!head_only) TakeStream(response_, body);
    response_.stream.reset();
    response_.body = std::move(body);
  }
  http::ResponseTraits traits;
  traits.head_only = head_only;
  writer_.Append(out, traits, response_);
  // A long shared body is gathered when it is sent.
  if (out.size() != out.bytes().size()) return {};
  const Answer answer = ReadAnswer(out.bytes(), head_only);
  CheckAnswer(answer);
  const bool anonymous = request.authorization.empty() && request.method != api::Method::kOptions;
  if (anonymous && TheRouter().AccessOf(exchange) == api::Access::kOperator) {
    Require(answer.status == 401, "only the operator does what the operator may");
  }
  return answer;
}

void ApiBox::Check() {
  for (domain::EventNumber i = 1; i < box_.inventory->next_event_number(); ++i) {
    if (const auto event = box_.inventory->Snapshot(i)) CheckEvent(*event);
  }
  const auto report = commit::Verify(store_);
  Require(report.ok(), "the store can be read");
  for (const std::string& difference : report->differences) {
    Require(false, "the store agrees with itself: " + difference);
  }
  const std::string before = box_.Describe();
  const Status status = box_.Restart();
  Require(status.ok(), "the store is recovered: " + (status.ok() ? "" : status.message()));
  Require(box_.Describe() == before, "a restart changes nothing");
}

}  // namespace onsale::fuzz
