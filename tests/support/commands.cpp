#include "support/commands.h"

#include <algorithm>
#include <atomic>
#include <utility>

#include "onsale/base/sha256.h"
#include "support/manual_clock.h"

namespace onsale::test {
namespace {

domain::ReservationId::Secret NextSecret() {
  static std::atomic<std::uint64_t> count{0};
  const Sha256Digest digest = Sha256::Of("secret " + std::to_string(++count));
  domain::ReservationId::Secret secret;
  std::copy_n(digest.begin(), secret.size(), secret.begin());
  return secret;
}

}  // namespace

domain::CreateEvent NewEvent(std::string id, std::int64_t capacity) {
  domain::CreateEvent command;
  command.definition.id = std::move(id);
  command.definition.name = "Aurora Quartet";
  command.definition.opens_at = kStart;
  command.definition.sections = {{"general", "general", capacity}};
  return command;
}

domain::CreateEvent NewEventWithSections(std::string id, std::int64_t floor, std::int64_t stalls) {
  domain::CreateEvent command = NewEvent(std::move(id), 1);
  command.definition.sections = {{"floor", "Standing", floor}, {"stalls", "Stalls", stalls}};
  return command;
}

domain::EditEvent NewEdit(std::string event) {
  domain::EditEvent command;
  command.event = std::move(event);
  return command;
}

domain::Reserve NewReserve(std::string event, std::string customer, std::int64_t quantity) {
  domain::Reserve command;
  command.event = std::move(event);
  command.customer = std::move(customer);
  command.quantity = quantity;
  command.secret = NextSecret();
  return command;
}

domain::Reserve NewReserveWithKey(std::string event, std::string customer, std::int64_t quantity,
                                  std::string key) {
  domain::Reserve command = NewReserve(std::move(event), std::move(customer), quantity);
  command.idempotency.key = std::move(key);
  command.idempotency.fingerprint =
      FingerprintOf(command.customer + "\n" + std::to_string(quantity));
  return command;
}

domain::Reserve NewSeatsReserve(std::string event, std::string customer,
                                std::vector<std::string> seats) {
  domain::Reserve command = NewReserve(std::move(event), std::move(customer), 0);
  command.seats = std::move(seats);
  return command;
}

domain::Reserve NewJoin(std::string event, std::string customer, std::int64_t quantity) {
  domain::Reserve command = NewReserve(std::move(event), std::move(customer), quantity);
  command.wait = true;
  return command;
}

domain::Block NewBlock(std::string event, std::string section, std::int64_t quantity) {
  domain::Block command;
  command.event = std::move(event);
  command.section = std::move(section);
  command.quantity = quantity;
  command.secret = NextSecret();
  return command;
}

domain::Fingerprint FingerprintOf(std::string_view request) {
  const Sha256Digest digest = Sha256::Of(request);
  domain::Fingerprint fingerprint;
  std::copy_n(digest.begin(), fingerprint.size(), fingerprint.begin());
  return fingerprint;
}

domain::EventDefinition FullDefinition() {
  domain::EventDefinition definition;
  definition.number = 7;
  definition.id = "aurora";
  definition.name = "Aurora Quartet";
  definition.venue = "Alte Oper";
  definition.description = "Two sets.\nDoors at seven.";
  definition.starts_at = kStart + 86'400'000;
  definition.opens_at = kStart;
  definition.closes_at = kStart + 3'600'000;
  definition.paused = true;
  definition.limit_per_customer = 4;
  definition.hold_ms = 600'000;
  definition.created_at = kStart - 1'000;
  definition.sections = {{"floor", "Standing", 800}, {"stalls", "Stalls", 27}};
  return definition;
}

}  // namespace onsale::test
