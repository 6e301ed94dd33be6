#include "simulation/organiser.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "support/commands.h"
#include "support/plans.h"

namespace onsale::simulation {

using domain::Command;

namespace {

constexpr int kSeatsOfRow = 12;
constexpr int kRowsMax = 26;

int RowsOf(const Scenario& scenario) {
  return std::clamp(scenario.capacity_max / kSeatsOfRow, 1, kRowsMax);
}

}  // namespace

std::vector<Command> Organiser::CreateAll(TimeMs now) {
  std::vector<Command> commands;
  for (int i = 0; i < scenario_.events; ++i) commands.push_back(Create(i, now));
  return commands;
}

std::vector<Command> Organiser::Next(TimeMs now) {
  for (int missing = 0; missing < scenario_.events; ++missing) {
    const bool is_there = auditor_.Find(EventName(missing)) != nullptr;
    if (!is_there && random_.OneIn(2)) return {Create(missing, now)};
  }
  const int number = random_.Between(0, scenario_.events - 1);
  const std::string event = EventName(number);
  const AuditedEvent* found = auditor_.Find(event);
  if (found == nullptr) return {Create(number, now)};
  if (random_.OneIn(found->IsSoldOut() ? 3 : 15)) return Clear(event);
  if (random_.OneIn(4)) return {Block(number)};
  if (!blocks_.empty() && random_.OneIn(4)) {
    const domain::ReservationId id = blocks_[random_.Between<std::size_t>(0, blocks_.size() - 1)];
    const AuditedEvent* of = auditor_.Find(id.event);
    return {domain::Release{of == nullptr ? event : of->definition->id, id}};
  }
  return {Edit(event, now)};
}

void Organiser::Take(const domain::Outcome& outcome) {
  const auto* made = std::get_if<domain::ReservationOutcome>(&outcome);
  if (made == nullptr || made->reservation->status != domain::ReservationStatus::kBlocked) return;
  if (blocks_.size() < 50) {
    blocks_.push_back(made->reservation->id);
  } else {
    blocks_[random_.Between<std::size_t>(0, blocks_.size() - 1)] = made->reservation->id;
  }
}

void Organiser::WishForSeats(const Scenario& scenario, test::SeededRandom& random, Intent& intent) {
  intent.wish = Wish::kSeats;
  intent.row = static_cast<char>('A' + random.Between(0, RowsOf(scenario) - 1));
  intent.seat = static_cast<std::uint8_t>(random.Between(1, kSeatsOfRow));
  const int beside = std::min(random.Between(1, 4), kSeatsOfRow + 1 - intent.seat);
  intent.quantity = static_cast<std::uint8_t>(beside);
}

domain::SeatPlanPtr Organiser::AnyPlan() {
  const int rows = random_.Between(1, RowsOf(scenario_));
  std::string picture;
  for (int row = 0; row < rows; ++row) {
    picture += (row == 0 ? "" : " / ") + std::string(1, static_cast<char>('A' + row)) + ": ";
    const int seats = random_.OneIn(4) ? random_.Between(2, kSeatsOfRow) : kSeatsOfRow;
    for (int seat = 0; seat < seats; ++seat) {
      picture += random_.OneIn(20) ? "a" : random_.OneIn(20) ? "c" : ".";
    }
  }
  return test::NewPlan(picture);
}

TimeMs Organiser::AnyOffer() {
  if (!scenario_.waitlists || random_.OneIn(6)) return 0;
  return random_.Between<TimeMs>(1, 1 + scenario_.hold_ms_max);
}

Command Organiser::Create(int event, TimeMs now) {
  domain::CreateEvent command = test::NewEvent(EventName(event), AnyCapacity());
  domain::EventDefinition& made = command.definition;
  made.sections.front().id = "floor";
  if (scenario_.seats && event % 3 != 0) {
    const auto stalls = test::SeatedSection("stalls", AnyPlan());
    if (event % 3 == 1) made.sections.push_back(stalls);
    if (event % 3 == 2) made.sections = {stalls};
  }
  made.opens_at = now + (random_.OneIn(3) ? random_.Between(0, 500) : 0);
  made.hold_ms = AnyHold();
  made.offer_ms = AnyOffer();
  made.limit_per_customer = AnyLimit();
  if (scenario_.queues && event % 2 == 0) {
    domain::QueueSettings& queue = made.queue.emplace();
    queue.opens_at = now;
    queue.target = random_.Between(1, 100);
    queue.rate_per_minute = random_.OneIn(3) ? random_.Between(60, 6'000) : 0;
    queue.claim_ms = random_.Between(domain::kClaimSecondsMin, std::int64_t{30}) * 1'000;
    queue.admission_ms = random_.Between(domain::kAdmissionSecondsMin, std::int64_t{120}) * 1'000;
    random_.Fill(command.queue_seed);
  }
  return command;
}

Command Organiser::Edit(const std::string& event, TimeMs now) {
  domain::EditEvent command = test::NewEdit(event);
  switch (random_.Between(1, 9)) {
    case 1:
      command.paused = random_.OneIn(12);
      break;
    case 2:
      command.limit_per_customer = AnyLimit();
      break;
    case 3:
      command.hold_ms = AnyHold();
      break;
    case 4:
      command.offer_ms = AnyOffer();
      break;
    case 5:
      command.opens_at = now + random_.Between(-5'000, 1'000);
      command.closes_at.emplace();
      break;
    case 6:
      command.closes_at =
          random_.OneIn(3) ? std::optional(now + random_.Between(1, 20'000)) : std::nullopt;
      break;
    case 7:
      command.keep_accessible = random_.OneIn(2);
      break;
    case 8: {
      domain::QueueEdit queue;
      queue.target = random_.Between(1, 100);
      queue.paused = random_.OneIn(5);
      const AuditedEvent* of = auditor_.Find(event);
      if (of != nullptr && of->definition->queue) command.queue = queue;
      break;
    }
    default:
      command.sections.push_back(EditSection());
  }
  return command;
}

domain::SectionEdit Organiser::EditSection() {
  domain::SectionEdit edit;
  edit.id = "floor";
  edit.name = "Standing";
  if (scenario_.seats && random_.OneIn(2)) {
    edit.id = "stalls";
    edit.plan = AnyPlan();
  } else {
    edit.capacity = AnyCapacity();
  }
  return edit;
}

Command Organiser::Block(int event) {
  Intent intent;
  intent.event = static_cast<std::uint8_t>(event);
  intent.quantity = static_cast<std::uint8_t>(random_.Between(1, 6));
  intent.wish = Wish::kFloor;
  if (scenario_.seats && random_.OneIn(3)) intent.wish = Wish::kStalls;
  if (scenario_.seats && random_.OneIn(3)) WishForSeats(scenario_, random_, intent);
  domain::Block command;
  command.event = EventName(event);
  WishFor(intent, command);
  const std::uint32_t number = intents_.Add(intent);
  command.idempotency.key = Intents::KeyOf(number);
  command.secret = Intents::SecretOf(number, random_.Between<std::uint64_t>(0, UINT64_MAX));
  return command;
}

// Cancels all there is, and deletes the event.
std::vector<Command> Organiser::Clear(const std::string& event) {
  const auto& reservations = auditor_.Find(event)->reservations;
  std::vector<Command> commands;
  commands.reserve(reservations.size() + 1);
  for (const auto& reservation : reservations) {
    const bool goes_on =
        reservation->active() || reservation->status == domain::ReservationStatus::kWaiting;
    if (goes_on) commands.push_back(domain::Cancel{reservation->id});
  }
  commands.push_back(domain::DeleteEvent{event});
  return commands;
}

}  // namespace onsale::simulation
