#include "onsale/admission/credentials.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "support/credentials.h"

namespace onsale::admission {
namespace {

using nlohmann::json;
using test::EdDsa;
using test::Hs256;
using ::testing::HasSubstr;

constexpr TimeMs kNow = 1'795'456'800'500;
constexpr std::int64_t kNowSeconds = kNow / 1000;

const json kHs = {{"alg", "HS256"}, {"typ", "JWT"}};
const json kEd = {{"alg", "EdDSA"}};

json Claims(const json& more = json::object()) {
  json claims = {{"sub", "ada"}, {"exp", kNowSeconds + 600}};
  claims.update(more);
  return claims;
}

class CredentialsTest : public testing::Test {
 protected:
  Credential Check(const std::string& token, TimeMs now = kNow) {
    return credentials_.Check(token, "gala", now);
  }
  std::string FaultOf(const std::string& token, TimeMs now = kNow) {
    return std::string(Check(token, now).fault);
  }

  const CustomerKeys keys_ = *CustomerKeys::Parse([] {
    json keys = json::parse(test::kSecretKeys);
    keys["keys"].push_back(json::parse(test::kPublicKeys)["keys"][0]);
    return keys.dump();
  }());
  Credentials credentials_{&keys_};
};

TEST_F(CredentialsTest, NameTheirCustomer) {
  EXPECT_EQ(Check(Hs256(kHs, Claims())).fault, "");
  EXPECT_EQ(Check(Hs256(kHs, Claims())).customer, "ada");
  EXPECT_EQ(Check(EdDsa({{"alg", "Ed25519"}}, Claims())).customer, "ada");
  EXPECT_EQ(Check(EdDsa(kEd, Claims({{"sub", "Änne Ω"}}))).customer, "Änne Ω");
}

TEST_F(CredentialsTest, AreTheSameTheSecondTime) {
  const std::string ada = EdDsa(kEd, Claims());
  const std::string bob = EdDsa(kEd, Claims({{"sub", "bob"}}));
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(Check(ada).customer, "ada");
    EXPECT_EQ(Check(bob).customer, "bob");
  }
  EXPECT_THAT(FaultOf(ada, kNow + 700'000), HasSubstr("is over")) << "proven, and over";
}

TEST_F(CredentialsTest, OfOthersDoNotHold) {
  for (const std::string& token : {Hs256(kHs, Claims()), EdDsa(kEd, Claims())}) {
    const std::string signature = token.substr(token.rfind('.'));
    const json& header = token == Hs256(kHs, Claims()) ? kHs : kEd;
    const std::string forged = test::TextToSign(header, Claims({{"sub", "eve"}})) + signature;
    for (int i = 0; i < 2; ++i) {
      EXPECT_THAT(FaultOf(forged), HasSubstr("not signed by the organiser")) << "remembered";
    }
    EXPECT_THAT(FaultOf(token.substr(0, token.rfind('.') + 1)),
                HasSubstr("not signed by the organiser"));
    EXPECT_EQ(FaultOf(token), "");
  }
}

TEST_F(CredentialsTest, AreSignedByTheirAlgorithm) {
  EXPECT_THAT(FaultOf(Hs256({{"alg", "none"}}, Claims())), HasSubstr("HS256 or EdDSA"));
  EXPECT_THAT(FaultOf(test::TextToSign({{"alg", "none"}}, Claims()) + "."),
              HasSubstr("HS256 or EdDSA"));
  EXPECT_THAT(FaultOf(Hs256({{"alg", "HS512"}}, Claims())), HasSubstr("HS256 or EdDSA"));
  EXPECT_THAT(FaultOf(Hs256({{"alg", 1}}, Claims())), HasSubstr("HS256 or EdDSA"));
  EXPECT_THAT(FaultOf(Hs256(json::object(), Claims())), HasSubstr("HS256 or EdDSA"));
  EXPECT_THAT(FaultOf(Hs256(kEd, Claims())), HasSubstr("not signed by the organiser"));
  EXPECT_THAT(FaultOf(EdDsa(kHs, Claims())), HasSubstr("not signed by the organiser"));
  json critical = kHs;
  critical["crit"] = {"exp"};
  EXPECT_THAT(FaultOf(Hs256(critical, Claims())), HasSubstr("extensions that are not known"));
}

TEST_F(CredentialsTest, AreSignedByTheKeyTheyName) {
  json header = kHs;
  header["kid"] = "s";
  EXPECT_EQ(FaultOf(Hs256(header, Claims())), "");
  header["kid"] = 7;
  EXPECT_THAT(FaultOf(Hs256(header, Claims())), HasSubstr("no JSON Web Token"));
  header["kid"] = "p";
  EXPECT_THAT(FaultOf(Hs256(header, Claims())), HasSubstr("not signed by the organiser"));
}

TEST_F(CredentialsTest, HoldForTheirTime) {
  const std::string token = Hs256(kHs, Claims({{"nbf", kNowSeconds}, {"exp", kNowSeconds + 10}}));
  const TimeMs begin = kNowSeconds * 1000, end = begin + 10'000;
  EXPECT_THAT(FaultOf(token, begin - Credentials::kLeewayMs - 1), HasSubstr("has not come"));
  EXPECT_EQ(FaultOf(token, begin - Credentials::kLeewayMs), "");
  EXPECT_EQ(FaultOf(token, end + Credentials::kLeewayMs - 1), "");
  EXPECT_THAT(FaultOf(token, end + Credentials::kLeewayMs), HasSubstr("is over"));
}

TEST_F(CredentialsTest, HaveTimesThatAreNumbers) {
  EXPECT_EQ(FaultOf(Hs256(kHs, Claims({{"exp", 1e300}, {"nbf", -1e300}}))), "");
  EXPECT_EQ(FaultOf(Hs256(kHs, Claims({{"exp", kNowSeconds + 0.5}}))), "");
  EXPECT_THAT(FaultOf(Hs256(kHs, Claims({{"nbf", "now"}}))), HasSubstr("has not come"));
  EXPECT_THAT(FaultOf(Hs256(kHs, Claims({{"exp", "9999999999"}}))), HasSubstr("no exp"));
  EXPECT_THAT(FaultOf(Hs256(kHs, Claims({{"exp", nullptr}}))), HasSubstr("no exp"));
  EXPECT_THAT(FaultOf(Hs256(kHs, {{"sub", "ada"}})), HasSubstr("no exp"));
}

TEST_F(CredentialsTest, NameSomebody) {
  EXPECT_THAT(FaultOf(Hs256(kHs, {{"exp", kNowSeconds + 1}})), HasSubstr("no sub"));
  EXPECT_THAT(FaultOf(Hs256(kHs, Claims({{"sub", 7}}))), HasSubstr("no sub"));
}

TEST_F(CredentialsTest, AreForTheEvent) {
  for (const json& audience : {json("gala"), json("onsale:*"), json({"other", "gala"})}) {
    EXPECT_EQ(FaultOf(Hs256(kHs, Claims({{"aud", audience}}))), "") << audience;
  }
  for (const json& audience :
       {json("other"), json::array(), json({"other", 7}), json(7), json(nullptr)}) {
    EXPECT_THAT(FaultOf(Hs256(kHs, Claims({{"aud", audience}}))), HasSubstr("its aud")) << audience;
  }
}

TEST_F(CredentialsTest, AreJsonWebTokens) {
  const std::string token = Hs256(kHs, Claims());
  const std::string broken[] = {"",
                                ".",
                                "..",
                                "a.b",
                                "a.b.c",
                                token + ".",
                                token + "=",
                                token + "*",
                                token + "A",
                                "." + token,
                                " " + token,
                                "e30.e30.!",
                                std::string(5000, 'A'),
                                token + std::string(4096, 'A')};
  for (const std::string& text : broken) EXPECT_NE(FaultOf(text), "") << text;
  EXPECT_THAT(FaultOf(Hs256(json::array(), Claims())), HasSubstr("no JSON Web Token"));
  EXPECT_THAT(FaultOf(Hs256(kHs, json::array())), HasSubstr("no JSON Web Token"));
  EXPECT_THAT(FaultOf(Hs256(kHs, json(json::value_t::null))), HasSubstr("no JSON Web Token"));
}

// A claim that is long makes a token longer than what is looked at.
TEST_F(CredentialsTest, HaveABound) {
  const auto token_with = [](std::size_t size) {
    return Hs256(kHs, Claims({{"x", std::string(size, 'x')}}));
  };
  EXPECT_EQ(FaultOf(token_with(2'800)), "");
  EXPECT_THAT(FaultOf(token_with(3'200)), HasSubstr("no JSON Web Token"));
}

TEST_F(CredentialsTest, NeedKeys) {
  Credentials none(nullptr);
  EXPECT_THAT(std::string(none.Check(Hs256(kHs, Claims()), "gala", kNow).fault),
              HasSubstr("has no keys"));
}

}  // namespace
}  // namespace onsale::admission
