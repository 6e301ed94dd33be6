#include "onsale/base/json_writer.h"

#include <gtest/gtest.h>

#include <limits>

namespace onsale {
namespace {

TEST(JsonWriterTest, WritesObjectsAndArraysWithCommasBetween) {
  std::string out;
  JsonWriter json(out);
  json.BeginObject().Key("a").Int(1).Key("b").BeginArray().Int(1).Int(2).BeginObject().EndObject();
  json.BeginArray().EndArray().EndArray().Key("c").BeginObject().Key("d").Null().EndObject();
  json.Key("e").Bool(true).Key("f").Bool(false).EndObject();
  EXPECT_EQ(out, R"({"a":1,"b":[1,2,{},[]],"c":{"d":null},"e":true,"f":false})");
}

TEST(JsonWriterTest, WritesBareValues) {
  std::string out = "data: ";
  JsonWriter(out).String("x");
  EXPECT_EQ(out, R"(data: "x")");
}

TEST(JsonWriterTest, WritesExtremeNumbers) {
  std::string out;
  JsonWriter json(out);
  json.BeginArray();
  json.Int(std::numeric_limits<std::int64_t>::min()).Int(std::numeric_limits<std::int64_t>::max());
  json.Uint(std::numeric_limits<std::uint64_t>::max()).Int(0).Double(1.2).Double(-0.5);
  json.Double(std::numeric_limits<double>::denorm_min()).EndArray();
  EXPECT_EQ(out,
            "[-9223372036854775808,9223372036854775807,18446744073709551615,0,1.2,-0.5,5e-324]");
}

TEST(JsonWriterTest, WritesDecimalsWithoutTrailingZeros) {
  std::string out;
  JsonWriter json(out);
  json.BeginArray().Decimal(0, 2).Decimal(-1150, 2).Decimal(100'000'000, 2).Decimal(5, 2);
  json.Decimal(-5, 3).Decimal(-250, 3).Decimal(123, 2).Decimal(99, 2).Decimal(7, 0);
  json.Decimal(std::numeric_limits<std::int64_t>::min(), 2).EndArray();
  EXPECT_EQ(out, "[0,-11.5,1000000,0.05,-0.005,-0.25,1.23,0.99,7,-92233720368547758.08]");
}

TEST(JsonWriterTest, EscapesWhatHasToBe) {
  std::string out;
  JsonWriter(out).String(std::string_view("\"\\\n\r\t\b\f\0\x1f/", 10));
  EXPECT_EQ(out, R"("\"\\\n\r\t\u0008\u000c\u0000\u001f/")");
}

TEST(JsonWriterTest, LeavesTheRestAsItIs) {
  std::string out;
  JsonWriter(out).String("Zürich 🎟 \x7f");
  EXPECT_EQ(out, "\"Zürich 🎟 \x7f\"");
}

TEST(JsonWriterTest, EscapesAtBothEndsOfAText) {
  std::string out;
  JsonWriter(out).String("\"a\"");
  EXPECT_EQ(out, R"("\"a\"")");
}

TEST(JsonWriterTest, WritesTimesAsRfc3339) {
  std::string out;
  JsonWriter json(out);
  json.BeginObject().Key("now").Time(1'795'456'800'123).Key("then").Time(0).EndObject();
  EXPECT_EQ(out, R"({"now":"2026-11-23T18:00:00.123Z","then":"1970-01-01T00:00:00.000Z"})");
}

}  // namespace
}  // namespace onsale
