#include "onsale/admission/customer_keys.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "onsale/base/base64url.h"
#include "onsale/base/hmac.h"
#include "onsale/base/text.h"

namespace onsale::admission {
namespace {

using nlohmann::json;

// A member that is a string; empty where there is none.
std::string TextOrEmpty(const json& jwk, const char* name) {
  const auto it = jwk.find(name);
  return it != jwk.end() && it->is_string() ? it->get<std::string>() : std::string();
}

// Whether a member that may be left out is as it should be.
bool IsAbsentOr(const json& jwk, const char* name, std::string_view wanted) {
  return !jwk.contains(name) || TextOrEmpty(jwk, name) == wanted;
}

bool IsMadeBySecret(std::string_view secret, std::string_view text, std::string_view signature) {
  const Sha256Digest mac =
      HmacSha256({reinterpret_cast<const std::uint8_t*>(secret.data()), secret.size()}, text);
  return EqualsConstantTime({reinterpret_cast<const char*>(mac.data()), mac.size()}, signature);
}

}  // namespace

Result<CustomerKeys::Key> CustomerKeys::ReadKey(const json& jwk) {
  if (!jwk.is_object()) return InvalidArgument("is no object");
  if (jwk.contains("kid") && TextOrEmpty(jwk, "kid").empty()) {
    return InvalidArgument("has a kid that is no text, or an empty one");
  }
  if (!IsAbsentOr(jwk, "use", "sig")) return InvalidArgument("has a use other than \"sig\"");
  if (jwk.contains("d")) {
    return InvalidArgument("is a private key: leave its member d out, and keep it to yourself");
  }
  const std::string type = TextOrEmpty(jwk, "kty");
  if (type == "oct") {
    if (!IsAbsentOr(jwk, "alg", "HS256")) return InvalidArgument("has an alg other than \"HS256\"");
    auto octets = DecodeBase64Url(TextOrEmpty(jwk, "k"));
    if (!octets || octets->size() < kSecretBytesMin) {
      return InvalidArgument("needs a k of 32 octets or more in base64url without padding");
    }
    return Key{TextOrEmpty(jwk, "kid"), Secret{*std::move(octets)}};
  }
  if (type == "OKP" && TextOrEmpty(jwk, "crv") == "Ed25519") {
    if (!IsAbsentOr(jwk, "alg", "EdDSA") && !IsAbsentOr(jwk, "alg", "Ed25519")) {
      return InvalidArgument("has an alg other than \"EdDSA\"");
    }
    const auto octets = DecodeBase64Url(TextOrEmpty(jwk, "x"));
    auto key = octets ? Ed25519PublicKey::Of(*octets) : std::nullopt;
    if (!key) return InvalidArgument("needs an x of 32 octets in base64url without padding");
    return Key{TextOrEmpty(jwk, "kid"), *std::move(key)};
  }
  return InvalidArgument(
      "has a kty that is not known: \"oct\" is for HS256, and \"OKP\" with the crv \"Ed25519\" for "
      "EdDSA");
}

Result<CustomerKeys> CustomerKeys::Parse(std::string_view jwks) {
  const json set = json::parse(jwks, nullptr, /*allow_exceptions=*/false);
  const auto keys = set.is_object() ? set.find("keys") : set.end();
  if (!set.is_object() || keys == set.end() || !keys->is_array()) {
    return InvalidArgument("is no JSON Web Key Set: it needs the form {\"keys\": [...]}");
  }
  if (keys->empty() || keys->size() > kKeysMax) {
    return InvalidArgument("must have 1 to 8 keys");
  }
  CustomerKeys result;
  for (std::size_t i = 0; i < keys->size(); ++i) {
    const std::string where = "keys[" + std::to_string(i) + "] ";
    auto key = ReadKey((*keys)[i]);
    if (!key.ok()) return InvalidArgument(where + key.status().message());
    const auto has_its_id = [&](const Key& other) { return other.id == key->id; };
    if (!key->id.empty() && std::any_of(result.keys_.begin(), result.keys_.end(), has_its_id)) {
      return InvalidArgument(where + "has the kid of another one, " + key->id);
    }
    result.keys_.push_back(*std::move(key));
  }
  return result;
}

bool CustomerKeys::Verify(SignatureAlgorithm algorithm, const std::optional<std::string>& key_id,
                          std::string_view text, std::string_view signature) const {
  return std::any_of(keys_.begin(), keys_.end(), [&](const Key& key) {
    if (key_id && *key_id != key.id) return false;
    if (const auto* secret = std::get_if<Secret>(&key.material)) {
      return algorithm == SignatureAlgorithm::kHs256 &&
             IsMadeBySecret(secret->octets, text, signature);
    }
    return algorithm == SignatureAlgorithm::kEdDsa &&
           std::get<Ed25519PublicKey>(key.material).Verify(text, signature);
  });
}

}  // namespace onsale::admission
