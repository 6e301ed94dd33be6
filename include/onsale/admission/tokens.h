#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "onsale/base/clock.h"
#include "onsale/domain/event.h"

namespace onsale::admission {

// The key of all tokens, secret random bits that are kept as long as the store.
using TokenKey = std::array<std::uint8_t, 32>;

// Somebody's place in a waiting room: the number they joined as.
struct Place {
  domain::EventNumber event = 0;
  std::uint32_t number = 0;

  bool operator==(const Place&) const = default;
};

// That this place may shop until then.
struct Admission {
  Place place;
  TimeMs expires_at = 0;

  bool operator==(const Admission&) const = default;
};

// Makes and checks the tokens that waiting people have. Nobody without the key can make one, or
// make another of one: each carries an HMAC-SHA256 (RFC 2104) of its kind and all it says, cut to
// 128 bits, and is compared in constant time. Each value has one spelling. Checking takes no I/O
// and some microseconds; whether the place is served, or the admission still runs, is not for the
// token to say. Thread-safe.
//
//   place     := base64url of be32 event, be32 number, x[16] mac
//   admission := base64url of be32 event, be32 number, be64 expires_at, x[16] mac
//   mac       := HMAC(key, "place" | "admission", octet 0, all before the mac)
class Tokens {
 public:
  explicit Tokens(const TokenKey& key) : key_(key) {}

  std::string Format(const Place& place) const;
  std::string Format(const Admission& admission) const;

  // Nothing for what this key did not make.
  std::optional<Place> ParsePlace(std::string_view token) const;
  std::optional<Admission> ParseAdmission(std::string_view token) const;

 private:
  std::string Sign(std::string_view kind, std::string_view content) const;
  template <std::size_t Size>
  std::optional<std::array<std::uint8_t, Size>> Open(std::string_view kind,
                                                     std::string_view token) const;

  const TokenKey key_;
};

}  // namespace onsale::admission
