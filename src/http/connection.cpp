#include "onsale/http/connection.h"

#include <malloc.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <exception>
#include <span>
#include <utility>

#include "onsale/http/loop.h"
#include "onsale/http/response_writer.h"
#include "onsale/http/router.h"

namespace onsale::http {
namespace {

namespace asio = boost::asio;

// Answered requests wait for one write, up to this much.
constexpr std::size_t kOutputBytesMax = 64 * 1024;
constexpr std::chrono::milliseconds kLingerTimeout{2'000};

}  // namespace

Connection::Connection(Loop& loop, int socket, const IpAddress& peer)
    : Watched(socket),
      loop_(loop),
      input_(loop.blocks()),
      pending_(*this),
      exchange_{{}, loop.response(), pending_, {}, nullptr} {
  SetPeer(peer);
  awaits_proxy_header_ = loop.options().proxy_protocol && peer_trusted_;
  Arm(Deadline::kHead);
}

Task<void> Connection::Run() {
  Step step = Step::kRead;
  while (step != Step::kClose) {
    switch (step) {
      case Step::kRead:
        if (!loop_.draining() || !input_.empty()) {
          co_await Readable();
        }
        // Else what was to be sent with others' answers was not.
        step = loop_.output().empty() ? AfterRead() : Step::kRead;
        break;
      case Step::kBody:
        step = co_await ReadBody();
        break;
      case Step::kOutcome:
        awaiting_outcome_ = submitted_;
        if (awaiting_outcome_) co_await Suspend();
        step = Finish();
        break;
      case Step::kStream:
        step = co_await SendStream();
        break;
      case Step::kWatch:
        step = co_await Watch();
        break;
      default:
        step = Step::kNext;
    }
    if (step == Step::kNext) step = AnswerBuffered();
    const bool later = step == Step::kRead && loop_.SendLater(*this);
    if (!later && !SendOutput()) co_await SendRest();
    if (broken_ && step != Step::kOutcome) step = Step::kClose;
  }
  if ((linger_ || !input_.empty()) && !broken_) co_await Linger();
}

// Parks Run() in `resume_`. An initiation by hand, so that events of any kind resume it.
Task<void> Connection::Suspend() {
  const auto park = [this](ResumeHandler handler) { resume_.emplace(std::move(handler)); };
  UseTask token;
  return asio::async_initiate<UseTask, void()>(park, token);
}

void Connection::Resume() {
  ResumeHandler handler = std::move(*resume_);
  resume_.reset();
  std::move(handler)();
}

Task<void> Connection::Readable() {
  loop_.poller().AwaitReadable(*this);
  return Suspend();
}

Task<void> Connection::Writable() {
  ArmWriteDeadline();
  loop_.poller().AwaitWritable(*this);
  return Suspend();
}

void Connection::OnReceived(ssize_t received) {
  received_ = received;
  Resume();
}

void Connection::OnReady() { Resume(); }

void Connection::OnUnsent() {
  Poller::Forget(*this);
  Resume();
}

void Connection::OnOutcome() {
  submitted_ = false;
  if (std::exchange(awaiting_outcome_, false)) Resume();
}

void Connection::OnTick(std::int64_t now_ms) {
  if (deadline_ == Deadline::kNone || now_ms < deadline_ms_) return;
  expired_ = true;
  CountSlowness();
  Poller::Forget(*this);
  Resume();
}

void Connection::OnDrain() {
  const bool between_requests = deadline_ == Deadline::kIdle || deadline_ == Deadline::kHead;
  if (watching_ == nullptr && (!between_requests || !input_.empty())) return;
  Poller::Forget(*this);
  Resume();
}

// --- Reading ------------------------------------------------------------------------------------

Connection::Step Connection::AfterRead() {
  const bool received = Receive();
  if (received) return Step::kNext;
  if (broken_) return Step::kClose;
  if (expired_) return Expire();
  // Draining: nothing had been sent before the listening socket was closed.
  return loop_.draining() && input_.empty() ? Step::kClose : Step::kRead;
}

// Takes what was read, or reads once, without waiting. False when nothing came; then `broken_`
// tells whether more can.
bool Connection::Receive() {
  const ssize_t count = received_ ? *received_ : ReceiveNow();
  received_.reset();
  if (count > 0) {
    input_.Filled(static_cast<std::size_t>(count));
    expired_ = false;  // it came in time; the deadline stays as it is
    return true;
  }
  if (input_.empty()) input_.Release();
  broken_ = count == 0 || (count != -EAGAIN && count != -EINTR);
  return false;
}

// Octets, or the errno, negative.
ssize_t Connection::ReceiveNow() {
  const std::span<char> room = input_.Room();
  const ssize_t count = recv(socket(), room.data(), room.size(), MSG_DONTWAIT);
  return count < 0 ? -errno : count;
}

Connection::Step Connection::Expire() {
  if (input_.empty() || awaits_proxy_header_) return Step::kClose;
  exchange_.request = {};  // of an older request
  return Refuse(api::ProblemType::kRequestTimeout);
}

// Answers every complete request that was read, in order.
Connection::Step Connection::AnswerBuffered() {
  if (awaits_proxy_header_) {
    if (const Step step = TakeProxyHeader(); step != Step::kNext) return step;
  }
  while (!close_) {
    if (loop_.output().size() >= kOutputBytesMax) return Step::kSend;
    const std::string_view unread = input_.unread();
    // A head that was incomplete stays so until another line ends.
    if (unread.find('\n', newline_searched_) == unread.npos &&
        unread.size() <= ParseLimits::kTargetBytesMax) {
      newline_searched_ = unread.size();
      ArmReadDeadline();
      return Step::kRead;
    }
    newline_searched_ = unread.size();
    switch (ParseHead(unread, loop_.limits(), exchange_.request, head_)) {
      case HeadResult::kIncomplete:
        ArmReadDeadline();
        return Step::kRead;
      case HeadResult::kRefused:
        return Refuse(head_.problem);
      case HeadResult::kComplete:
        break;
    }
    if (!CountRequest() || ShedsRequest()) {
      TurnAway();
      continue;
    }
    const bool may_be_too_long = head_.body_bytes > loop_.options().body_bytes_max;
    if (may_be_too_long && head_.body_bytes > BodyBytesMax()) {
      return Refuse(TooLarge());
    }
    request_bytes_ = head_.head_bytes + head_.body_bytes;
    if (head_.chunked || request_bytes_ > unread.size()) return Step::kBody;
    exchange_.request.body = unread.substr(head_.head_bytes, head_.body_bytes);
    if (const Step step = HandleRequest(); step != Step::kNext) return step;
  }
  return Step::kClose;
}

// One deadline for all of a head, however many reads it takes.
void Connection::ArmReadDeadline() {
  if (input_.empty()) {
    Arm(Deadline::kIdle);
  } else if (deadline_ != Deadline::kHead) {
    Arm(Deadline::kHead);
  }
}

// The longest content that this request may have.
std::size_t Connection::BodyBytesMax() const {
  const ServerOptions& options = loop_.options();
  const bool long_allowed = options.refuse_operator && !options.refuse_operator(exchange_.request);
  return long_allowed ? std::max(options.body_bytes_max, options.long_body_bytes_max)
                      : options.body_bytes_max;
}

// Why content is not taken that is longer than that. Whoever has no token, or a wrong one, learns
// that first: with the right one it may not be too long.
api::ProblemType Connection::TooLarge() {
  const ServerOptions& options = loop_.options();
  if (options.refuse_operator && loop_.router().AccessOf(exchange_) == api::Access::kOperator) {
    if (const auto refusal = options.refuse_operator(exchange_.request)) return *refusal;
  }
  return api::ProblemType::kContentTooLarge;
}

// Reads a body that did not come in one piece with its head.
Task<Connection::Step> Connection::ReadBody() {
  input_.KeepRoom();
  // The head may have moved: its views are made again.
  (void)ParseHead(input_.unread(), loop_.limits(), exchange_.request, head_);
  Arm(Deadline::kBody);
  BodyReader reader(head_, BodyBytesMax());
  if (head_.expects_continue && input_.unread().size() == head_.head_bytes) {
    loop_.output().bytes() += kContinue;
  }
  std::optional<Step> done = TakeBody(reader);
  while (!done) {
    if (!SendOutput()) co_await SendRest();
    if (broken_) co_return Step::kClose;
    co_await Readable();
    if (Receive()) {
      done = TakeBody(reader);
    } else if (broken_) {
      done = Step::kClose;
    } else if (expired_) {
      done = Refuse(api::ProblemType::kRequestTimeout);
    }
  }
  co_return *done;
}

// When the body is whole, handles the request; nothing when it is not.
std::optional<Connection::Step> Connection::TakeBody(BodyReader& reader) {
  switch (reader.Take(input_, body_)) {
    case BodyReader::Result::kMore:
      return std::nullopt;
    case BodyReader::Result::kDone:
      request_bytes_ = head_.head_bytes;
      exchange_.request.body = body_;
      return HandleRequest();
    case BodyReader::Result::kTooLarge:
      return Refuse(TooLarge());
    case BodyReader::Result::kMalformed:
      break;
  }
  return Refuse(api::ProblemType::kMalformedRequest);
}

// --- Answering ----------------------------------------------------------------------------------

Connection::Step Connection::HandleRequest() {
  newline_searched_ = 0;
  deadline_ = Deadline::kNone;
  close_ = !head_.keep_alive || loop_.draining();
  if (loop_.options().access_log) started_us_ = SteadyNowUs();
  exchange_.params = {};
  if (RunHandler() == api::Disposition::kAnswered) return Answer();
  submitted_ = true;
  loop_.Submit(pending_);
  return Step::kOutcome;
}

Connection::Step Connection::Finish() {
  if (broken_) return Step::kClose;
  RunFinish();
  close_ = close_ || loop_.draining();
  return Answer();
}

// Handlers do not throw; one that does has cost its own request only.
api::Disposition Connection::RunHandler() {
  loop_.response().Reset();
  try {
    return loop_.router().Dispatch(loop_.context(), exchange_);
  } catch (const std::exception&) {
    AnswerInternalError();
    return api::Disposition::kAnswered;
  }
}

void Connection::RunFinish() {
  loop_.response().Reset();
  try {
    exchange_.finish(loop_.context(), exchange_);
  } catch (const std::exception&) {
    AnswerInternalError();
  }
}

void Connection::AnswerInternalError() {
  loop_.response().Reset();
  loop_.response().prepared = ProblemResponse(api::ProblemType::kInternalError);
}

ResponseTraits Connection::Traits() const {
  return {.head_only = exchange_.request.method == api::Method::kHead,
          .http11 = head_.http11,
          .close = close_,
          .request_id = exchange_.request.request_id};
}

Connection::Step Connection::Answer() {
  api::Response& response = loop_.response();
  if (response.watch && response.watch->web_socket) {
    watch_ = std::move(response.watch);
    Log(101, 0);
    return Step::kWatch;
  }
  acknowledged_bytes_ = kNoStall;
  is_new_ = false;
  TellLimits(response);
  close_ = close_ || response.close || response.watch || (response.stream && !head_.http11);
  const std::size_t before = loop_.output().size();
  const ResponseTraits traits = Traits();
  loop_.writer().Append(loop_.output(), traits, response);
  const int status = response.prepared ? response.prepared->status : response.status;
  Log(response.not_modified ? 304 : status, loop_.output().size() - before);
  body_ = {};
  const api::Method method = exchange_.request.method;
  if (method != api::Method::kGet && method != api::Method::kHead) pending_.Clear();
  input_.Consume(request_bytes_);
  if (response.took_memory) malloc_trim(0);
  if (traits.head_only) response.watch.reset();  // gives its place back
  if (response.watch) {
    watch_ = std::move(response.watch);
    return Step::kWatch;
  }
  if (!response.stream || traits.head_only) return Step::kNext;
  stream_ = std::move(response.stream);
  return Step::kStream;
}

// Answers what is no proper request, as the last thing on this connection.
Connection::Step Connection::Refuse(api::ProblemType problem) {
  close_ = true;
  linger_ = true;
  deadline_ = Deadline::kNone;
  expired_ = false;
  ResponseTraits traits;
  traits.close = true;
  traits.request_id = exchange_.request.request_id;
  traits.head_only = exchange_.request.method == api::Method::kHead;
  loop_.writer().AppendPrepared(loop_.output(), traits, ProblemResponse(problem));
  return Step::kClose;
}

void Connection::Log(int status, std::size_t bytes) {
  if (!loop_.ShouldLog()) return;
  const AccessRecord record = {.client = source_.address,
                               .method = exchange_.request.method,
                               .path = exchange_.request.path,
                               .status = status,
                               .bytes = bytes,
                               .duration_us = SteadyNowUs() - started_us_};
  loop_.options().access_log(record);
}

void Connection::Arm(Deadline deadline) {
  const ServerOptions& options = loop_.options();
  const auto timeout = [&] {
    switch (deadline) {
      case Deadline::kHead:
        return options.head_timeout;
      case Deadline::kBody:
        return options.body_timeout;
      case Deadline::kWrite:
        return options.write_timeout;
      case Deadline::kWatch:
        return options.keep_alive_interval;
      case Deadline::kLinger:
        return kLingerTimeout;
      default:
        return options.idle_timeout;
    }
  };
  deadline_ = deadline;
  // The loop's time is up to a sweep old; nobody's deadline comes early for that.
  deadline_ms_ = loop_.now_ms() + (timeout() + options.sweep_interval).count();
}

}  // namespace onsale::http
