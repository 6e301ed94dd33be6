#include "onsale/rehearsal/operator.h"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <limits>
#include <thread>
#include <utility>

#include "onsale/rehearsal/response_parser.h"

namespace onsale::rehearsal {
namespace {

constexpr std::chrono::milliseconds kPause{200};

}  // namespace

std::string Reply::Describe() const {
  const nlohmann::json problem = Json();
  std::string text = std::to_string(status);
  if (!problem.is_object()) return text;
  const std::string type = problem.value("type", "");
  text += " " + type.substr(type.rfind('/') + 1);
  return text + ": " + problem.value("detail", "");
}

Operator::Operator(Target target, std::string token)
    : target_(std::move(target)), token_(std::move(token)), requests_(target_.authority, "") {}

Operator::~Operator() { Close(); }

void Operator::Close() {
  if (socket_ >= 0) close(std::exchange(socket_, -1));
}

bool Operator::Await(short events, Clock::time_point until) const {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now()).count();
  pollfd waited = {.fd = socket_, .events = events, .revents = 0};
  return poll(&waited, 1, static_cast<int>(std::clamp<std::int64_t>(left, 0, 60'000))) == 1;
}

Result<Reply> Operator::Call(std::string_view method, std::string_view target,
                             std::string_view body, std::chrono::seconds patience) {
  const std::string request = requests_.Operate(method, target, token_, body);
  const auto until = Clock::now() + patience;
  Reply reply;
  while (!Try(request, until, reply)) {
    Close();
    if (Clock::now() + kPause >= until) {
      return Unavailable("the server at " + target_.authority + " does not answer " +
                         std::string(method) + " " + std::string(target));
    }
    std::this_thread::sleep_for(kPause);
  }
  return reply;
}

bool Operator::Try(std::string_view request, Clock::time_point until, Reply& reply) {
  if (socket_ < 0) {
    socket_ = std::max(-1, TryConnect(target_, 0));
    if (socket_ < 0 || !Await(POLLOUT, until)) return false;
  }
  reply.sent = Clock::now();
  for (std::string_view rest = request; !rest.empty();) {
    const ssize_t count = send(socket_, rest.data(), rest.size(), MSG_NOSIGNAL);
    if (count > 0) rest.remove_prefix(static_cast<std::size_t>(count));
    if (count <= 0 && (errno != EAGAIN || !Await(POLLOUT, until))) return false;
  }
  ResponseParser parser(std::numeric_limits<std::size_t>::max());
  std::array<char, 65'536> piece;
  while (parser.state() != ResponseParser::State::kDone) {
    if (!Await(POLLIN, until)) return false;
    const ssize_t count = recv(socket_, piece.data(), piece.size(), 0);
    if (count <= 0) return false;
    parser.Read({piece.data(), static_cast<std::size_t>(count)});
    using State = ResponseParser::State;
    if (parser.state() == State::kBroken || parser.state() == State::kStream) return false;
  }
  reply.received = Clock::now();
  const Response response = parser.response();
  reply.status = response.status;
  reply.body = response.body;
  if (response.close) Close();
  return true;
}

Result<nlohmann::json> Operator::Json(std::string_view method, std::string_view target,
                                      std::string_view body) {
  const auto reply = Call(method, target, body);
  if (!reply.ok()) return reply.status();
  nlohmann::json json = reply->Json();
  if (reply->ok() && !json.is_discarded()) return json;
  return Unavailable("the server answers " + std::string(method) + " " + std::string(target) +
                     " with " + reply->Describe());
}

}  // namespace onsale::rehearsal
