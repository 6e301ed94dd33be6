#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "onsale/api/exchange.h"
#include "onsale/api/response.h"

namespace onsale::http {

// Finds the handler of a request: a tree with one level a path segment, walked over views, so that
// a match allocates nothing. A literal segment wins over `{}`.
//
// It answers by itself what follows from the table: HEAD by the GET handler, OPTIONS with 204 and
// Allow, a known path with another method with 405 and Allow (both rendered beforehand). Whatever
// is asked of an unknown path goes to the fallback.
//
// Immutable: one for all loops. The patterns must outlive it.
class Router {
 public:
  // Throws std::invalid_argument for a table with a mistake: the program is starting then.
  Router(std::span<const api::Route> routes, api::Handler fallback);

  api::Disposition Dispatch(api::Context& context, api::Exchange& exchange) const;

  // What the table says of a request's route; the defaults where it has none. Set `params` like
  // Dispatch.
  api::Access AccessOf(api::Exchange& exchange) const;
  api::Precedence PrecedenceOf(api::Exchange& exchange) const;

 private:
  using Prepared = std::shared_ptr<const api::PreparedResponse>;
  using NodeIndex = std::uint16_t;

  static constexpr NodeIndex kNone = 0;           // the root is nobody's child
  static constexpr std::size_t kMethodCount = 6;  // those before api::Method::kOther

  struct Child {
    std::string_view segment;
    NodeIndex node;
  };
  struct Node {
    std::vector<Child> literals;
    NodeIndex parameter = kNone;
    std::array<api::Handler, kMethodCount> handlers = {};
    std::array<api::Access, kMethodCount> access = {};
    std::array<api::Precedence, kMethodCount> precedence = {};
    Prepared options;             // set where there is any handler
    Prepared method_not_allowed;  // likewise
  };

  void Add(const api::Route& route);
  NodeIndex ChildFor(NodeIndex parent, std::string_view segment);
  void PrepareAnswers(Node& node);
  const Node* Match(const Node& node, std::string_view rest, api::Exchange& exchange,
                    std::size_t params) const;
  const Node* MatchParameter(const Node& node, std::string_view segment, std::string_view rest,
                             api::Exchange& exchange, std::size_t params) const;

  std::vector<Node> nodes_;
  api::Handler fallback_;
  Prepared server_options_;  // `OPTIONS *`
};

}  // namespace onsale::http
