// Whose requests a connection brings, and whether there are too many of them.

#include <algorithm>
#include <chrono>

#include "onsale/api/rate_limited.h"
#include "onsale/base/public_address.h"
#include "onsale/http/connection.h"
#include "onsale/http/forwarded.h"
#include "onsale/http/http_problems.h"
#include "onsale/http/loop.h"
#include "onsale/http/proxy_protocol.h"
#include "onsale/http/tcp_progress.h"

namespace onsale::http {

void Connection::SetPeer(const IpAddress& peer) {
  const ServerOptions& options = loop_.options();
  peer_ = peer;
  source_ = {.address = peer};
  peer_trusted_ = IsInAny(peer, options.trusted_proxies);
  peer_counted_ = options.rate_limits_local || IsPublicAddress(peer);
}

// kNext once it is there.
Connection::Step Connection::TakeProxyHeader() {
  const ProxyHeader header = ParseProxyHeader(input_.unread());
  switch (header.result) {
    case ProxyHeader::Result::kIncomplete:
      return Step::kRead;
    case ProxyHeader::Result::kMalformed:
      loop_.Count(Refusal::kBadProxyHeader);
      close_ = true;
      return Step::kClose;
    case ProxyHeader::Result::kComplete:
      break;
  }
  input_.Consume(header.bytes);
  awaits_proxy_header_ = false;
  if (header.client) {
    SetPeer(*header.client);
    peer_counted_ = true;
  } else if (!header.is_itself) {
    // Of somebody: no field is believed that the proxy may have passed on as they wrote it.
    peer_trusted_ = false;
    peer_is_known_ = false;
  }
  // The deadline of the first head goes on.
  return input_.empty() ? Step::kRead : Step::kNext;
}

// The two fields are to agree where both came: a proxy that writes one of them may hand on the
// other as its client wrote it.
void Connection::FindSource() {
  source_ = {.address = peer_, .unknown_behind = !peer_is_known_};
  if (!peer_trusted_ || (head_.forwarded.empty() && head_.x_forwarded_for.empty())) return;
  const auto& trusted = loop_.options().trusted_proxies;
  std::optional<IpAddress> client;
  if (head_.forwarded.empty()) {
    client = ClientInXForwardedFor(head_.x_forwarded_for, trusted);
  } else {
    client = ClientInForwarded(head_.forwarded, trusted);
    if (!head_.x_forwarded_for.empty() &&
        client != ClientInXForwardedFor(head_.x_forwarded_for, trusted)) {
      client.reset();
    }
  }
  source_ = {.address = client.value_or(peer_), .unknown_behind = !client};
}

// False when it is one too many. What health checks ask is always answered.
bool Connection::CountRequest() {
  FindSource();
  admission::RateUse& use = exchange_.rate_use;
  use = {.now_us = loop_.poller().turn_us()};
  admission::RateLimiter* limiter = loop_.options().rate_limiter;
  const bool speaks_for_itself = source_.address == peer_ && !source_.unknown_behind;
  if (limiter == nullptr || (speaks_for_itself && !peer_counted_) || IsOperator()) return true;
  const api::Method method = exchange_.request.method;
  const bool command = method == api::Method::kPost || method == api::Method::kPatch ||
                       method == api::Method::kDelete;
  if (limiter->Count(source_, command, use)) return true;
  if (loop_.router().PrecedenceOf(exchange_) != api::Precedence::kAlways) return false;
  use = {};
  return true;
}

bool Connection::IsOperator() const {
  const ServerOptions& options = loop_.options();
  const api::Request& request = exchange_.request;
  return !request.authorization.empty() && options.refuse_operator &&
         !options.refuse_operator(request);
}

// Whether a new wish would have to wait too long. Only for those it is found out how long they have
// waited already, and only where that may be long: asking the system costs a twentieth of a
// reservation.
bool Connection::ShedsRequest() {
  const std::int64_t budget_us = std::chrono::microseconds(loop_.options().shed_after).count();
  if (budget_us == 0 || exchange_.request.method != api::Method::kPost) return false;
  Poller& poller = loop_.poller();
  const std::int64_t since_us = loop_.submitter().WaitingSinceUs();
  const std::int64_t now_us = SteadyNowUs();
  const std::int64_t committer_us = since_us == 0 ? 0 : now_us - since_us;
  std::int64_t waits_us = now_us - poller.turn_us();
  const bool may_be_late =
      (poller.may_be_late() && (is_new_ || !poller.is_prompt())) || waits_us > Poller::kPromptUs;
  if (!may_be_late && waits_us + committer_us <= budget_us) return false;
  if (loop_.router().PrecedenceOf(exchange_) != api::Precedence::kLast) return false;
  if (may_be_late) {
    const std::int64_t since_input_us = 1000 * MillisecondsSinceInput(socket());
    waits_us = std::max(waits_us, since_input_us);
    if (since_input_us < Poller::kPromptUs) poller.SetPrompt();
  }
  return waits_us + committer_us > budget_us;
}

// Before its content is looked at. Where that is still on its way the connection ends: reading it
// would cost more than a new connection.
void Connection::TurnAway() {
  const std::size_t there = input_.unread().size();
  request_bytes_ = head_.head_bytes + head_.body_bytes;
  linger_ = head_.chunked || request_bytes_ > there;
  if (linger_) request_bytes_ = there;
  close_ = linger_ || !head_.keep_alive || loop_.draining();
  newline_searched_ = 0;
  deadline_ = Deadline::kNone;
  if (loop_.options().access_log) started_us_ = SteadyNowUs();
  loop_.response().Reset();
  if (exchange_.rate_use.exceeded) {
    api::SendRateLimited(exchange_);
  } else {
    loop_.Count(Refusal::kOverloaded);
    loop_.response().prepared = OverloadedResponse();
  }
  (void)Answer();
}

// Of whom a deadline has passed.
void Connection::CountSlowness() {
  if (deadline_ == Deadline::kHead && !input_.empty()) loop_.Count(Refusal::kSlowHead);
  if (deadline_ == Deadline::kBody) loop_.Count(Refusal::kSlowBody);
  if (deadline_ == Deadline::kWrite) loop_.Count(Refusal::kSlowReader);
}

void Connection::TellLimits(api::Response& response) {
  const admission::RateUse& use = exchange_.rate_use;
  if (!use.counted) return;
  const api::Method method = exchange_.request.method;
  const bool reads = method == api::Method::kGet || method == api::Method::kHead;
  if (use.exceeded) {
    loop_.Count(Refusal::kRateLimited);
  } else if (reads) {
    return;
  }
  loop_.options().rate_limiter->AppendFields(response.headers, use);
}

}  // namespace onsale::http
