#include "onsale/rehearsal/crowd.h"

#include <algorithm>
#include <cmath>

namespace onsale::rehearsal {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kTick{250};
constexpr std::chrono::seconds kSweep{1};
constexpr int kDueAtATime = 64;  // then those who are there are heard, too

Clock::duration Seconds(double seconds) {
  return std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
}

constexpr std::size_t MainLine(std::size_t person) { return 2 * person; }
constexpr std::size_t StreamLine(std::size_t person) { return 2 * person + 1; }

}  // namespace

Crowd::Crowd(const Scenario& scenario, std::vector<Plan> plans, Sale sale, std::size_t open_allowed)
    : scenario_(scenario),
      plans_(std::move(plans)),
      sale_(std::move(sale)),
      requests_(sale_.target.authority, sale_.event),
      request_timeout_(Seconds(scenario.request_timeout_seconds)),
      bot_pause_(Seconds(1 / scenario.bot_rate)),
      persons_(plans_.size()),
      ledger_(sale_.customers),
      tally_(plans_.front().arrival),
      connections_(sale_.target, 2 * plans_.size(), open_allowed, /*lines_per_address=*/2, *this),
      left_(plans_.size()),
      random_(static_cast<unsigned>(scenario.seed)) {
  tally_.people.planned = plans_.size();
  for (std::size_t i = 0; i < plans_.size(); ++i) {
    if (plans_[i].bot) ++tally_.people.bots;
    if (plans_[i].bot) persons_[i].step = Step::kReserve;
    persons_[i].wish = ledger_.AddWish(plans_[i].quantity);
    At(sale_.opening + plans_[i].arrival, i);
  }
}

void Crowd::Run(const std::atomic<bool>& stop,
                const std::function<void(Clock::duration since_opening)>& progress) {
  const auto end = sale_.opening + Seconds(scenario_.seconds);
  auto next_tick = Clock::now(), next_sweep = next_tick;
  for (auto now = next_tick; left_ > 0 && now < end && !stop; now = Clock::now()) {
    RunDue();
    if (now >= next_sweep) {
      connections_.EndOverdue(now);
      next_sweep = now + kSweep;
    }
    if (now >= next_tick) {
      progress(now - sale_.opening);
      next_tick = now + kTick;
    }
    tally_.series.SetConnections(now - sale_.opening, connections_.open());
    connections_.Handle(due_.empty() ? next_tick : std::min(next_tick, due_.top().first));
  }
  End();
  progress(Clock::now() - sale_.opening);
}

void Crowd::RunDue() {
  for (int i = 0; i < kDueAtATime && !due_.empty(); ++i) {
    const auto [due, line] = due_.top();
    const auto now = Clock::now();
    if (due > now) return;
    due_.pop();
    if (persons_[line / 2].step == Step::kDone) continue;
    tally_.lag.Add(now - due);
    if (line % 2 == 0) {
      Act(line / 2, due);
    } else {
      OpenStream(line / 2, due);
    }
  }
}

void Crowd::Act(std::size_t number, Clock::time_point due) {
  Person& person = persons_[number];
  if (person.step == Step::kPage && !sale_.has_page) return Next(number, due);
  person.due = due;
  person.sent = Clock::now();
  Ask(MainLine(number), KindOf(person.step), RequestOf(number), due);
}

void Crowd::Ask(std::size_t line, Kind kind, const std::string& request, Clock::time_point due) {
  ++tally_.kinds[static_cast<std::size_t>(kind)].sent;
  tally_.series.AddArrival(due - sale_.opening);
  connections_.Ask(line, request, Clock::now() + request_timeout_);
}

void Crowd::OpenStream(std::size_t number, Clock::time_point due) {
  persons_[number].stream_due = due;
  Ask(StreamLine(number), Kind::kStream, requests_.Stream(FieldsOf(number)), due);
}

Kind Crowd::KindOf(Step step) {
  switch (step) {
    case Step::kPage:
      return Kind::kPage;
    case Step::kAssets:
      return Kind::kAssets;
    case Step::kTime:
      return Kind::kTime;
    case Step::kJoin:
      return Kind::kJoin;
    case Step::kAdmission:
      return Kind::kAdmission;
    case Step::kQueue:
      return Kind::kQueue;
    case Step::kLeave:
      return Kind::kLeave;
    case Step::kConfirm:
      return Kind::kConfirm;
    case Step::kCancel:
      return Kind::kCancel;
    case Step::kEvent:
      return Kind::kEvent;
    default:
      return Kind::kReserve;
  }
}

std::string Crowd::RequestOf(std::size_t number) {
  const Person& person = persons_[number];
  Wish& wish = ledger_.wishes()[person.wish];
  const std::string customer = ledger_.CustomerOf(person.wish);
  std::string fields = FieldsOf(number);
  switch (person.step) {
    case Step::kPage:
      return requests_.Page(fields);
    case Step::kAssets:
      return requests_.Get(sale_.assets[person.index], fields);
    case Step::kTime:
      return requests_.Time(fields);
    case Step::kJoin:
      return requests_.Join(customer, customer, fields);
    case Step::kAdmission:
      return requests_.TakeTurn(person.place, fields);
    case Step::kQueue:
      return requests_.Queue(fields);
    case Step::kLeave:
      return requests_.LeaveQueue(person.place, fields);
    case Step::kConfirm:
      wish.confirm_sent = true;
      return requests_.Confirm(wish.id, fields);
    case Step::kCancel:
      wish.cancel_sent = true;
      return requests_.Cancel(wish.id, fields);
    case Step::kEvent:
      return requests_.Event(fields);
    default:
      if (!person.admission.empty()) fields += "Onsale-Admission: " + person.admission + "\r\n";
      return requests_.Reserve(customer, wish.quantity, customer, fields);
  }
}

std::string Crowd::FieldsOf(std::size_t number) const {
  if (!scenario_.forwarded) return {};
  const auto part = [&](unsigned shift) { return "." + std::to_string((number >> shift) & 0xFF); };
  return "X-Forwarded-For: 127" + part(16) + part(8) + part(0) + "\r\n";
}

void Crowd::OnConnected(std::size_t line) {
  Person& person = persons_[line / 2];
  if (std::exchange(person.connected, true)) return;
  ++tally_.people.connected;
}

void Crowd::OnAnswer(std::size_t line, const Response& response, Clock::time_point now) {
  const std::size_t number = line / 2;
  const bool is_stream = line % 2 == 1;
  Person& person = persons_[number];
  KindTally& kind =
      tally_.kinds[static_cast<std::size_t>(is_stream ? Kind::kStream : KindOf(person.step))];
  const auto latency = now - (is_stream ? person.stream_due : person.due);
  ++kind.answered;
  ++kind.answers[response.status];
  kind.latencies.Add(latency);
  tally_.series.AddAnswer(now - sale_.opening, latency);
  if (is_stream) {
    // What is no stream is an answer like any other: refused, it is asked for again.
    if (connections_.busy(line)) return;
    due_.emplace(now + RetryRules::Backoff(person.stream_tries++, random_), line);
  } else if (person.step == Step::kReserve) {
    OnDecision(number, response, now);
  } else if (person.step == Step::kConfirm || person.step == Step::kCancel) {
    OnAfterwards(number, response, now);
  } else if (person.step == Step::kJoin || person.step == Step::kAdmission ||
             person.step == Step::kQueue) {
    OnQueue(number, response, now);
  } else if (response.status < 300) {
    Next(number, now);
  } else {
    Retry(number,
          RetryRules::PauseAfter(response.status, "", response.retry_after, person.tries, random_),
          now,
          std::to_string(response.status) + " " +
              kKindNames[static_cast<std::size_t>(KindOf(person.step))]);
  }
}

void Crowd::OnFailure(std::size_t line, Failure failure, Clock::time_point now) {
  const std::size_t number = line / 2;
  Person& person = persons_[number];
  const bool is_stream = line % 2 == 1;
  KindTally& kind =
      tally_.kinds[static_cast<std::size_t>(is_stream ? Kind::kStream : KindOf(person.step))];
  ++kind.failures[static_cast<std::size_t>(failure)];
  tally_.series.AddFailure(now - sale_.opening);
  if (is_stream) {
    due_.emplace(now + RetryRules::Backoff(person.stream_tries++, random_), line);
    return;
  }
  if (person.step == Step::kReserve) ++ledger_.wishes()[person.wish].unanswered;
  if (plans_[number].bot && person.step == Step::kReserve) return OnBotUndecided(number, now);
  Retry(number, RetryRules::Backoff(person.tries, random_), now, "");
}

Clock::time_point Crowd::WishTime(std::size_t number) const {
  return sale_.opening + plans_[number].wish();
}

Clock::time_point Crowd::PatienceEnd(std::size_t number) const {
  return WishTime(number) + Seconds(scenario_.patience_seconds);
}

TimeMs Crowd::ServerTime(Clock::time_point at) const {
  return sale_.opening_ms + std::chrono::floor<milliseconds>(at - sale_.opening).count();
}

// Whoever is in the middle of something has given up.
void Crowd::End() {
  const auto now = Clock::now();
  for (std::size_t i = 0; i < persons_.size(); ++i) {
    Person& person = persons_[i];
    if (person.step == Step::kDone) continue;
    Wish& wish = ledger_.wishes()[person.wish];
    if (person.step == Step::kReserve && connections_.busy(MainLine(i))) ++wish.unanswered;
    ++tally_.people.gave_up;
    Leave(i);
  }
  tally_.series.SetConnections(now - sale_.opening, connections_.open());
  tally_.series.Finish(now - sale_.opening);
}

void Crowd::Leave(std::size_t number) {
  persons_[number].step = Step::kDone;
  connections_.HangUp(MainLine(number));
  connections_.HangUp(StreamLine(number));
  --left_;
}

}  // namespace onsale::rehearsal
