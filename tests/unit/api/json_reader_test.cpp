#include "onsale/api/json_reader.h"

#include <gtest/gtest.h>

#include <string>

#include "onsale/api/json_lines.h"
#include "onsale/base/time_format.h"

namespace onsale::api {
namespace {

// `LINE MEMBER: WHAT` of each.
std::string Describe(const std::vector<Fault>& faults) {
  std::string text;
  for (const Fault& fault : faults) {
    text += std::to_string(fault.line) + " " + fault.member + ": " + fault.what + "\n";
  }
  return text;
}

std::string ParseFaults(std::string_view text) {
  Faults faults;
  ParseJsonObject(text, faults);
  return Describe(faults.list());
}

TEST(FaultsTest, KeepTheFirstAndCountAll) {
  Faults faults;
  EXPECT_TRUE(faults.empty());
  for (std::size_t i = 0; i < kFaultsMax + 5; ++i) faults.Add({"a" + std::to_string(i), "is"});
  Faults others;
  others.Add({"b", "is"});
  faults.Add(others);
  EXPECT_EQ(faults.total(), kFaultsMax + 6);
  ASSERT_EQ(faults.list().size(), kFaultsMax);
  EXPECT_EQ(faults.list().back().member, "a99");
}

TEST(FaultsTest, TellFaultsOfFormFirst) {
  Faults faults;
  faults.Add({"a", "is too many", domain::RefusalKind::kTooManySeats});
  EXPECT_EQ(faults.first().member, "a");
  faults.Add({"b", "must be a string"});
  EXPECT_EQ(faults.first().Sentence(), "b must be a string.");
}

TEST(FaultsTest, CoverMembersAndTheirParts) {
  Faults faults;
  faults.Add({"rows[1]", "is wrong"});
  EXPECT_TRUE(faults.Cover("rows[1]"));
  EXPECT_TRUE(faults.Cover("rows[1].name"));
  EXPECT_TRUE(faults.Cover("rows[1][2]"));
  EXPECT_FALSE(faults.Cover("rows"));
  EXPECT_FALSE(faults.Cover("rows[11]"));
  EXPECT_FALSE(faults.Cover("rows[1]s"));
}

TEST(ParseJsonObjectTest, KeepsEveryValue) {
  Faults faults;
  const std::string text =
      R"({"a":[1,-2,2.5,"x",true,null,{}],"b":{"c":{"d":[[],[1]]}},"":"","e":18446744073709551615})";
  const auto value = ParseJsonObject(text, faults);
  ASSERT_TRUE(value);
  EXPECT_TRUE(faults.empty());
  EXPECT_EQ(*value, nlohmann::json::parse(text));
}

TEST(ParseJsonObjectTest, SaysWhereTheSyntaxIsWrong) {
  EXPECT_EQ(ParseFaults("{\"a\": 1,\n  }"),
            "2 : The content is not JSON in UTF-8: unexpected '}'; expected string literal in line "
            "2, column 3\n");
  EXPECT_EQ(ParseFaults("{\n\n\"a\": \"\xff\"}"),
            "3 : The content is not JSON in UTF-8: invalid string: ill-formed UTF-8 byte in line "
            "3, column 7\n");
  EXPECT_EQ(ParseFaults("{\"a\": 1e999}"),
            "1 : The content is not JSON in UTF-8: a number is too large in line 1, column 11\n");
  EXPECT_EQ(ParseFaults("{}\n{}"),
            "2 : The content is not JSON in UTF-8: unexpected '{'; expected end of input in line "
            "2, column 1\n");
  EXPECT_TRUE(ParseFaults("").starts_with("1 : The content is not JSON in UTF-8: unexpected end"));
  EXPECT_TRUE(ParseFaults("{\"a\":\n\n").starts_with("3 : The content is not JSON"));
}

TEST(ParseJsonObjectTest, WantsAnObject) {
  for (const char* text : {"[]", "5", "null", "\"{}\""}) {
    EXPECT_EQ(ParseFaults(text), "1 : The content must be a JSON object\n") << text;
  }
}

TEST(ParseJsonObjectTest, FindsMembersThatAreThereTwice) {
  EXPECT_EQ(ParseFaults(R"({"a":1,"a":2,"b":[0,{"c":{"d":1,"e":1,"d":2}}],"e":1})"),
            "0 a: is there twice\n0 b[1].c.d: is there twice\n");
  Faults faults;
  EXPECT_EQ(*ParseJsonObject(R"({"a":{"b":1},"a":{"c":2}})", faults),
            nlohmann::json::parse(R"({"a":{"c":2}})"));
}

TEST(ParseJsonObjectTest, EndsWhereItIsNestedTooDeeply) {
  const auto nested = [](std::size_t levels) {
    return "{\"a\":" + std::string(levels - 1, '[') + std::string(levels - 1, ']') + "}";
  };
  EXPECT_EQ(ParseFaults(nested(32)), "");
  EXPECT_TRUE(ParseFaults(nested(33)).ends_with("]: is nested too deeply\n"));
  EXPECT_TRUE(ParseFaults("{\"a\":" + std::string(1'000'000, '[')).ends_with("too deeply\n"));

  // The element that is too much, and not the one before it.
  std::string path = "a";
  for (int level = 1; level < 32; ++level) path += level < 31 ? "[0]" : "[1]";
  EXPECT_EQ(ParseFaults("{\"a\":" + std::string(31, '[') + "1,[]"),
            "0 " + path + ": is nested too deeply\n");
}

TEST(ParseJsonObjectTest, HasASentenceForShortTexts) {
  EXPECT_EQ(ParseJsonObject(R"({"a":1,"a":2})").status().message(), "a is there twice.");
  EXPECT_EQ(ParseJsonObject("[]").status().message(), "The content must be a JSON object.");
  EXPECT_EQ((*ParseJsonObject(R"({"a":1})"))["a"], 1);
}

TEST(MemberReaderTest, ReadsEachType) {
  const auto object = nlohmann::json::parse(R"({"s":" text ","x":" text ","i":-5,"n":2.5,"m":3,
      "b":true,"t":"2026-11-23T18:00:00Z","a":[1],"o":{},"ns":null,"ni":null,"nt":null})");
  Faults faults;
  MemberReader in(object, "", faults);
  EXPECT_EQ(in.String("s"), "text");
  EXPECT_EQ(in.ExactString("x"), " text ");
  EXPECT_EQ(in.Integer("i"), -5);
  EXPECT_EQ(in.Number("n"), 2.5);
  EXPECT_EQ(in.Number("m"), 3.0);
  EXPECT_EQ(in.Bool("b"), true);
  EXPECT_EQ(in.Time("t"), ParseRfc3339("2026-11-23T18:00:00Z"));
  EXPECT_EQ(in.Array("a")->size(), 1U);
  EXPECT_TRUE(in.Any("o")->is_object());
  EXPECT_EQ(in.NullableString("ns"), std::make_optional(std::optional<std::string>()));
  EXPECT_EQ(in.NullableInteger("ni"), std::make_optional(std::optional<std::int64_t>()));
  EXPECT_EQ(in.NullableTime("nt"), std::make_optional(std::optional<TimeMs>()));
  EXPECT_EQ(in.String("absent"), std::nullopt);
  EXPECT_EQ(in.NullableString("absent"), std::nullopt);
  EXPECT_TRUE(in.Finish());
  EXPECT_TRUE(faults.empty());
}

TEST(MemberReaderTest, CollectsWhatIsWrong) {
  const auto object = nlohmann::json::parse(R"({"s":1,"i":1.5,"big":18446744073709551615,"n":"1",
      "b":0,"t":"today","a":{},"unknown":1})");
  Faults faults;
  MemberReader in(object, "things[2].", faults);
  EXPECT_EQ(in.String("s"), std::nullopt);
  in.FailMissing("s");  // it is there: enough was said
  EXPECT_EQ(in.Integer("i"), std::nullopt);
  EXPECT_EQ(in.Integer("big"), std::nullopt);
  EXPECT_EQ(in.Number("n"), std::nullopt);
  EXPECT_EQ(in.Bool("b"), std::nullopt);
  EXPECT_EQ(in.Time("t"), std::nullopt);
  EXPECT_EQ(in.Array("a"), nullptr);
  in.FailMissing("m");
  EXPECT_FALSE(in.Finish());
  EXPECT_EQ(Describe(faults.list()),
            "0 things[2].s: must be a string\n"
            "0 things[2].i: must be a whole number\n"
            "0 things[2].big: must be a whole number\n"
            "0 things[2].n: must be a number\n"
            "0 things[2].b: must be true or false\n"
            "0 things[2].t: must be a time as in RFC 3339, like 2026-12-01T19:00:00Z\n"
            "0 things[2].a: must be an array\n"
            "0 things[2].m: is missing\n"
            "0 things[2].unknown: is not known here\n");
}

TEST(MemberReaderTest, KeepsTheFaultsOfAShortTextItself) {
  const auto object = nlohmann::json::parse(R"({"a":1,"b":2})");
  MemberReader in(object);
  EXPECT_EQ(in.fault(), "");
  EXPECT_EQ(in.Integer("a"), 1);
  EXPECT_FALSE(in.Finish());
  EXPECT_EQ(in.fault(), "b is not known here.");
}

TEST(FindLinesTest, FindsMembersOfEachKind) {
  const std::string text =
      "\n"                    // 1
      "{\n"                   // 2
      "  \"a\":\n"            // 3
      "    1\n"               // 4
      "  , \"b\": [1,\n"      // 5
      "    2\n"               // 6
      "    , 3.5, \"x\",\n"   // 7
      "    null, {\n"         // 8
      "      \"c\": true,\n"  // 9
      "      \"c\": [\n"      // 10
      "        []\n"          // 11
      "      ], \"d\": 1}\n"  // 12
      "  ]\n"                 // 13
      "}\n";                  // 14
  const auto line_of = [&](const std::string& member) {
    Fault fault{member, "is"};
    FindLines(text, {&fault, 1});
    return fault.line;
  };
  EXPECT_EQ(line_of("a"), 3U);
  EXPECT_EQ(line_of("b"), 5U);
  EXPECT_EQ(line_of("b[0]"), 5U);
  EXPECT_EQ(line_of("b[1]"), 6U) << "the parser reads one octet behind a number";
  EXPECT_EQ(line_of("b[2]"), 7U);
  EXPECT_EQ(line_of("b[3]"), 7U);
  EXPECT_EQ(line_of("b[4]"), 8U);
  EXPECT_EQ(line_of("b[5]"), 8U);
  EXPECT_EQ(line_of("b[5].c"), 10U) << "the last one counts";
  EXPECT_EQ(line_of("b[5].c[0]"), 11U);
  EXPECT_EQ(line_of("b[5].d"), 12U);
  // What is not there is missing in what is.
  EXPECT_EQ(line_of("b[5].e"), 8U);
  EXPECT_EQ(line_of("b[9].e"), 5U);
  EXPECT_EQ(line_of("z"), 2U);
  EXPECT_EQ(line_of("z.y[1].x"), 2U);
  EXPECT_EQ(line_of("z]].["), 2U);
}

TEST(FindLinesTest, LeavesLinesThatAreKnown) {
  Fault fault{.member = "a", .what = "is", .line = 7};
  FindLines("{\"a\": 1}", {&fault, 1});
  EXPECT_EQ(fault.line, 7U);
}

TEST(PositionOfTest, CountsLinesAndOctets) {
  const auto position = [](std::size_t read) {
    const TextPosition at = PositionOf("ab\ncd\n", read);
    return std::pair(at.line, at.column);
  };
  EXPECT_EQ(position(0), std::pair(std::size_t{1}, std::size_t{1}));
  EXPECT_EQ(position(1), std::pair(std::size_t{1}, std::size_t{1}));
  EXPECT_EQ(position(3), std::pair(std::size_t{1}, std::size_t{3}));  // the line's end
  EXPECT_EQ(position(4), std::pair(std::size_t{2}, std::size_t{1}));
  EXPECT_EQ(position(7), std::pair(std::size_t{3}, std::size_t{1}));  // the text's
}

}  // namespace
}  // namespace onsale::api
