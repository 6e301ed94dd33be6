#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "onsale/domain/command.h"
#include "support/commands.h"
#include "support/seeded_random.h"

namespace onsale::model {

// Random commands on few events, customers and keys, so that they meet. Most make sense.
class RandomCommands {
 public:
  explicit RandomCommands(test::SeededRandom& random) : random_(random) {}

  // `ids` are the reservations there are.
  domain::Command Next(TimeMs now, const std::vector<domain::ReservationId>& ids) {
    const int kind = random_.Between(1, 100);
    if (kind <= 50 || (kind <= 85 && ids.empty())) return Reserve();
    if (kind <= 62) return domain::Confirm{AnyId(ids)};
    if (kind <= 73) return domain::Extend{AnyId(ids)};
    if (kind <= 85) return domain::Cancel{AnyId(ids)};
    if (kind <= 90) return CreateEvent(now);
    if (kind <= 98) return EditEvent(now);
    return domain::DeleteEvent{AnyEvent()};
  }

 private:
  template <std::size_t size>
  std::string OneOf(const std::array<const char*, size>& texts) {
    return texts[random_.Between<std::size_t>(0, size - 1)];
  }

  std::string AnyEvent() { return OneOf(std::array{"aurora", "aurora-2", "borealis", "corona"}); }
  std::string AnySection() {
    return OneOf(std::array{"", "", "", "floor", "floor", "stalls", "balcony", "nowhere"});
  }
  std::int64_t AnyHold() {
    static constexpr std::array<std::int64_t, 4> kHolds = {0, 1'000, 60'000, 600'000};
    return kHolds[random_.Between<std::size_t>(0, kHolds.size() - 1)];
  }

  // Now and then with a wrong secret, or behind the last one.
  domain::ReservationId AnyId(const std::vector<domain::ReservationId>& ids) {
    // The newest are the ones people act on.
    const std::size_t first =
        random_.OneIn(5) ? 0 : ids.size() - std::min<std::size_t>(ids.size(), 20);
    domain::ReservationId id = ids[random_.Between(first, ids.size() - 1)];
    if (random_.OneIn(40)) id.secret[3] ^= 1;
    if (random_.OneIn(40)) id.number += 1;
    return id;
  }

  domain::Reserve Reserve() {
    const auto customer = OneOf(std::array{"ada", "Ada", "ADA", "bob", "cy", "dan", "Dan"});
    domain::Reserve command =
        test::NewReserve(AnyEvent(), customer, random_.OneIn(50) ? 0 : random_.Between(1, 4));
    command.section = AnySection();
    if (random_.OneIn(2)) {
      command.idempotency_key = "k" + std::to_string(random_.Between(1, 60));
      command.fingerprint = test::FingerprintOf(command.section + std::to_string(command.quantity));
    }
    random_.Fill(command.secret);
    return command;
  }

  domain::CreateEvent CreateEvent(TimeMs now) {
    domain::CreateEvent command =
        test::NewEventWithSections(AnyEvent(), random_.Between(1, 40), random_.Between(1, 20));
    if (random_.OneIn(3)) command.definition.sections.pop_back();
    command.id_from_name = random_.OneIn(4);
    command.opens_now = !random_.OneIn(4);
    command.definition.opens_at = now + random_.Between(0, 100'000);
    command.definition.hold_ms = AnyHold();
    command.definition.limit_per_customer = random_.OneIn(2) ? random_.Between(2, 10) : 0;
    return command;
  }

  domain::EditEvent EditEvent(TimeMs now) {
    domain::EditEvent command = test::NewEdit(AnyEvent());
    switch (random_.Between(1, 7)) {
      case 1:
        command.paused = true;
        break;
      case 2:
        command.paused = false;
        break;
      case 3:
        command.limit_per_customer = random_.OneIn(2) ? 0 : random_.Between(1, 12);
        break;
      case 4:
        command.hold_ms = AnyHold();
        break;
      case 5:
        command.opens_at = now + random_.Between(-50'000, 50'000);
        break;
      case 6:
        command.closes_at = random_.OneIn(3)
                                ? std::optional<TimeMs>(now + random_.Between(0, 200'000))
                                : std::nullopt;
        break;
      default:
        command.sections = {{OneOf(std::array{"floor", "stalls", "balcony"}),
                             random_.OneIn(2) ? std::optional<std::string>("Name") : std::nullopt,
                             random_.Between(0, 50)}};
    }
    return command;
  }

  test::SeededRandom& random_;
};

}  // namespace onsale::model
