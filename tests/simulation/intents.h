#pragma once

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <string>
#include <string_view>

#include "onsale/domain/command.h"

namespace onsale::simulation {

enum class Wish : std::uint8_t { kAnywhere, kFloor, kStalls, kSeats };

inline constexpr std::uint32_t kNobody = UINT32_MAX;

// Customers and events have names by number: `c17`, `e2`.
inline std::string CustomerName(std::uint32_t customer) { return "c" + std::to_string(customer); }
inline std::uint32_t CustomerNumber(const std::string& name) {
  return static_cast<std::uint32_t>(std::strtoul(name.c_str() + 1, nullptr, 10));
}
inline std::string EventName(int event) { return "e" + std::to_string(event); }

// What somebody wants once, however often they have to ask for it.
struct Intent {
  std::uint32_t customer = kNobody;  // by number
  std::uint8_t event = 0;            // the same
  std::uint8_t quantity = 0;
  Wish wish = Wish::kAnywhere;
  char row = 'A';  // of kSeats: beside each other from `seat` on
  std::uint8_t seat = 1;
  bool wait = false;
  bool accessible = false;
  bool with_key = true;

  // What the disk has of it.
  domain::EventNumber remembered_in = 0;  // the event where its key is in use; 0: none
  domain::EventNumber made_event = 0;     // the last reservation that was made for it
  std::uint64_t made_number = 0;
};

// Puts the places that are wanted into a command that reserves or blocks.
template <typename Command>
void WishFor(const Intent& intent, Command& command) {
  command.quantity = intent.wish == Wish::kSeats ? 0 : intent.quantity;
  if (intent.wish == Wish::kFloor) command.section = "floor";
  if (intent.wish == Wish::kStalls) command.section = "stalls";
  if (intent.wish != Wish::kSeats) return;
  for (int seat = intent.seat; seat < intent.seat + intent.quantity; ++seat) {
    command.seats.push_back(std::string("stalls-") + intent.row + "-" + std::to_string(seat));
  }
}

// All intents, by number. A reservation tells by its secret whose intent it is.
class Intents {
 public:
  std::uint32_t Add(const Intent& intent) {
    intents_.push_back(intent);
    return static_cast<std::uint32_t>(intents_.size() - 1);
  }
  Intent& operator[](std::uint32_t number) { return intents_[number]; }
  std::size_t size() const { return intents_.size(); }

  // The rest of the secret is `salt`: each attempt has another.
  static domain::ReservationId::Secret SecretOf(std::uint32_t number, std::uint64_t salt) {
    domain::ReservationId::Secret secret = {};
    std::memcpy(secret.data(), &number, sizeof(number));
    std::memcpy(secret.data() + sizeof(number), &salt, sizeof(salt));
    return secret;
  }

  // Null for a secret that nobody here has made.
  Intent* Find(const domain::ReservationId::Secret& secret) {
    std::uint32_t number = 0;
    std::memcpy(&number, secret.data(), sizeof(number));
    return number < intents_.size() ? &intents_[number] : nullptr;
  }

  // `k123`.
  static std::string KeyOf(std::uint32_t number) { return "k" + std::to_string(number); }
  Intent* FindByKey(std::string_view key) {
    const std::string digits(key.substr(1));
    const auto number = static_cast<std::size_t>(std::strtoull(digits.c_str(), nullptr, 10));
    return number < intents_.size() ? &intents_[number] : nullptr;
  }

 private:
  std::deque<Intent> intents_;
};

}  // namespace onsale::simulation
