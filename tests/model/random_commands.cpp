#include "model/random_commands.h"

#include <algorithm>

#include "support/commands.h"

namespace onsale::model {

domain::Command RandomCommands::Next(TimeMs now) {
  if (planned_.empty() && random_.OneIn(400)) EmptyAnEvent();
  if (!planned_.empty()) {
    domain::Command next = planned_.front();
    planned_.pop_front();
    return next;
  }
  const int kind = random_.Between(1, 100);
  if (kind <= 36) return Reserve();
  if (kind <= 49) return Join();
  if (kind <= 52) return Repeat();
  if (kind <= 64) return domain::Confirm{AnyReservation()};
  if (kind <= 68) return domain::Extend{AnyReservation()};
  if (kind <= 80) return domain::Cancel{AnyReservation()};
  if (kind <= 83) return Block();
  if (kind <= 86) return Release();
  if (kind <= 91) return events_.Create(now);
  if (kind <= 92) return events_.Import(now);
  if (kind <= 98) return events_.Edit(now);
  if (kind <= 99) return JoinNoQueue();
  return DeleteEvent();
}

std::string RandomCommands::AnyCustomer() {
  return OneOf(std::array{"ada", "Ada", "ADA", "bob", "cy", "dan", "Dan", "eve", "fay", "gus",
                          "hal", "ivy"});
}

std::string RandomCommands::AnySection(const std::string& event) {
  if (random_.OneIn(40)) return "nowhere";
  const std::vector<std::string> sections = reference_.Sections(event);
  if (sections.empty() || random_.OneIn(2)) return "";
  return sections[random_.Between<std::size_t>(0, sections.size() - 1)];
}

// Mostly up to four beside each other; now and then one twice, of anywhere, or that nobody knows.
// None where there are none.
std::vector<std::string> RandomCommands::AnySeats(const std::string& event) {
  const std::vector<std::string> all = reference_.Seats(event);
  if (all.empty()) return {};
  std::vector<std::string> seats;
  const std::size_t first = random_.Between<std::size_t>(0, all.size() - 1);
  const std::size_t last = first + random_.Between<std::size_t>(0, 3);
  for (std::size_t i = first; i <= last && i < all.size(); ++i) seats.push_back(all[i]);
  if (random_.OneIn(16)) seats.push_back(seats.front());
  if (random_.OneIn(8)) seats.push_back(all[random_.Between<std::size_t>(0, all.size() - 1)]);
  if (random_.OneIn(16)) seats.push_back(OneOf(std::array{"stalls-A-9", "floor-A-1", "A-1"}));
  if (random_.OneIn(4)) std::reverse(seats.begin(), seats.end());
  return seats;
}

// Now and then with a wrong secret, or behind the last one.
domain::ReservationId RandomCommands::AnyId(const std::vector<domain::ReservationId>& ids) {
  if (ids.empty()) return {};
  // The newest are the ones people act on.
  const std::size_t first =
      random_.OneIn(5) ? 0 : ids.size() - std::min<std::size_t>(ids.size(), 20);
  domain::ReservationId id = ids[random_.Between(first, ids.size() - 1)];
  if (random_.OneIn(40)) id.secret[3] ^= 1;
  if (random_.OneIn(40)) id.number += 1;
  return id;
}

// Those that something can still become of, mostly.
domain::ReservationId RandomCommands::AnyReservation() {
  const std::string event = events_.AnyId();
  return AnyId(random_.OneIn(3) ? reference_.Ids(event) : reference_.UnfinishedIds(event));
}

domain::Reserve RandomCommands::Reserve() {
  const std::string event = events_.AnyId();
  domain::Reserve command = test::NewReserve(event, AnyCustomer(), random_.Between(1, 5));
  if (random_.OneIn(60)) command.quantity = random_.OneIn(2) ? 0 : 10'001;
  if (random_.OneIn(60)) command.quantity = 60;
  command.section = AnySection(event);
  command.accessible = random_.OneIn(6);
  if (random_.OneIn(3)) {
    command.seats = AnySeats(event);
    if (!command.seats.empty()) command.section.clear();
  }
  AddKey(command);
  return command;
}

domain::Reserve RandomCommands::Join() {
  const std::string event = events_.AnyId();
  domain::Reserve command = test::NewJoin(event, AnyCustomer(), random_.Between(1, 5));
  if (random_.OneIn(30)) command.quantity = 60;
  command.section = AnySection(event);
  command.accessible = random_.OneIn(6);
  AddKey(command);
  return command;
}

template <typename Command>
void RandomCommands::AddKey(Command& command) {
  random_.Fill(command.secret);
  if (random_.OneIn(2)) return;
  command.idempotency.key = "k" + std::to_string(random_.Between(1, 500));
  random_.Fill(command.idempotency.fingerprint);
  last_with_key_ = command;
}

// As one whose answer was lost does; or another request with the same key.
domain::Command RandomCommands::Repeat() {
  return std::visit(
      [this](auto command) -> domain::Command {
        random_.Fill(command.secret);
        if (random_.OneIn(5)) ++command.idempotency.fingerprint[0];
        return command;
      },
      last_with_key_);
}

domain::Command RandomCommands::JoinNoQueue() {
  if (random_.OneIn(3)) return domain::TakeTurn{1, 0};
  if (random_.OneIn(2)) return domain::LeaveQueue{1, 0};
  return domain::JoinQueue{events_.AnyId(), {}};
}

domain::Block RandomCommands::Block() {
  const std::string event = events_.AnyId();
  domain::Block command = test::NewBlock(event, AnySection(event), random_.Between(1, 6));
  if (random_.OneIn(2)) {
    command.seats = AnySeats(event);
    if (!command.seats.empty()) command.section.clear();
  }
  if (random_.OneIn(3)) command.reason = "Sound desk";
  AddKey(command);
  return command;
}

domain::Release RandomCommands::Release() {
  const std::string event = events_.AnyId();
  const bool of_another = random_.OneIn(20);
  const bool no_block = random_.OneIn(20);
  return {event, AnyId(no_block ? reference_.Ids(event)
                                : reference_.Blocks(of_another ? events_.AnyId() : event))};
}

// Mostly one that Create() made a name for.
domain::DeleteEvent RandomCommands::DeleteEvent() {
  const std::vector<std::string> events = reference_.Events();
  if (events.empty() || random_.OneIn(4)) return {events_.AnyId()};
  return {events[random_.Between<std::size_t>(0, events.size() - 1)]};
}

// So that there can be another of its name.
void RandomCommands::EmptyAnEvent() {
  const std::string event = events_.AnyId();
  for (const auto& id : reference_.UnfinishedIds(event)) planned_.push_back(domain::Cancel{id});
  planned_.push_back(domain::DeleteEvent{event});
}

}  // namespace onsale::model
