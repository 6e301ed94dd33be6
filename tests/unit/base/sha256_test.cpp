#include "onsale/base/sha256.h"

#include <gtest/gtest.h>

#include <string>

#include "onsale/base/hex.h"

namespace onsale {
namespace {

TEST(Sha256Test, GivesTheVectorsOfFips180) {
  EXPECT_EQ(ToHex(Sha256::Of("")),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(ToHex(Sha256::Of("abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(ToHex(Sha256::Of("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(ToHex(Sha256::Of(std::string(1'000'000, 'a'))),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256Test, TakesAMessageInPieces) {
  Sha256 hash;
  hash.Update("a");
  hash.Update("");
  hash.Update("bc");
  EXPECT_EQ(hash.Finish(), Sha256::Of("abc"));
}

TEST(Sha256Test, TakesADigest) {
  const Sha256Digest digest = Sha256::Of("abc");
  Sha256 hash;
  hash.Update(digest);
  EXPECT_EQ(hash.Finish(), Sha256::Of(std::string(digest.begin(), digest.end())));
}

TEST(Sha256Test, IsReadyForTheNextMessage) {
  Sha256 hash;
  hash.Update("something else");
  (void)hash.Finish();
  hash.Update("abc");
  EXPECT_EQ(hash.Finish(), Sha256::Of("abc"));
  EXPECT_EQ(hash.Finish(), Sha256::Of(""));
}

}  // namespace
}  // namespace onsale
