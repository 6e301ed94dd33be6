#include "onsale/admission/tokens.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "onsale/base/base64url.h"
#include "onsale/base/hmac.h"

namespace onsale::admission {
namespace {

constexpr TokenKey kTokenKey = {1, 2, 3};
constexpr Place kPlace = {7, 258};
constexpr Admission kAdmission = {{7, 258}, 1'795'456'800'123};

const Tokens kTokens(kTokenKey);

std::string Encode(std::string_view bytes) {
  std::string out;
  AppendBase64Url(out, {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
  return out;
}

std::string Decode(std::string_view text, std::size_t size) {
  std::string bytes(size, '\0');
  EXPECT_TRUE(DecodeBase64Url(text, {reinterpret_cast<std::uint8_t*>(bytes.data()), size}));
  return bytes;
}

// As the layout in the header has it.
std::string Signed(std::string_view kind, const std::string& content) {
  std::string text(kind);
  text += '\0';
  text += content;
  const Sha256Digest mac = HmacSha256(kTokenKey, text);
  return Encode(content + std::string(mac.begin(), mac.begin() + 16));
}

constexpr std::size_t kPlaceSize = 24;
constexpr std::size_t kAdmissionSize = 32;

TEST(TokensTest, SayWhatTheySay) {
  EXPECT_EQ(kTokens.ParsePlace(kTokens.Format(kPlace)), kPlace);
  EXPECT_EQ(kTokens.ParseAdmission(kTokens.Format(kAdmission)), kAdmission);
  constexpr Admission kLargest = {{UINT32_MAX, UINT32_MAX}, INT64_MAX};
  EXPECT_EQ(kTokens.ParseAdmission(kTokens.Format(kLargest)), kLargest);
}

TEST(TokensTest, AreLaidOutAsTold) {
  using namespace std::string_literals;
  EXPECT_EQ(kTokens.Format(kPlace), Signed("place", "\0\0\0\x07\0\0\x01\x02"s));
  EXPECT_EQ(kTokens.Format(kAdmission),
            Signed("admission", "\0\0\0\x07\0\0\x01\x02\0\0\x01\xa2\x09\x90\x95\x7b"s));
}

// Each that differs in one bit from one that was made, in what it says or in its mac.
TEST(TokensTest, RefuseEveryFlippedBit) {
  const std::string place = Decode(kTokens.Format(kPlace), kPlaceSize);
  for (std::size_t bit = 0; bit < kPlaceSize * 8; ++bit) {
    std::string forged = place;
    forged[bit / 8] = static_cast<char>(forged[bit / 8] ^ (1 << bit % 8));
    EXPECT_FALSE(kTokens.ParsePlace(Encode(forged))) << bit;
  }
  const std::string admission = Decode(kTokens.Format(kAdmission), kAdmissionSize);
  for (std::size_t bit = 0; bit < kAdmissionSize * 8; ++bit) {
    std::string forged = admission;
    forged[bit / 8] = static_cast<char>(forged[bit / 8] ^ (1 << bit % 8));
    EXPECT_FALSE(kTokens.ParseAdmission(Encode(forged))) << bit;
  }
}

// A try at a token that was not given.
struct Forgery {
  const char* what;
  std::string token;
};

// Of one that was given, `other` being one of the other kind.
std::vector<Forgery> ForgeriesOf(const std::string& token, const std::string& other) {
  const auto with_last = [&](char c) {
    std::string changed = token;
    changed.back() = c;
    return changed;
  };
  std::vector<Forgery> forgeries = {
      {"nothing", ""},
      {"of the other kind", other},
      {"too short", token.substr(0, token.size() - 1)},
      {"too short by an octet and more", token.substr(0, token.size() - 4)},
      {"only what it says", token.substr(0, 11)},
      {"too long", token + "A"},
      {"padded", token + "="},
      {"with a space before", " " + token},
      {"with a newline behind", token + "\n"},
      {"twice", token + token},
      {"with a zero octet", token.substr(0, 5) + std::string(1, '\0') + token.substr(6)},
      {"with a letter of base64", with_last('+')},
      {"with another letter of base64", with_last('/')},
      {"with no letter at all", with_last('\x80')},
      {"all zeros", std::string(token.size(), 'A')},
      {"all ones", std::string(token.size(), '_')},
  };
  std::string lower = token;
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  }
  forgeries.push_back({"in lower case", lower});
  return forgeries;
}

TEST(TokensTest, RefuseWhatTheyDidNotGive) {
  const std::string place = kTokens.Format(kPlace);
  const std::string admission = kTokens.Format(kAdmission);
  for (const auto& [what, token] : ForgeriesOf(place, admission)) {
    EXPECT_FALSE(kTokens.ParsePlace(token)) << what;
  }
  for (const auto& [what, token] : ForgeriesOf(admission, place)) {
    EXPECT_FALSE(kTokens.ParseAdmission(token)) << what;
  }
}

// An admission is 256 bits in 43 letters of six: two bits are left over.
TEST(TokensTest, HaveOneSpelling) {
  const std::string admission = kTokens.Format(kAdmission);
  constexpr std::string_view kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  int accepted = 0;
  for (const char letter : kAlphabet) {
    std::string token = admission;
    token.back() = letter;
    if (kTokens.ParseAdmission(token)) ++accepted;
  }
  EXPECT_EQ(accepted, 1);
}

TEST(TokensTest, RefuseThoseOfOtherKeysAndKinds) {
  const Tokens others({3, 2, 1});
  EXPECT_FALSE(kTokens.ParsePlace(others.Format(kPlace)));
  EXPECT_FALSE(kTokens.ParseAdmission(others.Format(kAdmission)));
  const std::string content = Decode(kTokens.Format(kPlace), kPlaceSize).substr(0, 8);
  EXPECT_FALSE(kTokens.ParsePlace(Signed("admission", content)));
  EXPECT_FALSE(kTokens.ParsePlace(Signed("", content)));
  // What is signed says where its kind ends.
  EXPECT_FALSE(kTokens.ParsePlace(Signed("plac", "e" + content.substr(1))));
}

// The mac of one place beside what another says.
TEST(TokensTest, RefuseWhatWasMoved) {
  const std::string mine = Decode(kTokens.Format(kPlace), kPlaceSize);
  for (const Place& other : {Place{8, 258}, Place{7, 259}, Place{7, 0}}) {
    const std::string theirs = Decode(kTokens.Format(other), kPlaceSize);
    EXPECT_FALSE(kTokens.ParsePlace(Encode(theirs.substr(0, 8) + mine.substr(8))));
  }
  const std::string now = Decode(kTokens.Format(kAdmission), kAdmissionSize);
  const std::string later =
      Decode(kTokens.Format(Admission{kPlace, kAdmission.expires_at + 1}), kAdmissionSize);
  EXPECT_FALSE(kTokens.ParseAdmission(Encode(later.substr(0, 16) + now.substr(16))));
}

}  // namespace
}  // namespace onsale::admission
