#include "simulation/simulation.h"

#include <utility>

#include "simulation/words.h"

// Who acts, and in which order.

namespace onsale::simulation {

using domain::Command;
using domain::Refusal;

namespace {

constexpr int kFewAnswers = 64;
constexpr TimeMs kDayMs = TimeMs{24} * 60 * 60 * 1'000;

}  // namespace

Simulation::Simulation(std::uint64_t seed, const Options& options)
    : Simulation(
          seed,
          [seed] {
            test::SeededRandom random(seed);
            return ScenarioOf(random);
          }(),
          options) {}

Simulation::Simulation(std::uint64_t seed, const Scenario& scenario, const Options& options)
    : options_(options),
      random_(seed),
      scenario_(scenario),
      mailboxes_(static_cast<std::size_t>(scenario.mailboxes)),
      customers_(scenario_, random_, intents_),
      organiser_(scenario_, random_, intents_, auditor_),
      turns_(customers_.size()),
      idle_at_(customers_.size(), kOrganiser),
      loses_answer_(random_, scenario.answers_lost_one_in),
      batch_fails_(random_, scenario.batches_fail_one_in),
      batch_crashes_(random_, scenario.batches_crash_one_in),
      crashes_(random_, scenario.steps_crash_one_in),
      restarts_(random_, scenario.steps_restart_one_in),
      disk_fills_(random_, scenario.steps_full_disk_one_in),
      checks_(random_, scenario.checks_one_in),
      plants_(random_, options.plant == Plant::kNone ? 0 : 50) {}

Simulation::~Simulation() = default;

Report Simulation::Run() {
  Begin();
  for (step_ = 1; step_ <= options_.steps && auditor_.ok(); ++step_) Step();
  if (auditor_.ok()) Stop();
  if (auditor_.ok()) Recover();
  if (auditor_.ok()) CheckAll();
  report_.violation = auditor_.violation();
  report_.changes = auditor_.changes();
  report_.step = step_ - 1;
  return std::move(report_);
}

void Simulation::Step() {
  FaultsHappen();
  if (!auditor_.ok()) return;
  int kind = random_.Between(0, 999);
  const auto is = [&kind](int share) { return (kind -= share) < 0; };
  if (is(scenario_.batches)) return RunBatch();
  if (is(scenario_.deliveries)) return AnswersArrive();
  if (is(scenario_.clock_steps)) return TimePasses();
  if (is(scenario_.operators)) return OrganiserActs();
  if (is(scenario_.impatient)) return CustomerGivesUp();
  if (is(scenario_.reads)) return ReaderLooks();
  if (!idle_.empty()) return CustomerActs();
  // Everybody waits.
  if (under_way_ > 0) return RunBatch();
  AnswersArrive();
}

void Simulation::CustomerActs() {
  const std::uint32_t customer = idle_[random_.Between<std::size_t>(0, idle_.size() - 1)];
  SetIdle(customer, false);
  Command command = customers_.Next(customer);
  std::optional<Command> again = AgainAsNew(command);
  Submit(customer, std::span(&command, 1));
  if (again) Submit(customer, std::span(&*again, 1));
}

// Planted: only of what has made no reservation yet, so that both are made in one batch.
std::optional<Command> Simulation::AgainAsNew(const Command& command) {
  if (options_.plant != Plant::kDoublesRequests) return std::nullopt;
  const auto* reserve = std::get_if<domain::Reserve>(&command);
  if (reserve == nullptr || reserve->idempotency.key.empty()) return std::nullopt;
  const bool is_first = intents_.Find(reserve->secret)->made_event == 0;
  if (!is_first || !plants_.IsDue(step_)) return std::nullopt;
  domain::Reserve again = *reserve;
  again.idempotency = {};
  ++again.secret.back();
  return again;
}

// The answer will come too late, if at all.
void Simulation::CustomerGivesUp() {
  const auto customer =
      static_cast<std::uint32_t>(random_.Between<std::size_t>(0, customers_.size() - 1));
  if (idle_at_[customer] != kOrganiser) return;
  ++turns_[customer];
  SetIdle(customer, true);
  Tell([&] { return CustomerName(customer) + " waits no longer"; });
}

void Simulation::OrganiserActs() {
  std::vector<Command> commands = organiser_.Next(clock_.Now());
  Submit(kOrganiser, commands);
}

void Simulation::Submit(std::uint32_t actor, std::span<Command> commands) {
  const auto mailbox = random_.Between<std::size_t>(0, mailboxes_.size() - 1);
  std::vector<commit::Submission*> submissions;
  submissions.reserve(commands.size());
  for (Command& command : commands) {
    if (unused_.empty()) unused_.push_back(&tickets_.emplace_back());
    Ticket& ticket = *unused_.back();
    unused_.pop_back();
    Tell(
        [&] { return Describe(actor == kOrganiser ? "organiser" : CustomerName(actor), command); });
    auditor_.Expect(command);
    ticket.command = std::move(command);
    ticket.outcome = Refusal();
    ticket.actor = actor;
    ticket.turn = actor == kOrganiser ? 0 : turns_[actor];
    ticket.mailbox = static_cast<std::uint32_t>(mailbox);
    ticket.number = ++submitted_;
    submissions.push_back(&ticket);
  }
  under_way_ += submissions.size();
  life_->committer->Submit(mailboxes_[mailbox], submissions);
}

void Simulation::AnswersArrive() {
  Mailbox& mailbox = mailboxes_[random_.Between<std::size_t>(0, mailboxes_.size() - 1)];
  for (int few = random_.Between(1, kFewAnswers); few > 0 && !mailbox.answers.empty(); --few) {
    Ticket& ticket = *mailbox.answers.front();
    mailbox.answers.pop_front();
    Arrive(ticket);
    unused_.push_back(&ticket);
  }
}

void Simulation::Arrive(Ticket& ticket) {
  ++report_.commands;
  if (const auto* refusal = std::get_if<Refusal>(&ticket.outcome)) {
    ++report_.refusals[static_cast<std::size_t>(refusal->kind)];
  }
  if (ticket.actor == kOrganiser) return organiser_.Take(ticket.outcome);
  if (turns_[ticket.actor] != ticket.turn) return;  // nobody waits for it
  if (loses_answer_.IsDue(report_.commands)) {
    Tell([&] { return CustomerName(ticket.actor) + " loses the answer"; });
  } else {
    customers_.Take(ticket.actor, ticket.command, ticket.outcome);
    Tell([&] { return CustomerName(ticket.actor) + " gets " + Describe(ticket.outcome); });
  }
  ++turns_[ticket.actor];
  SetIdle(ticket.actor, true);
}

void Simulation::SetIdle(std::uint32_t customer, bool idle) {
  if (idle) {
    idle_at_[customer] = static_cast<std::uint32_t>(idle_.size());
    idle_.push_back(customer);
    return;
  }
  const std::uint32_t at = std::exchange(idle_at_[customer], kOrganiser);
  idle_[at] = idle_.back();
  idle_.pop_back();
  if (at < idle_.size()) idle_at_[idle_[at]] = at;
}

void Simulation::TimePasses() {
  const auto one_in = [&](int n) { return n > 0 && random_.OneIn(n); };
  TimeMs by =
      random_.OneIn(10) ? random_.Between<TimeMs>(0, 3'000) : random_.Between<TimeMs>(0, 20);
  if (one_in(scenario_.clock_goes_back_one_in)) by = -random_.Between<TimeMs>(0, 100'000);
  if (one_in(scenario_.clock_jumps_one_in)) by = kDayMs + random_.Between<TimeMs>(-60'000, 1'000);
  clock_.Advance(by);
  lagging_clock_.Set(clock_.Now() - 1'000);
  Tell([&] { return "the clock moved by " + std::to_string(by) + " ms"; });
}

// Any time, also while a write fails, readers see what adds up and what is on disk.
void Simulation::ReaderLooks() {
  const std::string id = EventName(random_.Between(0, scenario_.events - 1));
  const auto view = life_->view.Find(id);
  if (view == nullptr) return;
  const commit::EventReading reading = view->Read(clock_.Now());
  const domain::EventSnapshot& event = *reading.event;
  const AuditedEvent* stored = auditor_.Find(event.definition->number);
  // A write that failed, and deleted the event all the same, is learnt of at the next start.
  if (stored == nullptr && failed_) return;
  if (stored == nullptr || event.sequence > stored->sequence) {
    return auditor_.Report("a reader sees what is not on disk");
  }
  if (reading.valid_until <= clock_.Now()) return auditor_.Report("a reading is over at once");
  for (std::size_t i = 0; i < event.counters.size(); ++i) {
    const domain::SectionCounters& counters = event.counters[i];
    if (counters.held < 0 || counters.confirmed < 0 || counters.blocked < 0 ||
        event.available(i) < 0 ||
        event.capacity(i) != event.available(i) + counters.held + counters.confirmed) {
      return auditor_.Report("a reader sees counters that do not add up");
    }
  }
  if (stored->reservations.empty()) return;
  const domain::ReservationPtr& any =
      stored->reservations[random_.Between<std::size_t>(0, stored->reservations.size() - 1)];
  const auto read = view->ReadReservation(any->id, clock_.Now());
  const domain::ReservationPtr seen = read.ok() ? read->reservation : nullptr;
  const bool published = event.sequence == stored->sequence;
  if (published && (seen == nullptr || *seen != *any)) {
    auditor_.Report("a reader sees another reservation than is on disk");
  }
}

}  // namespace onsale::simulation
