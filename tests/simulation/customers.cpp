#include "simulation/customers.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "simulation/organiser.h"

namespace onsale::simulation {

using domain::Command;

Customers::Customers(const Scenario& scenario, test::SeededRandom& random, Intents& intents)
    : scenario_(scenario),
      random_(random),
      intents_(intents),
      customers_(static_cast<std::size_t>(scenario.customers)),
      weights_(scenario.reserve + scenario.repeat + scenario.confirm + scenario.extend +
               scenario.cancel + scenario.wait + (scenario.queues ? scenario.join : 0)) {
  for (std::size_t i = 0; i < customers_.size(); ++i) {
    customers_[i].number = static_cast<std::uint32_t>(i);
  }
}

Command Customers::Next(std::size_t index) {
  Customer& customer = customers_[index];
  if (customer.unanswered && !random_.OneIn(4)) return Ask(*customer.unanswered, customer);
  int kind = random_.Between(0, weights_ - 1);
  const auto is = [&kind](int weight) { return (kind -= weight) < 0; };
  if (is(scenario_.reserve)) return Reserve(customer, false);
  if (is(scenario_.wait)) return Reserve(customer, true);
  if (scenario_.queues && is(scenario_.join)) return JoinOrTakeTurn(customer);
  if (is(scenario_.repeat) && customer.answered) return Ask(*customer.answered, customer);
  if (customer.owned == 0) return Reserve(customer, false);
  if (is(scenario_.confirm)) return domain::Confirm{AnyOwn(customer)};
  if (is(scenario_.extend)) return domain::Extend{AnyOwn(customer)};
  return domain::Cancel{AnyOwn(customer)};
}

domain::ReservationId Customers::AnyOwn(const Customer& customer) {
  const auto kept = std::min<std::size_t>(customer.owned, customer.own.size());
  return customer.own[random_.Between<std::size_t>(0, kept - 1)];
}

Command Customers::Reserve(Customer& customer, bool wait) {
  Intent intent;
  intent.customer = customer.number;
  const bool has_turn = customer.place && customer.place->has_turn;
  intent.event = static_cast<std::uint8_t>(has_turn ? customer.place->event_name : AnyEvent());
  intent.quantity =
      static_cast<std::uint8_t>(random_.OneIn(8) ? random_.Between(5, 12) : random_.Between(1, 4));
  intent.wait = wait;
  intent.with_key = !random_.OneIn(5);
  if (random_.OneIn(3)) intent.wish = Wish::kFloor;
  if (scenario_.seats) {
    if (random_.OneIn(4)) intent.wish = Wish::kStalls;
    intent.accessible = random_.OneIn(12);
    if (!wait && random_.OneIn(4)) Organiser::WishForSeats(scenario_, random_, intent);
  }
  customer.unanswered = intents_.Add(intent);
  return Ask(*customer.unanswered, customer);
}

Command Customers::Ask(std::uint32_t number, const Customer& customer) {
  const Intent& intent = intents_[number];
  domain::Reserve command;
  command.event = EventName(intent.event);
  command.customer = CustomerName(intent.customer);
  WishFor(intent, command);
  command.wait = intent.wait;
  command.accessible = intent.accessible;
  if (intent.with_key && !(forget_keys && random_.OneIn(2))) {
    command.idempotency.key = Intents::KeyOf(number);
    std::memcpy(command.idempotency.fingerprint.data(), &number, sizeof(number));
  }
  command.secret = Intents::SecretOf(number, random_.Between<std::uint64_t>(0, UINT64_MAX));
  if (customer.place && customer.place->event_name == intent.event) {
    command.admission = {domain::AdmissionClaim::Token::kValid, customer.place->event,
                         customer.place->number, EntrantOf(customer).customer};
  }
  return command;
}

domain::Entrant Customers::EntrantOf(const Customer& customer) const {
  domain::Entrant entrant;
  const auto copy = [](const std::string& text, auto& octets) {
    std::memcpy(octets.data(), text.data(), std::min(text.size(), octets.size()));
  };
  const std::string name = CustomerName(customer.number);
  copy(name, entrant.customer);
  copy(name + "/" + std::to_string(customer.joins), entrant.contribution);
  return entrant;
}

Command Customers::JoinOrTakeTurn(Customer& customer) {
  if (!customer.place) {
    return domain::JoinQueue{EventName(AnyEvent()), EntrantOf(customer)};
  }
  if (random_.OneIn(12)) return domain::LeaveQueue{customer.place->event, customer.place->number};
  return domain::TakeTurn{customer.place->event, customer.place->number};
}

void Customers::Take(std::size_t index, const Command& command, const domain::Outcome& outcome) {
  Customer& customer = customers_[index];
  const auto* refusal = std::get_if<domain::Refusal>(&outcome);
  if (std::holds_alternative<domain::Reserve>(command)) {
    using domain::RefusalKind;
    const bool unknown = refusal != nullptr && (refusal->kind == RefusalKind::kStoreFailed ||
                                                refusal->kind == RefusalKind::kIdempotencyInFlight);
    if (unknown) return;
    if (refusal == nullptr) customer.answered = customer.unanswered;
    customer.unanswered.reset();
  }
  if (const auto* made = std::get_if<domain::ReservationOutcome>(&outcome)) {
    const domain::ReservationId& id = made->reservation->id;
    const bool known =
        std::find(customer.own.begin(), customer.own.end(), id) != customer.own.end();
    if (!known) customer.own[customer.owned++ % customer.own.size()] = id;
  } else if (const auto* joined = std::get_if<domain::QueueJoined>(&outcome)) {
    const std::string& event = std::get<domain::JoinQueue>(command).event;
    customer.place = {joined->event, joined->number, event.back() - '0'};
  } else if (std::holds_alternative<domain::TurnTaken>(outcome) && customer.place) {
    customer.place->has_turn = true;
  } else if (std::holds_alternative<domain::QueueLeft>(outcome) ||
             (refusal != nullptr && (refusal->kind == domain::RefusalKind::kPlaceLapsed ||
                                     refusal->kind == domain::RefusalKind::kPlaceNotFound ||
                                     refusal->kind == domain::RefusalKind::kAdmissionRequired))) {
    customer.place.reset();
    ++customer.joins;
  }
}

}  // namespace onsale::simulation
