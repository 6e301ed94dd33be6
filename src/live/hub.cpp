#include "onsale/live/hub.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "onsale/base/this_thread.h"

namespace onsale::live {
namespace {

// A clock that is set opens and closes sales at once; they are looked at at least this often.
constexpr std::int64_t kClockWaitMsMax = 1'000;

// First pieces of one event that are kept at a time, by where who joins has been.
constexpr std::size_t kFirstsMax = 64;

void Shorten(std::optional<std::int64_t>& wait_ms, std::int64_t other_ms) {
  wait_ms = std::min(wait_ms.value_or(other_ms), other_ms);
}

}  // namespace

Hub::Hub(const Clock& clock, const commit::ChangeLog& log, std::int64_t reads_per_second)
    : clock_(clock),
      log_(log),
      reads_per_second_(reads_per_second),
      reads_left_(reads_per_second),
      reads_at_ms_(SteadyNowMs()) {}

Hub::~Hub() { Stop(); }

void Hub::Start() {
  thread_ = std::thread([this] {
    this_thread::SetName("live-hub");
    Run();
  });
}

void Hub::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  work_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void Hub::OnPublished() {
  {
    const std::lock_guard lock(mutex_);
    if (!std::exchange(listening_, false)) return;
    published_ = true;
  }
  work_.notify_one();
}

void Hub::Join(Audience& audience, std::uint64_t watcher, domain::EventNumber event,
               commit::EventViewPtr view, std::optional<domain::Sequence> after) {
  Post(Joined{&audience, watcher, event, std::move(view), after});
}

void Hub::Leave(Audience& audience, domain::EventNumber event) { Post(Left{&audience, event}); }

void Hub::Done(domain::EventNumber event, std::int64_t cost_us) { Post(PassedOn{event, cost_us}); }

void Hub::Post(Message message) {
  bool first = false;
  {
    const std::lock_guard lock(mutex_);
    first = inbox_.empty();
    inbox_.push_back(std::move(message));
  }
  if (first) work_.notify_one();
}

// Those who join get what is told by then, so it is told first.
void Hub::Run() {
  while (true) {
    const std::vector<Message> messages = AwaitMessages();
    {
      const std::lock_guard lock(mutex_);
      if (stopping_) return;
    }
    TellAll();
    for (const Message& message : messages) {
      std::visit([this](const auto& m) { Handle(m); }, message);
    }
  }
}

// Returns when there are messages or it is time to tell something, or to stop.
std::vector<Hub::Message> Hub::AwaitMessages() {
  {
    // From here on nothing is published without being noticed: either it is seen by MakePlan(), or
    // it wakes.
    const std::lock_guard lock(mutex_);
    listening_ = true;
    published_ = false;
  }
  const Plan plan = MakePlan();
  const auto has_work = [this] { return !inbox_.empty() || stopping_ || published_; };
  std::unique_lock lock(mutex_);
  listening_ = listening_ && plan.listen;
  if (plan.wait_ms) {
    work_.wait_for(lock, std::chrono::milliseconds(*plan.wait_ms), has_work);
  } else {
    work_.wait(lock, has_work);
  }
  listening_ = false;
  return std::exchange(inbox_, {});
}

Hub::Plan Hub::MakePlan() const {
  Plan plan;
  const TimeMs now = clock_.Now();
  const std::int64_t now_ms = SteadyNowMs();
  for (const auto& [event, channel] : channels_) {
    if (channel.passing_on > 0 || !channel.encoder) continue;
    if (channel.next_ms > now_ms) {
      Shorten(plan.wait_ms, channel.next_ms - now_ms);
    } else if (HasNews(channel, now)) {
      plan.wait_ms = 0;
    } else {
      plan.listen = true;
      Shorten(plan.wait_ms, std::min(channel.encoder->valid_until() - now, kClockWaitMsMax));
    }
  }
  return plan;
}

bool Hub::HasNews(const Channel& channel, TimeMs now) {
  const Encoder& encoder = *channel.encoder;
  return channel.view->version() != channel.version || now < encoder.told_at() ||
         now >= encoder.valid_until();
}

void Hub::TellAll() {
  const TimeMs now = clock_.Now();
  const std::int64_t now_ms = SteadyNowMs();
  for (auto& [event, channel] : channels_) {
    const bool may = channel.passing_on == 0 && channel.encoder && channel.next_ms <= now_ms;
    if (may && HasNews(channel, now)) Tell(event, channel, now);
  }
}

void Hub::Tell(domain::EventNumber event, Channel& channel, TimeMs now) {
  commit::SeatsReading reading = channel.view->ReadLoggedSeats(now);
  channel.version = reading.version;
  const PiecePtr piece = channel.encoder->Advance(std::move(reading), now);
  channel.firsts.clear();
  if (piece == nullptr) return;
  if (piece->last) {
    channel.encoder.reset();
    channel.end = piece;
  }
  channel.told_ms = SteadyNowMs();
  channel.next_ms = channel.told_ms + kIntervalMs;
  channel.cost_us = 0;
  channel.passing_on = channel.watchers.size();
  for (const auto& [audience, count] : channel.watchers) audience->Deliver({event, piece});
}

void Hub::Handle(const Joined& joined) {
  Channel& channel = OpenChannel(joined);
  ++channel.watchers[joined.audience];
  joined.audience->Deliver({joined.event, FirstPiece(channel, joined.after), joined.watcher});
}

Hub::Channel& Hub::OpenChannel(const Joined& joined) {
  const auto [it, added] = channels_.try_emplace(joined.event);
  Channel& channel = it->second;
  if (!added) return channel;
  channel.view = joined.view;
  const TimeMs now = clock_.Now();
  commit::SeatsReading reading = channel.view->ReadLoggedSeats(now);
  channel.version = reading.version;
  if (reading.event == nullptr) {
    channel.end = DeletedPiece(0);
  } else {
    channel.encoder.emplace(std::move(reading), now);
  }
  return channel;
}

const PiecePtr& Hub::FirstPiece(Channel& channel, std::optional<domain::Sequence> after) {
  if (!channel.encoder) return channel.end;
  if (after && !channel.encoder->ChangesSince(*after)) after = 0;
  if (const auto kept = channel.firsts.find(after); kept != channel.firsts.end()) {
    return kept->second;
  }
  // Any number may be asked for: what is kept for the next one is bounded.
  if (channel.firsts.size() >= kFirstsMax) channel.firsts.clear();
  return channel.firsts[after] = EncodeFirst(*channel.encoder, after);
}

PiecePtr Hub::EncodeFirst(const Encoder& encoder, std::optional<domain::Sequence> after) {
  if (!after) return encoder.Snapshot();
  const auto changes = encoder.ChangesSince(*after);
  if (!changes || !MayRead(static_cast<std::int64_t>(*changes))) return encoder.Anew();
  return encoder.Resume(*after, log_);
}

bool Hub::MayRead(std::int64_t changes) {
  const std::int64_t now_ms = SteadyNowMs();
  reads_left_ = std::min(reads_per_second_,
                         reads_left_ + (now_ms - reads_at_ms_) * reads_per_second_ / 1'000);
  reads_at_ms_ = now_ms;
  if (changes > reads_left_) return false;
  reads_left_ -= changes;
  return true;
}

void Hub::Handle(const Left& left) {
  const auto it = channels_.find(left.event);
  Channel& channel = it->second;
  const auto watchers = channel.watchers.find(left.audience);
  if (--watchers->second == 0) channel.watchers.erase(watchers);
  if (channel.watchers.empty() && channel.passing_on == 0) channels_.erase(it);
}

void Hub::Handle(const PassedOn& passed_on) {
  const auto it = channels_.find(passed_on.event);
  Channel& channel = it->second;
  channel.cost_us = std::max(channel.cost_us, passed_on.cost_us);
  if (--channel.passing_on > 0) return;
  channel.next_ms = channel.told_ms + std::max(kIntervalMs, channel.cost_us * kShare / 1'000);
  if (channel.watchers.empty()) channels_.erase(it);
}

}  // namespace onsale::live
