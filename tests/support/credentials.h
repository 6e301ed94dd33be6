#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace onsale::test {

// The secret of kSecretKeys, and Alice's private key (RFC 8037 appendix A.1) of kPublicKeys.
inline constexpr std::string_view kSecret = "0123456789abcdef0123456789abcdef";
inline constexpr std::string_view kPrivateKey =
    "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";

// As files of --customer-keys have them.
inline constexpr std::string_view kSecretKeys =
    R"({"keys":[{"kty":"oct","kid":"s","alg":"HS256","use":"sig",
                 "k":"MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY"}]})";
inline constexpr std::string_view kPublicKeys =
    R"({"keys":[{"kty":"OKP","crv":"Ed25519","kid":"p",
                 "x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]})";

std::string Base64Url(std::string_view octets);

// Header and claims in base64url with a dot between, which is what is signed.
std::string TextToSign(const nlohmann::json& header, const nlohmann::json& claims);

// A text with a dot and its signature behind it, by kSecret or by kPrivateKey.
std::string SignHs256(const std::string& text);
std::string SignEdDsa(const std::string& text);

// The same of a header and claims: a whole JSON Web Token.
std::string Hs256(const nlohmann::json& header, const nlohmann::json& claims);
std::string EdDsa(const nlohmann::json& header, const nlohmann::json& claims);

// What an organiser gives a customer for the years to come.
std::string CredentialOf(const std::string& customer);

}  // namespace onsale::test
