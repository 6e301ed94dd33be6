#include "onsale/admission/customer_keys.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "onsale/base/base64url.h"
#include "onsale/base/hmac.h"
#include "support/credentials.h"

namespace onsale::admission {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using enum SignatureAlgorithm;

// RFC 7515 appendix A.1, and RFC 8037 appendix A.
const json kSecretOfRfc = {
    {"kty", "oct"},
    {"k",
     "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"}};
constexpr std::string_view kHs256Text =
    "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9."
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVl"
    "fQ";
const std::string kHs256Signature = *DecodeBase64Url("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
const json kPublicOfRfc = {
    {"kty", "OKP"}, {"crv", "Ed25519"}, {"x", "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}};
constexpr std::string_view kEdDsaText = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc";
const std::string kEdDsaSignature = *DecodeBase64Url(
    "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg");

Result<CustomerKeys> Parse(const std::vector<json>& keys) {
  return CustomerKeys::Parse(json{{"keys", keys}}.dump());
}

CustomerKeys KeysOf(const std::vector<json>& keys) {
  auto parsed = Parse(keys);
  EXPECT_TRUE(parsed.ok()) << parsed.status().message();
  return *std::move(parsed);
}

json With(json key, const char* name, const json& value) {
  key[name] = value;
  return key;
}

TEST(CustomerKeysTest, AgreesWithTheStandards) {
  const CustomerKeys keys = KeysOf({kSecretOfRfc, kPublicOfRfc});
  EXPECT_TRUE(keys.Verify(kHs256, std::nullopt, kHs256Text, kHs256Signature));
  EXPECT_TRUE(keys.Verify(kEdDsa, std::nullopt, kEdDsaText, kEdDsaSignature));
}

TEST(CustomerKeysTest, KnowsNoOtherSignature) {
  const CustomerKeys keys = KeysOf({kSecretOfRfc, kPublicOfRfc});
  EXPECT_FALSE(keys.Verify(kHs256, std::nullopt, kHs256Text, ""));
  EXPECT_FALSE(keys.Verify(kHs256, std::nullopt, kHs256Text, kHs256Signature.substr(1)));
  EXPECT_FALSE(keys.Verify(kHs256, std::nullopt, kEdDsaText, kHs256Signature));
  EXPECT_FALSE(keys.Verify(kEdDsa, std::nullopt, kHs256Text, kEdDsaSignature));
}

// A public key is known to all: as the secret of an HMAC it would let anybody sign.
TEST(CustomerKeysTest, EachIsForItsAlgorithm) {
  const std::string octets = *DecodeBase64Url(kPublicOfRfc["x"].get<std::string>());
  const Sha256Digest mac =
      HmacSha256({reinterpret_cast<const std::uint8_t*>(octets.data()), octets.size()}, kEdDsaText);
  const std::string by_public_key(mac.begin(), mac.end());
  const CustomerKeys as_secret = KeysOf({json{{"kty", "oct"}, {"k", test::Base64Url(octets)}}});
  const CustomerKeys keys = KeysOf({kPublicOfRfc});
  EXPECT_TRUE(as_secret.Verify(kHs256, std::nullopt, kEdDsaText, by_public_key));
  EXPECT_FALSE(keys.Verify(kHs256, std::nullopt, kEdDsaText, by_public_key));
  EXPECT_FALSE(as_secret.Verify(kEdDsa, std::nullopt, kEdDsaText, kEdDsaSignature));
}

TEST(CustomerKeysTest, AnIdChoosesTheKey) {
  const CustomerKeys keys = KeysOf({With(kSecretOfRfc, "kid", "a"), kPublicOfRfc});
  EXPECT_TRUE(keys.Verify(kHs256, "a", kHs256Text, kHs256Signature));
  EXPECT_TRUE(keys.Verify(kHs256, std::nullopt, kHs256Text, kHs256Signature));
  EXPECT_FALSE(keys.Verify(kHs256, "b", kHs256Text, kHs256Signature));
  EXPECT_FALSE(keys.Verify(kHs256, "", kHs256Text, kHs256Signature));
}

TEST(CustomerKeysTest, TakesKeysAsTheyAreWritten) {
  EXPECT_TRUE(CustomerKeys::Parse(test::kSecretKeys).ok());
  EXPECT_TRUE(CustomerKeys::Parse(test::kPublicKeys).ok());
  EXPECT_TRUE(Parse({With(kPublicOfRfc, "alg", "EdDSA")}).ok());
  EXPECT_TRUE(Parse({With(kPublicOfRfc, "alg", "Ed25519")}).ok());
  EXPECT_TRUE(Parse({With(kPublicOfRfc, "x5t", "what is not known is for others")}).ok());
}

TEST(CustomerKeysTest, SaysWhatIsNoKeySet) {
  for (const char* text : {"", "[]", "{", "{}", R"({"keys":{}})", "\xff"}) {
    const auto parsed = CustomerKeys::Parse(text);
    ASSERT_FALSE(parsed.ok()) << text;
    EXPECT_THAT(parsed.status().message(), HasSubstr("JSON Web Key Set"));
  }
  EXPECT_THAT(Parse({}).status().message(), HasSubstr("1 to 8 keys"));
  EXPECT_THAT(Parse(std::vector<json>(9, kPublicOfRfc)).status().message(),
              HasSubstr("1 to 8 keys"));
}

TEST(CustomerKeysTest, SaysWhichKeyIsWrongAndWhy) {
  const auto fault_of = [](const json& key) {
    const auto parsed = Parse({kPublicOfRfc, key});
    return parsed.ok() ? "" : parsed.status().message();
  };
  EXPECT_EQ(fault_of(7), "keys[1] is no object");
  EXPECT_THAT(fault_of(json::object()), HasSubstr("kty that is not known"));
  EXPECT_THAT(fault_of({{"kty", "RSA"}}), HasSubstr("kty that is not known"));
  EXPECT_THAT(fault_of(With(kPublicOfRfc, "crv", "X25519")), HasSubstr("kty that is not known"));
  EXPECT_THAT(fault_of(With(kPublicOfRfc, "x", "AAAA")), HasSubstr("needs an x of 32 octets"));
  EXPECT_THAT(fault_of(With(kPublicOfRfc, "x", 1)), HasSubstr("needs an x of 32 octets"));
  EXPECT_THAT(fault_of(With(kPublicOfRfc, "alg", "HS256")), HasSubstr("alg other than"));
  EXPECT_THAT(fault_of(With(kPublicOfRfc, "use", "enc")), HasSubstr("use other than"));
  EXPECT_THAT(fault_of(With(kPublicOfRfc, "d", "AAAA")), HasSubstr("is a private key"));
  EXPECT_THAT(fault_of(With(kPublicOfRfc, "kid", "")), HasSubstr("kid that is no text"));
  EXPECT_THAT(fault_of(With(kPublicOfRfc, "kid", 1)), HasSubstr("kid that is no text"));
  EXPECT_THAT(fault_of(With(kSecretOfRfc, "alg", "HS512")), HasSubstr("alg other than"));
  EXPECT_THAT(fault_of(With(kSecretOfRfc, "k", test::Base64Url(std::string(31, 'x')))),
              HasSubstr("32 octets or more"));
  EXPECT_THAT(fault_of(With(kSecretOfRfc, "k", "not base64url!")), HasSubstr("32 octets or more"));
  const auto twice = Parse({With(kSecretOfRfc, "kid", "a"), With(kPublicOfRfc, "kid", "a")});
  ASSERT_FALSE(twice.ok());
  EXPECT_EQ(twice.status().message(), "keys[1] has the kid of another one, a");
}

}  // namespace
}  // namespace onsale::admission
