#include "model/random_events.h"

#include <algorithm>
#include <array>
#include <optional>

#include "support/commands.h"
#include "support/plans.h"

namespace onsale::model {
namespace {

constexpr std::array kEvents = {"aurora", "aurora-2", "borealis", "corona"};
constexpr std::array kSections = {"floor", "stalls", "balcony"};

}  // namespace

std::string RandomEvents::AnyId() {
  return kEvents[random_.Between<std::size_t>(0, kEvents.size() - 1)];
}

std::int64_t RandomEvents::AnyHold() {
  static constexpr std::array<std::int64_t, 4> kHolds = {0, 1'000, 60'000, 600'000};
  return kHolds[random_.Between<std::size_t>(0, kHolds.size() - 1)];
}

std::int64_t RandomEvents::AnyOffer() {
  static constexpr std::array<std::int64_t, 4> kOffers = {0, 5'000, 60'000, 900'000};
  return kOffers[random_.Between<std::size_t>(0, kOffers.size() - 1)];
}

// Rows that begin with A or B, `A: ..ac.. .... / B: ...`, the first or the last of them in front.
domain::SeatPlanPtr RandomEvents::AnyPlan(int seats_max) {
  std::vector<std::string> rows;
  for (char name = random_.OneIn(4) ? 'B' : 'A'; name <= 'D'; ++name) {
    std::string row = std::string(1, name) + ": ";
    for (int seat = random_.Between(2, seats_max); seat > 0; --seat) {
      row += random_.OneIn(8) ? "a" : random_.OneIn(8) ? "c" : ".";
      if (seat > 1 && random_.OneIn(8)) row += " ";
    }
    rows.push_back(row);
    if (random_.OneIn(4)) break;
  }
  if (random_.OneIn(5)) std::reverse(rows.begin(), rows.end());
  std::string picture;
  for (const std::string& row : rows) picture += (picture.empty() ? "" : " / ") + row;
  return test::NewPlan(picture);
}

std::vector<domain::SectionDefinition> RandomEvents::AnySections() {
  const domain::SectionDefinition floor = {"floor", "Standing", random_.Between(1, 10)};
  const auto stalls = test::SeatedSection("stalls", AnyPlan(6));
  switch (random_.Between(1, 5)) {
    case 1:
      return {floor};
    case 2:
      return {floor, {"stalls", "Stalls", random_.Between(1, 10)}};
    case 3:
      return {stalls};
    case 4:
      return {stalls, floor};
    default:
      return {floor, stalls, test::SeatedSection("balcony", AnyPlan(5))};
  }
}

domain::CreateEvent RandomEvents::Create(TimeMs now) {
  domain::CreateEvent command = test::NewEvent(AnyId(), 1);
  command.definition.sections = AnySections();
  if (random_.OneIn(30)) command.definition.sections.push_back({"empty", "Empty", 0});
  command.id_from_name = random_.OneIn(10);
  command.opens_now = !random_.OneIn(4);
  command.definition.opens_at = now + random_.Between(0, 100'000);
  if (random_.OneIn(20)) command.definition.closes_at = now + random_.Between(0, 1'000'000);
  command.definition.hold_ms = AnyHold();
  command.definition.offer_ms = AnyOffer();
  command.definition.keep_accessible = !random_.OneIn(4);
  command.definition.limit_per_customer = random_.OneIn(2) ? random_.Between(2, 10) : 0;
  return command;
}

domain::ImportEvents RandomEvents::Import(TimeMs now) {
  domain::ImportEvents command;
  for (int i = random_.Between(1, 3); i > 0; --i) command.events.push_back(Create(now));
  return command;
}

domain::EditEvent RandomEvents::Edit(TimeMs now) {
  domain::EditEvent command = test::NewEdit(AnyId());
  if (random_.OneIn(2)) {
    EditSale(now, command);
  } else {
    EditSections(command);
  }
  return command;
}

void RandomEvents::EditSale(TimeMs now, domain::EditEvent& command) {
  switch (random_.Between(1, 12)) {
    case 1:
    case 2:
      command.paused = random_.OneIn(6);
      break;
    case 3:
    case 4:
    case 5:
      command.limit_per_customer = random_.OneIn(2) ? 0 : random_.Between(1, 8);
      break;
    case 6:
      command.hold_ms = AnyHold();
      break;
    case 7:
      command.offer_ms = AnyOffer();
      break;
    case 8:
      command.keep_accessible = random_.OneIn(2);
      break;
    case 9:
      command.accent = random_.OneIn(2) ? "#c8102e" : "";
      if (random_.OneIn(2)) command.image = random_.OneIn(2) ? "/images/gala.webp" : "";
      break;
    case 10:
      command.opens_at = now + random_.Between(-50'000, 30'000);
      break;
    default:
      command.closes_at = random_.OneIn(8)
                              ? std::optional<TimeMs>(now + random_.Between(0, 200'000))
                              : std::nullopt;
  }
}

void RandomEvents::EditSections(domain::EditEvent& command) {
  if (random_.OneIn(6)) command.capacity = random_.Between(-1, 20);
  if (random_.OneIn(6)) command.offer_ms = AnyOffer();
  const std::size_t first = random_.Between<std::size_t>(0, kSections.size() - 1);
  const std::size_t last = random_.OneIn(4) ? kSections.size() - 1 : first;
  for (std::size_t i = first; i <= last; ++i) {
    command.sections.push_back(AnySectionEdit());
    command.sections.back().id = kSections[i];
  }
}

domain::SectionEdit RandomEvents::AnySectionEdit() {
  domain::SectionEdit edit;
  if (random_.OneIn(2)) edit.name = "Name";
  if (random_.OneIn(6)) edit.category = random_.OneIn(2) ? "Gold" : "";
  if (random_.OneIn(6)) edit.price = "95 €";
  if (random_.OneIn(2)) {
    edit.plan = AnyPlan(random_.OneIn(2) ? 5 : 9);
  } else {
    edit.capacity = random_.Between(0, 20);
  }
  return edit;
}

}  // namespace onsale::model
