#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "onsale/domain/command.h"
#include "onsale/domain/outcome.h"
#include "simulation/intents.h"
#include "simulation/scenario.h"
#include "support/seeded_random.h"

namespace onsale::simulation {

// The crowd. Each customer asks for one thing at a time, knows only what was answered, and asks
// again with the same key when an answer is lost.
class Customers {
 public:
  Customers(const Scenario& scenario, test::SeededRandom& random, Intents& intents);

  std::size_t size() const { return customers_.size(); }

  // What a customer asks for next.
  domain::Command Next(std::size_t customer);

  // The answer that the customer got.
  void Take(std::size_t customer, const domain::Command& command, const domain::Outcome& outcome);

  // Planted: repeats come without their keys.
  bool forget_keys = false;

 private:
  struct Place {  // in a waiting room
    domain::EventNumber event = 0;
    std::uint32_t number = 0;
    int event_name = 0;
    bool has_turn = false;
  };

  struct Customer {
    std::uint32_t number = 0;
    std::optional<std::uint32_t> unanswered;  // an intent
    std::optional<std::uint32_t> answered;    // the last one
    std::array<domain::ReservationId, 4> own = {};
    std::uint32_t owned = 0;  // how many there ever were; the last ones are kept
    std::optional<Place> place;
    std::uint32_t joins = 0;
  };

  domain::Command Reserve(Customer& customer, bool wait);
  domain::Command Ask(std::uint32_t intent, const Customer& customer);
  domain::Command JoinOrTakeTurn(Customer& customer);
  domain::Entrant EntrantOf(const Customer& customer) const;
  int AnyEvent() { return random_.Between(0, scenario_.events - 1); }
  domain::ReservationId AnyOwn(const Customer& customer);

  const Scenario& scenario_;
  test::SeededRandom& random_;
  Intents& intents_;
  std::vector<Customer> customers_;
  const int weights_;  // of all that customers do
};

}  // namespace onsale::simulation
