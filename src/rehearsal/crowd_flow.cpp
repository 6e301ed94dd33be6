// What each of a crowd does next.

#include <algorithm>
#include <string>

#include "onsale/rehearsal/crowd.h"

namespace onsale::rehearsal {
namespace {

using nlohmann::json;

constexpr std::chrono::milliseconds kTimeGap{80};  // static/src/lib/clock.ts
constexpr std::chrono::seconds kLookPause{2};      // static/src/queue/pace.ts

std::string ProblemOf(const json& body) {
  const std::string type = body.is_object() ? body.value("type", "") : "";
  return type.substr(type.rfind('/') + 1);
}

}  // namespace

void Crowd::GoTo(std::size_t number, Step step, Clock::time_point due) {
  Person& person = persons_[number];
  person.step = step;
  person.index = 0;
  person.tries = 0;
  if (due > Clock::now()) return At(due, number);
  Act(number, due);
}

// After what only has to be answered.
void Crowd::Next(std::size_t number, Clock::time_point now) {
  Person& person = persons_[number];
  const bool loads = scenario_.assets && !sale_.assets.empty();
  person.tries = 0;
  switch (person.step) {
    case Step::kPage:
      if (plans_[number].streams) OpenStream(number, now);
      if (loads) return GoTo(number, Step::kAssets, now);
      break;
    case Step::kAssets:
      if (++person.index < sale_.assets.size()) return Act(number, now);
      break;
    case Step::kTime:
      ++person.index;
      return AfterTime(number, now);
    case Step::kEvent:
      if (sale_.has_queue) return GoTo(number, Step::kLeave, now);
      return Leave(number);
    default:
      return Leave(number);
  }
  if (scenario_.time_calls > 0) return GoTo(number, Step::kTime, now);
  person.index = 0;
  person.step = Step::kTime;
  AfterTime(number, now);
}

void Crowd::AfterTime(std::size_t number, Clock::time_point now) {
  if (persons_[number].index < scenario_.time_calls) {
    const double share = std::uniform_real_distribution<double>(0.5, 1.5)(random_);
    return At(now + std::chrono::duration_cast<Clock::duration>(kTimeGap * share), number);
  }
  if (sale_.has_queue) return GoTo(number, Step::kJoin, now);
  GoTo(number, Step::kReserve, std::max(now, WishTime(number)));
}

// In the waiting room: everybody looks at the one document, and asks for the own turn when that has
// come near.
void Crowd::OnQueue(std::size_t number, const Response& response, Clock::time_point now) {
  Person& person = persons_[number];
  const json body = json::parse(response.body, nullptr, /*allow_exceptions=*/false);
  if (response.status >= 300 || !body.is_object()) {
    const std::string problem = ProblemOf(body);
    return Retry(number,
                 RetryRules::PauseAfter(response.status, problem, response.retry_after,
                                        person.tries, random_),
                 now, std::to_string(response.status) + " " + problem);
  }
  if (person.step == Step::kJoin) {
    person.place = body.value("place", "");
    GoTo(number, Step::kAdmission, std::max(now, WishTime(number)));
  } else if (person.step == Step::kQueue) {
    const bool near = body.value("serving", std::uint32_t{0}) > person.position;
    if (near) return GoTo(number, Step::kAdmission, now);
    Look(number, Step::kQueue, now + kLookPause);
  } else if (response.status == 200) {
    person.admission = body.value("admission", "");
    GoTo(number, Step::kReserve, now);
  } else if (const auto it = body.find("position"); it != body.end() && it->is_number()) {
    person.position = *it;
    Look(number, Step::kQueue, now + kLookPause);
  } else {
    Look(number, Step::kAdmission, now + response.retry_after.value_or(std::chrono::seconds(1)));
  }
}

// Goes on to wait, as long as its patience lasts.
void Crowd::Look(std::size_t number, Step step, Clock::time_point due) {
  if (due < PatienceEnd(number)) return GoTo(number, step, due);
  ++tally_.people.gave_up;
  Leave(number);
}

void Crowd::OnDecision(std::size_t number, const Response& response, Clock::time_point now) {
  Person& person = persons_[number];
  const bool bot = plans_[number].bot;
  const json body = json::parse(response.body, nullptr, /*allow_exceptions=*/false);
  const std::string problem = ProblemOf(body);
  if (response.status == 201 && body.is_object()) return OnReserved(number, body, now);
  if (problem == "sold-out") return OnSoldOut(number, body, now);
  if (bot) return OnBotUndecided(number, now);
  Retry(
      number,
      RetryRules::PauseAfter(response.status, problem, response.retry_after, person.tries, random_),
      now, std::to_string(response.status) + " " + problem);
}

void Crowd::OnReserved(std::size_t number, const json& reservation, Clock::time_point now) {
  const Plan& plan = plans_[number];
  Wish& wish = ledger_.wishes()[persons_[number].wish];
  wish.id = reservation.value("id", "");
  wish.sequence = reservation.value("sequence", std::uint64_t{0});
  wish.confirmed_at_once = reservation.value("status", "") == "confirmed";
  ++tally_.people.reserved;
  if (wish.confirmed_at_once) ++tally_.people.confirmed;
  if (plan.bot) {
    if (!wish.confirmed_at_once) return GoTo(number, Step::kConfirm, now);
    return OnBotUndecided(number, now);
  }
  tally_.decisions.Add(now - WishTime(number));
  if (plan.fate == Plan::Fate::kCancel) return GoTo(number, Step::kCancel, now + plan.think);
  if (wish.confirmed_at_once) return Leave(number);
  if (plan.fate == Plan::Fate::kConfirm) return GoTo(number, Step::kConfirm, now + plan.think);
  ++tally_.people.left_to_expire;
  Leave(number);
}

// The page looks at the event again to see what is left.
void Crowd::OnSoldOut(std::size_t number, const json& problem, Clock::time_point now) {
  const Person& person = persons_[number];
  ledger_.sold_out().push_back({.wish = person.wish,
                                .from = ServerTime(person.sent),
                                .to = ServerTime(now),
                                .available = problem.value("available", std::int64_t{0}),
                                .for_waitlist = problem.contains("waiting")});
  ++tally_.people.sold_out;
  if (plans_[number].bot) return Leave(number);
  tally_.decisions.Add(now - WishTime(number));
  GoTo(number, Step::kEvent, now);
}

void Crowd::OnAfterwards(std::size_t number, const Response& response, Clock::time_point now) {
  Person& person = persons_[number];
  Wish& wish = ledger_.wishes()[person.wish];
  if (response.status == 200 && person.step == Step::kConfirm) {
    wish.confirmed = true;
    ++tally_.people.confirmed;
  } else if (response.status == 204 && person.step == Step::kCancel) {
    wish.cancelled = true;
    ++tally_.people.cancelled;
  } else {
    const json body = json::parse(response.body, nullptr, /*allow_exceptions=*/false);
    const std::string problem = ProblemOf(body);
    return Retry(number,
                 RetryRules::PauseAfter(response.status, problem, response.retry_after,
                                        person.tries, random_),
                 now, std::to_string(response.status) + " " + problem);
  }
  if (plans_[number].bot) return OnBotUndecided(number, now);
  if (wish.cancelled && sale_.has_queue) return GoTo(number, Step::kLeave, now);
  Leave(number);
}

// It asks again, for more if it had what it asked for.
void Crowd::OnBotUndecided(std::size_t number, Clock::time_point now) {
  Person& person = persons_[number];
  const bool has_it = !ledger_.wishes()[person.wish].id.empty();
  if (now > PatienceEnd(number)) {
    if (!has_it) ++tally_.people.gave_up;
    return Leave(number);
  }
  if (has_it) person.wish = ledger_.AddWish(plans_[number].quantity);
  person.step = Step::kReserve;
  At(std::max(now, person.due + bot_pause_), number);
}

// Asks the same again after a pause; goes away when `answer` is final, or its patience has ended.
// Who has a hold insists to the end.
void Crowd::Retry(std::size_t number, std::optional<RetryRules::Duration> pause,
                  Clock::time_point now, const std::string& answer) {
  Person& person = persons_[number];
  if (!pause) {
    ++tally_.surprises[answer];
    ++tally_.people.failed;
    return Leave(number);
  }
  const bool has_hold = person.step == Step::kConfirm || person.step == Step::kCancel;
  // It has its answer.
  if (person.step == Step::kEvent || person.step == Step::kLeave) return Leave(number);
  if (!has_hold && now + *pause > PatienceEnd(number)) {
    ++tally_.people.gave_up;
    return Leave(number);
  }
  ++person.tries;
  At(now + *pause, number);
}

}  // namespace onsale::rehearsal
