#pragma once

#include <array>
#include <deque>
#include <string>
#include <variant>
#include <vector>

#include "model/random_events.h"
#include "model/reference.h"
#include "onsale/domain/command.h"
#include "support/seeded_random.h"

namespace onsale::model {

// Random commands on few events, customers and keys, so that they meet. Most make sense: what there
// is to act on is looked up in the reference.
class RandomCommands {
 public:
  RandomCommands(test::SeededRandom& random, const Reference& reference)
      : random_(random), reference_(reference), events_(random) {}

  domain::Command Next(TimeMs now);

 private:
  template <std::size_t size>
  std::string OneOf(const std::array<const char*, size>& texts) {
    return texts[random_.Between<std::size_t>(0, size - 1)];
  }

  std::string AnyCustomer();
  std::string AnySection(const std::string& event);
  std::vector<std::string> AnySeats(const std::string& event);
  domain::ReservationId AnyId(const std::vector<domain::ReservationId>& ids);
  domain::ReservationId AnyReservation();

  domain::Reserve Reserve();
  domain::Reserve Join();
  domain::Command Repeat();
  template <typename Command>
  void AddKey(Command& command);
  domain::Command JoinNoQueue();
  domain::Block Block();
  domain::Release Release();
  domain::DeleteEvent DeleteEvent();
  void EmptyAnEvent();

  test::SeededRandom& random_;
  const Reference& reference_;
  RandomEvents events_;
  std::variant<domain::Reserve, domain::Block> last_with_key_;
  std::deque<domain::Command> planned_;  // come before all others
};

}  // namespace onsale::model
