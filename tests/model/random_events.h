#pragma once

#include <string>
#include <vector>

#include "onsale/domain/command.h"
#include "support/seeded_random.h"

namespace onsale::model {

// Random commands that make and edit events: general sections, seated ones, and both.
class RandomEvents {
 public:
  explicit RandomEvents(test::SeededRandom& random) : random_(random) {}

  std::string AnyId();

  domain::CreateEvent Create(TimeMs now);
  domain::ImportEvents Import(TimeMs now);
  domain::EditEvent Edit(TimeMs now);

 private:
  std::int64_t AnyHold();
  std::int64_t AnyOffer();
  std::vector<domain::SectionDefinition> AnySections();
  domain::SeatPlanPtr AnyPlan(int seats_max);
  domain::SectionEdit AnySectionEdit();
  void EditSale(TimeMs now, domain::EditEvent& command);
  void EditSections(domain::EditEvent& command);

  test::SeededRandom& random_;
};

}  // namespace onsale::model
