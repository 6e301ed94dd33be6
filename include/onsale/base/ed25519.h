#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

struct evp_pkey_st;  // OpenSSL's

namespace onsale {

// A public key of Ed25519 (RFC 8032) over OpenSSL. Copies share the key. Thread-safe.
class Ed25519PublicKey {
 public:
  static constexpr std::size_t kBytes = 32;

  // Nothing where the octets are no key.
  static std::optional<Ed25519PublicKey> Of(std::string_view octets);

  // Whether the signature of 64 octets is one of the text; some 100 µs.
  bool Verify(std::string_view text, std::string_view signature) const;

 private:
  explicit Ed25519PublicKey(std::shared_ptr<evp_pkey_st> key) : key_(std::move(key)) {}

  std::shared_ptr<evp_pkey_st> key_;
};

}  // namespace onsale
