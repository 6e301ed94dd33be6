#include "onsale/api/flat_json.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "support/seeded_random.h"

namespace onsale::api {
namespace {

// `name=value; …`, or "general" where the general parser is to tell.
std::string Describe(std::string_view text) {
  const auto flat = FlatJson::Read(text);
  if (!flat) return "general";
  std::string out;
  for (const auto& [name, value] : flat->members()) {
    out.append(name) += '=';
    if (const auto* string = std::get_if<std::string_view>(&value)) {
      out += '"' + std::string(*string) + '"';
    } else if (const auto* number = std::get_if<std::int64_t>(&value)) {
      out += std::to_string(*number);
    } else {
      out += std::get<bool>(value) ? "true" : "false";
    }
    out += "; ";
  }
  return out;
}

TEST(FlatJsonTest, ReadsStringsWholeNumbersAndTruth) {
  EXPECT_EQ(Describe(R"({"customer":"ada@example.org","quantity":2,"accessible":true})"),
            R"(customer="ada@example.org"; quantity=2; accessible=true; )");
  EXPECT_EQ(Describe(R"({"a":"","b":-7,"c":0,"d":false})"), R"(a=""; b=-7; c=0; d=false; )");
  EXPECT_EQ(Describe(R"({"n":999999999999999999,"m":-999999999999999999})"),
            "n=999999999999999999; m=-999999999999999999; ");
}

TEST(FlatJsonTest, TakesWhiteSpaceWhereJsonHasIt) {
  EXPECT_EQ(Describe(" \t\r\n{ \"a\" : 1 ,\n\"b\"\t: \"x y\" } \n"), R"(a=1; b="x y"; )");
}

TEST(FlatJsonTest, KeepsRepeatedMembers) { EXPECT_EQ(Describe(R"({"a":1,"a":2})"), "a=1; a=2; "); }

TEST(FlatJsonTest, LeavesTheRestToTheGeneralParser) {
  for (const char* text :
       {"",
        " ",
        "{",
        "}",
        "{}",
        "[]",
        "null",
        "3",
        "\"a\"",
        "{\"a\":1",
        "{\"a\":1}x",
        "{\"a\":1}{}",
        "{\"a\":1,}",
        "{,\"a\":1}",
        "{a:1}",
        "{'a':1}",
        "{\"a\" 1}",
        "{\"a\":}",
        "{\"a\":null}",
        "{\"a\":[1]}",
        "{\"a\":{}}",
        "{\"a\":1.5}",
        "{\"a\":1e3}",
        "{\"a\":01}",
        "{\"a\":-}",
        "{\"a\":+1}",
        "{\"a\":1000000000000000000}",
        "{\"a\":\"\\n\"}",
        "{\"a\":\"\xc3\xa9\"}",
        "{\"a\":\"x}",
        "{\"a\":tru}",
        "{\"a\":truefalse}",
        "{\"a\":\"\x01\"}",
        "{\"a\":\"\x7f\"}",
        "{\"a\":1,\"b\":1,\"c\":1,\"d\":1,\"e\":1,\"f\":1,\"g\":1,\"h\":1,\"i\":1}"}) {
    EXPECT_EQ(Describe(text), "general") << text;
  }
}

// What it reads, the general parser reads as the same.
TEST(FlatJsonTest, AgreesWithTheGeneralParser) {
  test::SeededRandom random(1);
  const std::string pieces[] = {"{", "}",      "\"", "a",    "b",     ":", ",", " ", "1",  "0",
                                "-", "\"a\":", "7}", "true", "false", "[", "]", ".", "\\", "\n"};
  int read = 0;
  for (int i = 0; i < 200'000; ++i) {
    std::string text = random.OneIn(2) ? "{\"a\":" : "{";
    for (int n = random.Between(0, 7); n > 0; --n) {
      text += pieces[random.Between<std::size_t>(0, std::size(pieces) - 1)];
    }
    text += random.OneIn(2) ? "}" : "";
    const auto flat = FlatJson::Read(text);
    if (!flat) continue;
    ++read;
    const auto parsed = nlohmann::json::parse(text, nullptr, /*allow_exceptions=*/false);
    ASSERT_TRUE(parsed.is_object()) << text;
    const auto& [name, value] = flat->members().back();
    const nlohmann::json& same = parsed[std::string(name)];
    if (const auto* string = std::get_if<std::string_view>(&value)) {
      ASSERT_EQ(same, std::string(*string)) << text;
    } else if (const auto* number = std::get_if<std::int64_t>(&value)) {
      ASSERT_EQ(same, *number) << text;
    } else {
      ASSERT_EQ(same, std::get<bool>(value)) << text;
    }
  }
  EXPECT_GT(read, 1'000);
}

}  // namespace
}  // namespace onsale::api
