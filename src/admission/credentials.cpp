#include "onsale/admission/credentials.h"

#include <algorithm>
#include <cstring>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "onsale/base/base64url.h"

namespace onsale::admission {
namespace {

using nlohmann::json;

constexpr std::size_t kProvenMax = std::size_t{1} << 16;
constexpr std::string_view kAnyEvent = "onsale:*";  // no event has this id

constexpr std::string_view kUnchecked = "This server has no keys to check a credential with.";
constexpr std::string_view kNoToken = "Onsale-Credential is no JSON Web Token.";
constexpr std::string_view kForeignAlgorithm =
    "Onsale-Credential is not signed by HS256 or EdDSA, or has extensions that are not known here.";
constexpr std::string_view kNotSigned = "Onsale-Credential is not signed by the organiser.";
constexpr std::string_view kNoClaims = "Onsale-Credential has no sub that is a text, or no exp.";
constexpr std::string_view kOver = "The time of this Onsale-Credential is over.";
constexpr std::string_view kEarly = "The time of this Onsale-Credential has not come.";
constexpr std::string_view kOtherAudience = "Onsale-Credential is for something else: see its aud.";

// The parts of a compact serialization (RFC 7515 section 7.1), as they stand.
struct Parts {
  std::string_view header, payload, signature;
  std::string_view text;  // that is signed: header and payload with the dot between
};

std::optional<Parts> Split(std::string_view token) {
  const std::size_t first = token.find('.');
  if (first == token.npos) return std::nullopt;
  const std::size_t second = token.find('.', first + 1);
  if (second == token.npos) return std::nullopt;
  return Parts{token.substr(0, first), token.substr(first + 1, second - first - 1),
               token.substr(second + 1), token.substr(0, second)};
}

// Null where it is no object.
json ReadObject(std::string_view part) {
  const auto text = DecodeBase64Url(part);
  if (!text) return nullptr;
  json object = json::parse(*text, nullptr, /*allow_exceptions=*/false);
  return object.is_object() ? object : json(nullptr);
}

std::optional<std::string> TextOf(const json& object, const char* name) {
  const auto it = object.find(name);
  if (it == object.end() || !it->is_string()) return std::nullopt;
  return it->get<std::string>();
}

std::optional<SignatureAlgorithm> AlgorithmOf(const json& header) {
  const auto name = TextOf(header, "alg");
  if (name == "HS256") return SignatureAlgorithm::kHs256;
  if (name == "EdDSA" || name == "Ed25519") return SignatureAlgorithm::kEdDsa;
  return std::nullopt;
}

bool IsFor(std::string_view event, const json& audience) {
  const auto is_named = [&](const json& name) { return name == event || name == kAnyEvent; };
  if (!audience.is_array()) return is_named(audience);
  return std::any_of(audience.begin(), audience.end(), is_named);
}

// In seconds that may have a fraction, and may be any number at all.
std::string_view FaultOfTimes(const json& claims, TimeMs now) {
  constexpr double kMsPerSecond = 1000;
  constexpr double kLeeway = Credentials::kLeewayMs / kMsPerSecond;
  const double at = static_cast<double>(now) / kMsPerSecond;
  if (claims["exp"].get<double>() + kLeeway <= at) return kOver;
  const auto begin = claims.find("nbf");
  if (begin == claims.end()) return {};
  if (!begin->is_number() || begin->get<double>() - kLeeway > at) return kEarly;
  return {};
}

}  // namespace

Credential Credentials::Check(std::string_view token, std::string_view event, TimeMs now) {
  const auto refuse = [](std::string_view fault) { return Credential{fault, {}}; };
  if (keys_ == nullptr) return refuse(kUnchecked);
  const auto parts = Split(token);
  if (!parts || token.size() > kLengthMax) return refuse(kNoToken);
  const json header = ReadObject(parts->header);
  const auto signature = DecodeBase64Url(parts->signature);
  if (header.is_null() || !signature) return refuse(kNoToken);
  const auto algorithm = AlgorithmOf(header);
  if (!algorithm || header.contains("crit")) return refuse(kForeignAlgorithm);
  if (header.contains("kid") && !header["kid"].is_string()) return refuse(kNoToken);
  if (!IsSigned(*algorithm, TextOf(header, "kid"), token, parts->text, *signature)) {
    return refuse(kNotSigned);
  }
  const json claims = ReadObject(parts->payload);
  if (claims.is_null()) return refuse(kNoToken);
  auto customer = TextOf(claims, "sub");
  const auto end = claims.find("exp");
  if (!customer || end == claims.end() || !end->is_number()) return refuse(kNoClaims);
  if (const auto fault = FaultOfTimes(claims, now); !fault.empty()) return refuse(fault);
  const auto audience = claims.find("aud");
  if (audience != claims.end() && !IsFor(event, *audience)) return refuse(kOtherAudience);
  return {{}, *std::move(customer)};
}

bool Credentials::IsSigned(SignatureAlgorithm algorithm, const std::optional<std::string>& key_id,
                           std::string_view token, std::string_view text,
                           std::string_view signature) {
  if (algorithm != SignatureAlgorithm::kEdDsa) {
    return keys_->Verify(algorithm, key_id, text, signature);
  }
  if (proven_.empty()) proven_.resize(kProvenMax);
  const Sha256Digest digest = Sha256::Of(token);
  std::size_t place = 0;
  std::memcpy(&place, digest.data(), sizeof(place));
  Sha256Digest& proven = proven_[place % kProvenMax];
  if (proven == digest) return true;
  if (!keys_->Verify(algorithm, key_id, text, signature)) return false;
  proven = digest;
  return true;
}

}  // namespace onsale::admission
