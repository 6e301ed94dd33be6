#pragma once

#include <cstddef>
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "onsale/base/ed25519.h"
#include "onsale/base/status.h"

namespace onsale::admission {

// How a credential is signed: HMAC with SHA-256 (RFC 7518 section 3.2), or Ed25519 (RFC 8037).
enum class SignatureAlgorithm : std::uint8_t { kHs256, kEdDsa };

// What operators' credentials are checked with. Thread-safe.
class CustomerKeys {
 public:
  static constexpr std::size_t kKeysMax = 8;
  static constexpr std::size_t kSecretBytesMin = 32;

  // A JSON Web Key Set (RFC 7517) of 1 to kKeysMax keys, each with
  //   "kty": "oct", "k": kSecretBytesMin octets or more in base64url      for HS256, or
  //   "kty": "OKP", "crv": "Ed25519", "x": the public key in base64url    for EdDSA,
  // and where given "alg" of that name, "use": "sig", and "kid", unique. A private key does not
  // belong on a server, and is refused. InvalidArgument says which key is wrong and why.
  static Result<CustomerKeys> Parse(std::string_view jwks);

  // Whether a key for the algorithm, of that id where there is one, made the signature.
  bool Verify(SignatureAlgorithm algorithm, const std::optional<std::string>& key_id,
              std::string_view text, std::string_view signature) const;

 private:
  struct Secret {
    std::string octets;
  };
  struct Key {
    std::string id;  // empty: none
    std::variant<Secret, Ed25519PublicKey> material;
  };

  static Result<Key> ReadKey(const nlohmann::json& jwk);

  std::vector<Key> keys_;
};

}  // namespace onsale::admission
