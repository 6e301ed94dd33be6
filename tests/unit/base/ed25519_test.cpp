#include "onsale/base/ed25519.h"

#include <gtest/gtest.h>

#include <string>

#include "onsale/base/base64url.h"

namespace onsale {
namespace {

// RFC 8037 appendix A.
const std::string kPublicKey = *DecodeBase64Url("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
constexpr std::string_view kText = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc";
const std::string kSignature = *DecodeBase64Url(
    "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg");

TEST(Ed25519Test, KnowsItsSignature) {
  const auto key = Ed25519PublicKey::Of(kPublicKey);
  ASSERT_TRUE(key);
  EXPECT_TRUE(key->Verify(kText, kSignature));
  const Ed25519PublicKey copy = *key;
  EXPECT_TRUE(copy.Verify(kText, kSignature));
}

TEST(Ed25519Test, KnowsNoOther) {
  const auto key = Ed25519PublicKey::Of(kPublicKey);
  ASSERT_TRUE(key);
  for (std::size_t i = 0; i < kSignature.size(); ++i) {
    std::string other = kSignature;
    other[i] = static_cast<char>(other[i] ^ 1);
    EXPECT_FALSE(key->Verify(kText, other)) << i;
  }
  EXPECT_FALSE(key->Verify(kText, kSignature + '\0'));
  EXPECT_FALSE(key->Verify(kText, kSignature.substr(1)));
  EXPECT_FALSE(key->Verify(kText, ""));
  EXPECT_FALSE(key->Verify(kText.substr(1), kSignature));
  EXPECT_FALSE(key->Verify("", kSignature));
}

TEST(Ed25519Test, TakesKeysOf32Octets) {
  EXPECT_FALSE(Ed25519PublicKey::Of(""));
  EXPECT_FALSE(Ed25519PublicKey::Of(kPublicKey.substr(1)));
  EXPECT_FALSE(Ed25519PublicKey::Of(kPublicKey + 'x'));
}

}  // namespace
}  // namespace onsale
