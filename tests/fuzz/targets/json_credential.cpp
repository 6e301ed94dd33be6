// Customers' credentials: admission::Credentials. Lines: the algorithm that signs, the event, a
// token's header and its claims; the rest is a token that nobody signed. What holds was signed, by
// the key of its algorithm, and says what it has to.

#include <nlohmann/json.hpp>
#include <string>

#include "fuzz/fuzz.h"
#include "onsale/admission/credentials.h"
#include "support/credentials.h"
#include "support/manual_clock.h"

namespace onsale::fuzz {
namespace {

using admission::Credential;
using admission::Credentials;
using admission::CustomerKeys;
using nlohmann::json;

struct Checker {
  explicit Checker(std::string_view jwks) : keys(*CustomerKeys::Parse(jwks)) {}

  Credential Check(std::string_view token, std::string_view event) {
    Credential credential = credentials.Check(token, event, test::kStart);
    Require(credential.fault.empty() || credential.customer.empty(), "a fault or a customer");
    return credential;
  }

  CustomerKeys keys;
  Credentials credentials{&keys};
};

bool IsFor(const json& audience, std::string_view event) {
  return audience == event || audience == "onsale:*";
}

// By the rules of credentials.h, of a token whose signature is right.
void CheckWhatHolds(const Credential& credential, const std::string& header_text,
                    const std::string& claims_text, std::string_view algorithm,
                    std::string_view event) {
  const json header = json::parse(header_text), claims = json::parse(claims_text);
  const std::string named = header.at("alg");
  Require(named == algorithm || (named == "Ed25519" && algorithm == "EdDSA"),
          "a key is good for its own algorithm");
  Require(!header.contains("crit"), "nothing critical is unknown");
  Require(claims.at("sub") == credential.customer, "a customer is the token's sub");
  constexpr double kNow = test::kStart / 1e3, kLeeway = Credentials::kLeewayMs / 1e3;
  Require(claims.at("exp").get<double>() + kLeeway > kNow, "it is not over");
  if (claims.contains("nbf"))
    Require(claims["nbf"].get<double>() - kLeeway <= kNow, "it has begun");
  if (!claims.contains("aud")) return;
  const json& audience = claims["aud"];
  bool is_for = IsFor(audience, event);
  if (audience.is_array()) {
    for (const json& one : audience) is_for = is_for || IsFor(one, event);
  }
  Require(is_for, "it is for this event");
}

}  // namespace
}  // namespace onsale::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace onsale;
  using namespace onsale::fuzz;
  static Checker by_secret(test::kSecretKeys), by_public_key(test::kPublicKeys);
  static Checker others(
      R"({"keys":[{"kty":"oct","k":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}]})");

  Input input(data, size);
  const std::string algorithm = input.TakeLine() == "EdDSA" ? "EdDSA" : "HS256";
  const std::string event(input.TakeLine()), header(input.TakeLine()), claims(input.TakeLine());
  const std::string text = test::Base64Url(header) + "." + test::Base64Url(claims);
  const std::string token = algorithm == "EdDSA" ? test::SignEdDsa(text) : test::SignHs256(text);
  Checker& checker = algorithm == "EdDSA" ? by_public_key : by_secret;
  const Credential credential = checker.Check(token, event);
  if (credential.fault.empty()) {
    CheckWhatHolds(credential, header, claims, algorithm, event);
    Require(checker.Check(token, event).fault.empty(), "what holds goes on to hold");
    Require(!checker.Check(token + ".", event).fault.empty(), "nothing is behind one");
    const std::size_t last = token.size() - 2;  // the very last has bits that are always 0
    std::string spoilt = token;
    spoilt[last] = spoilt[last] == 'A' ? 'B' : 'A';
    Require(!checker.Check(spoilt, event).fault.empty(), "nothing is made of one");
  }
  Require(!others.Check(token, event).fault.empty(), "another's key is none of ours");
  Checker& other = algorithm == "EdDSA" ? by_secret : by_public_key;
  Require(!other.Check(token, event).fault.empty(), "a key is good for its own algorithm");

  const std::string unsigned_token(input.rest());
  for (Checker* any : {&by_secret, &by_public_key}) {
    Require(unsigned_token == token || !any->Check(unsigned_token, event).fault.empty(),
            "what nobody signed does not hold");
  }
  return 0;
}
