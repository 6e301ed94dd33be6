#include "onsale/http/router.h"

#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>

#include "onsale/http/http_problems.h"

namespace onsale::http {
namespace {

using api::Disposition;
using api::Method;

constexpr std::array<std::string_view, 6> kMethodNames = {"GET",   "HEAD",   "POST",
                                                          "PATCH", "DELETE", "OPTIONS"};

std::size_t IndexOf(Method method) { return static_cast<std::size_t>(method); }

// The first segment of what follows a '/'; `rest` keeps its '/' and is empty after the last one.
std::pair<std::string_view, std::string_view> SplitSegment(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == text.npos) return {text, {}};
  return {text.substr(0, slash), text.substr(slash)};
}

std::shared_ptr<const api::PreparedResponse> MakeOptionsResponse(std::string_view allow) {
  auto response = std::make_shared<api::PreparedResponse>();
  response->status = 204;
  response->head = "Cache-Control: no-store\r\n";
  response->head += allow;
  response->head += "\r\n";
  return response;
}

Disposition AnswerPrepared(api::Exchange& exchange,
                           const std::shared_ptr<const api::PreparedResponse>& prepared) {
  exchange.response.prepared = prepared;
  return Disposition::kAnswered;
}

}  // namespace

Router::Router(std::span<const api::Route> routes, api::Handler fallback)
    : nodes_(1), fallback_(fallback) {
  for (const api::Route& route : routes) Add(route);
  for (Node& node : nodes_) PrepareAnswers(node);
  server_options_ = MakeOptionsResponse("Allow: GET, HEAD, POST, PATCH, DELETE, OPTIONS\r\n");
}

void Router::Add(const api::Route& route) {
  const std::string name(route.pattern);
  if (!name.starts_with('/')) throw std::invalid_argument("route does not begin with /: " + name);
  if (IndexOf(route.method) >= kMethodCount) {
    throw std::invalid_argument("route without a method: " + name);
  }
  NodeIndex node = 0;
  std::size_t params = 0;
  for (std::string_view rest = route.pattern; !rest.empty();) {
    const auto [segment, after] = SplitSegment(rest.substr(1));
    if (segment == "{}" && ++params > std::tuple_size_v<decltype(api::Exchange::params)>) {
      throw std::invalid_argument("route with too many parameters: " + name);
    }
    node = ChildFor(node, segment);
    rest = after;
  }
  api::Handler& handler = nodes_[node].handlers[IndexOf(route.method)];
  if (handler != nullptr) throw std::invalid_argument("route given twice: " + name);
  handler = route.handler;
  nodes_[node].access[IndexOf(route.method)] = route.access;
  nodes_[node].precedence[IndexOf(route.method)] = route.precedence;
}

Router::NodeIndex Router::ChildFor(NodeIndex parent, std::string_view segment) {
  const auto next = static_cast<NodeIndex>(nodes_.size());
  if (segment == "{}") {
    if (nodes_[parent].parameter == kNone) {
      nodes_[parent].parameter = next;
      nodes_.emplace_back();
    }
    return nodes_[parent].parameter;
  }
  for (const Child& child : nodes_[parent].literals) {
    if (child.segment == segment) return child.node;
  }
  nodes_[parent].literals.push_back({segment, next});
  nodes_.emplace_back();
  return next;
}

void Router::PrepareAnswers(Node& node) {
  std::array<api::Handler, kMethodCount>& handlers = node.handlers;
  if (handlers[IndexOf(Method::kHead)] == nullptr) {
    handlers[IndexOf(Method::kHead)] = handlers[IndexOf(Method::kGet)];
  }
  std::string allow = "Allow: ";
  bool any = false;
  for (std::size_t i = 0; i < IndexOf(Method::kOptions); ++i) {
    if (handlers[i] == nullptr) continue;
    allow.append(kMethodNames[i]).append(", ");
    any = true;
  }
  if (!any) return;
  allow += "OPTIONS\r\n";
  node.options = MakeOptionsResponse(allow);
  node.method_not_allowed = MakeProblemResponse(api::ProblemType::kMethodNotAllowed, allow);
}

Disposition Router::Dispatch(api::Context& context, api::Exchange& exchange) const {
  const Method method = exchange.request.method;
  if (exchange.request.path == "*") return AnswerPrepared(exchange, server_options_);
  const Node* node = Match(nodes_.front(), exchange.request.path, exchange, 0);
  if (node == nullptr) return fallback_(context, exchange);
  const api::Handler handler = method == Method::kOther ? nullptr : node->handlers[IndexOf(method)];
  if (handler != nullptr) return handler(context, exchange);
  return AnswerPrepared(exchange,
                        method == Method::kOptions ? node->options : node->method_not_allowed);
}

api::Access Router::AccessOf(api::Exchange& exchange) const {
  const Method method = exchange.request.method;
  const Node* node = Match(nodes_.front(), exchange.request.path, exchange, 0);
  if (node == nullptr || method == Method::kOther) return api::Access::kPublic;
  return node->access[IndexOf(method)];
}

api::Precedence Router::PrecedenceOf(api::Exchange& exchange) const {
  const Method method = exchange.request.method;
  const Node* node = Match(nodes_.front(), exchange.request.path, exchange, 0);
  if (node == nullptr || method == Method::kOther) return api::Precedence::kUsual;
  return node->precedence[IndexOf(method)];
}

// `rest` is what is left of the path, with its leading '/'. Nothing that a path needs: a node
// without answers is a mere prefix.
const Router::Node* Router::Match(const Node& node, std::string_view rest, api::Exchange& exchange,
                                  std::size_t params) const {
  if (rest.empty()) return node.options ? &node : nullptr;
  const auto [segment, after] = SplitSegment(rest.substr(1));
  for (const Child& child : node.literals) {
    if (child.segment != segment) continue;
    if (const Node* found = Match(nodes_[child.node], after, exchange, params)) return found;
    break;
  }
  return MatchParameter(node, segment, after, exchange, params);
}

const Router::Node* Router::MatchParameter(const Node& node, std::string_view segment,
                                           std::string_view rest, api::Exchange& exchange,
                                           std::size_t params) const {
  if (node.parameter == kNone || segment.empty()) return nullptr;
  const Node* found = Match(nodes_[node.parameter], rest, exchange, params + 1);
  if (found != nullptr) exchange.params[params] = segment;
  return found;
}

}  // namespace onsale::http
