#include "onsale/api/customer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace onsale::api {
namespace {

template <typename Hash16>
bool BeginsWith(const Sha256Digest& digest, const Hash16& hash) {
  return std::equal(hash.begin(), hash.end(), digest.begin());
}

TEST(CustomerTest, MustHaveACharacterAndNotTooMany) {
  EXPECT_EQ(FaultOfCustomer("a"), "");
  EXPECT_EQ(FaultOfCustomer(std::string(254, 'x')), "");
  EXPECT_NE(FaultOfCustomer(""), "");
  EXPECT_NE(FaultOfCustomer(std::string(255, 'x')), "");
  EXPECT_NE(FaultOfCustomer("a\tb"), "");
}

// Others compute these, too: who waits can show what they brought into the draw.
TEST(CustomerTest, IsHashedAsTold) {
  Sha256 hash;
  const std::string customer("onsale-customer\0ada", 19);
  EXPECT_TRUE(BeginsWith(Sha256::Of(customer), HashOfCustomer("ada", hash)));
  EXPECT_EQ(HashOfCustomer("ADA", hash), HashOfCustomer("ada", hash));
  EXPECT_NE(HashOfCustomer("bob", hash), HashOfCustomer("ada", hash));
  const std::string key("onsale-entrant\0k", 16);
  EXPECT_TRUE(BeginsWith(Sha256::Of(key), ContributionOf("k", hash)));
  EXPECT_NE(ContributionOf("K", hash), ContributionOf("k", hash));
}

}  // namespace
}  // namespace onsale::api
