#include "onsale/api/reserve_body.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>

#include "onsale/api/fingerprint.h"

namespace onsale::api {
namespace {

std::string FaultOf(std::string_view body) {
  domain::Reserve command;
  return ParseReserveBody(body, command);
}

TEST(ParseReserveBodyTest, ReadsAQuantity) {
  domain::Reserve command;
  ASSERT_EQ(
      ParseReserveBody(R"( {"quantity":2 , "customer":"  ada@example.org\t", "section":"floor"} )",
                       command),
      "");
  EXPECT_EQ(command.customer, "ada@example.org");
  EXPECT_EQ(command.quantity, 2);
  EXPECT_EQ(command.section, "floor");
  EXPECT_TRUE(command.seats.empty());
}

TEST(ParseReserveBodyTest, ReadsSeats) {
  domain::Reserve command;
  ASSERT_EQ(ParseReserveBody(R"({"customer":"ada","seats":["a-1-1","a-1-2"]})", command), "");
  EXPECT_EQ(command.seats, (std::vector<std::string>{"a-1-1", "a-1-2"}));
  EXPECT_EQ(command.quantity, 0);
}

TEST(ParseReserveBodyTest, LeavesTheRangeOfQuantityToTheDomain) {
  domain::Reserve command;
  ASSERT_EQ(ParseReserveBody(R"({"customer":"ada","quantity":-7})", command), "");
  EXPECT_EQ(command.quantity, -7);
  ASSERT_EQ(ParseReserveBody(R"({"customer":"ada","quantity":18446744073709551615})", command), "");
  EXPECT_EQ(command.quantity, std::numeric_limits<std::int64_t>::max());
}

TEST(ParseReserveBodyTest, RefusesWhatIsNoJsonObject) {
  for (const char* body :
       {"", " ", "{", "}", "null", "3", "\"x\"", "[]", "[{}]", "{} {}", "{}x",
        R"({"customer":"ada","quantity":1,})", R"({'customer':'ada'})", R"({"customer":"a)",
        "{\"customer\":\"\xff\",\"quantity\":1}", "{\"customer\":\"\xed\xa0\x80\",\"quantity\":1}",
        R"({"customer":"\ud800","quantity":1})", R"({"customer":"ada","quantity":01})",
        R"({"customer":"ada","quantity":NaN})"}) {
    const std::string fault = FaultOf(body);
    EXPECT_TRUE(fault == "The content is not JSON in UTF-8." ||
                fault == "The content must be a JSON object.")
        << body << " -> " << fault;
  }
}

TEST(ParseReserveBodyTest, NamesTheMemberThatIsWrong) {
  EXPECT_EQ(FaultOf("{}"), "customer is missing.");
  EXPECT_EQ(FaultOf(R"({"quantity":1})"), "customer is missing.");
  EXPECT_EQ(FaultOf(R"({"customer":7,"quantity":1})"), "customer must be a string.");
  EXPECT_EQ(FaultOf(R"({"customer":null,"quantity":1})"), "customer must be a string.");
  EXPECT_EQ(FaultOf(R"({"customer":{"a":1},"quantity":1})"), "customer must be a string.");
  EXPECT_EQ(FaultOf(R"({"customer":"a","quantity":"1"})"), "quantity must be a whole number.");
  EXPECT_EQ(FaultOf(R"({"customer":"a","quantity":1.0})"), "quantity must be a whole number.");
  EXPECT_EQ(FaultOf(R"({"customer":"a","quantity":1e3})"), "quantity must be a whole number.");
  EXPECT_EQ(FaultOf(R"({"customer":"a","quantity":true})"), "quantity must be a whole number.");
  EXPECT_EQ(FaultOf(R"({"customer":"a","quantity":[1]})"), "quantity must be a whole number.");
  EXPECT_EQ(FaultOf(R"({"customer":"a","seats":"x"})"), "seats must be an array of strings.");
  EXPECT_EQ(FaultOf(R"({"customer":"a","seats":[1]})"), "seats must be an array of strings.");
  EXPECT_EQ(FaultOf(R"({"customer":"a","seats":[["x"]]})"), "seats must be an array of strings.");
  EXPECT_EQ(FaultOf(R"({"customer":"a","quantity":1,"section":""})"), "section may not be empty.");
  EXPECT_EQ(FaultOf(R"({"customer":"a","qty":1})"), "The member qty is not known here.");
  EXPECT_EQ(FaultOf(R"({"customer":"a","quantity":1,"quantity":1})"),
            "The member quantity is there twice.");
}

TEST(ParseReserveBodyTest, WantsEitherQuantityOrSeats) {
  const std::string fault = "Either quantity or seats is needed, and not both.";
  EXPECT_EQ(FaultOf(R"({"customer":"a"})"), fault);
  EXPECT_EQ(FaultOf(R"({"customer":"a","quantity":1,"seats":["x"]})"), fault);
  EXPECT_EQ(FaultOf(R"({"customer":"a","seats":[]})"), "seats may not be empty.");
  EXPECT_EQ(FaultOf(R"({"customer":"a","seats":["x"],"section":"s"})"),
            "section goes with quantity, not with seats.");
}

TEST(ParseReserveBodyTest, ReadsWhetherAccessibleSeatsAreAskedFor) {
  domain::Reserve command;
  EXPECT_EQ(ParseReserveBody(R"({"customer":"a","quantity":1})", command), "");
  EXPECT_FALSE(command.accessible);
  EXPECT_EQ(ParseReserveBody(R"({"customer":"a","seats":["x"],"accessible":true})", command), "");
  EXPECT_TRUE(command.accessible);
  EXPECT_EQ(FaultOf(R"({"customer":"a","quantity":1,"accessible":"yes"})"),
            "accessible must be true or false.");
}

TEST(ParseReserveBodyTest, TakesNoSeatsToWaitFor) {
  domain::Reserve command;
  command.wait = true;
  EXPECT_EQ(ParseReserveBody(R"({"customer":"a","seats":["x"]})", command),
            "seats cannot be waited for; name a quantity.");
}

TEST(ParseReserveBodyTest, BoundsTheCustomer) {
  const auto body = [](const std::string& customer) {
    return R"({"customer":")" + customer + R"(","quantity":1})";
  };
  EXPECT_EQ(FaultOf(body(std::string(254, 'x'))), "");
  EXPECT_EQ(FaultOf(body(std::string(255, 'x'))), "customer must have 1 to 254 characters.");
  std::string long_name;
  for (int i = 0; i < 254; ++i) long_name += "\u00e9";
  EXPECT_EQ(FaultOf(body(long_name)), "");
  EXPECT_EQ(FaultOf(body(long_name + "\u00e9")), "customer must have 1 to 254 characters.");
  EXPECT_EQ(FaultOf(body("  ")), "customer must have 1 to 254 characters.");
  EXPECT_EQ(FaultOf(body("a\\u0000b")), "customer may not have control characters.");
  EXPECT_EQ(FaultOf(body("a\\nb")), "customer may not have control characters.");
}

TEST(FingerprintTest, IsOfTheMeaning) {
  Sha256 hash;
  const auto of = [&](std::string_view body) {
    domain::Reserve command;
    EXPECT_EQ(ParseReserveBody(body, command), "");
    return FingerprintOf(command, hash);
  };
  const auto first = of(R"({"customer":"ada","quantity":1})");
  EXPECT_EQ(first, of(R"({ "quantity": 1, "customer": " ADA " })"));
  EXPECT_NE(first, of(R"({"customer":"ada","quantity":2})"));
  EXPECT_NE(first, of(R"({"customer":"adb","quantity":1})"));
  EXPECT_NE(first, of(R"({"customer":"ada","quantity":1,"section":"s"})"));
  EXPECT_NE(of(R"({"customer":"ada","seats":["ab","c"]})"),
            of(R"({"customer":"ada","seats":["a","bc"]})"));
}

}  // namespace
}  // namespace onsale::api
