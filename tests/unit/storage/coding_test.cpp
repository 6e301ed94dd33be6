#include "onsale/storage/coding.h"

#include <gtest/gtest.h>

#include <array>
#include <limits>

#include "support/hex.h"
#include "support/seeded_random.h"

namespace onsale::storage {
namespace {

using test::Hex;
using test::Unhex;

std::string BigEndian(std::uint64_t value, int octets) {
  std::string out;
  PutBigEndian(out, value, octets);
  return out;
}

std::string Varint(std::uint64_t value) {
  std::string out;
  PutVarint(out, value);
  return out;
}

std::string Signed(std::int64_t value) {
  std::string out;
  PutSigned(out, value);
  return out;
}

TEST(CodingTest, WritesBigEndianIntegers) {
  EXPECT_EQ(Hex(BigEndian(0x0102030405, 5)), "0102030405");
  EXPECT_EQ(Hex(BigEndian(1, 4)), "00000001");
  EXPECT_EQ(Hex(BigEndian(std::numeric_limits<std::uint64_t>::max(), 8)), "ffffffffffffffff");
}

TEST(CodingTest, SortsBigEndianIntegersAsNumbers) {
  test::SeededRandom random(6);
  for (int i = 0; i < 1'000; ++i) {
    const std::uint64_t a = random.AnyMagnitude(), b = random.AnyMagnitude();
    EXPECT_EQ(a < b, BigEndian(a, 8) < BigEndian(b, 8));
  }
}

TEST(CodingTest, WritesVarints) {
  EXPECT_EQ(Hex(Varint(0)), "00");
  EXPECT_EQ(Hex(Varint(127)), "7f");
  EXPECT_EQ(Hex(Varint(128)), "8001");
  EXPECT_EQ(Hex(Varint(300)), "ac02");
  EXPECT_EQ(Hex(Varint(std::numeric_limits<std::uint64_t>::max())), "ffffffffffffffffff01");
}

TEST(CodingTest, WritesSmallNumbersOfBothSignsShort) {
  EXPECT_EQ(Hex(Signed(0)), "00");
  EXPECT_EQ(Hex(Signed(-1)), "01");
  EXPECT_EQ(Hex(Signed(1)), "02");
  EXPECT_EQ(Hex(Signed(-64)), "7f");
  EXPECT_EQ(Signed(std::numeric_limits<std::int64_t>::min()).size(), 10U);
}

TEST(CodingTest, ReadsBackEverything) {
  test::SeededRandom random(7);
  for (int i = 0; i < 2'000; ++i) {
    const std::uint64_t unsigned_value = random.AnyMagnitude();
    const auto signed_value =
        static_cast<std::int64_t>(random.AnyMagnitude()) * (random.OneIn(2) ? -1 : 1);
    const std::string text = random.Octets(300);
    std::array<std::uint8_t, 16> octets;
    random.Fill(octets);
    std::string out;
    PutVarint(out, unsigned_value);
    PutSigned(out, signed_value);
    PutText(out, text);
    PutBigEndian(out, unsigned_value, 8);
    PutBytes(out, octets);
    out += "rest";

    Reader in(out);
    EXPECT_EQ(in.Varint(), unsigned_value);
    EXPECT_EQ(in.Signed(), signed_value);
    EXPECT_EQ(in.Text(), text);
    EXPECT_EQ(in.BigEndian(8), unsigned_value);
    std::array<std::uint8_t, 16> read;
    in.Bytes(read);
    EXPECT_EQ(read, octets);
    EXPECT_FALSE(in.done());
    EXPECT_EQ(in.Rest(), "rest");
    EXPECT_TRUE(in.done());
  }
}

TEST(CodingTest, ReadsTheExtremesOfSignedNumbers) {
  for (const std::int64_t value :
       {std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max(),
        std::int64_t{0}, std::int64_t{-1}}) {
    const std::string text = Signed(value);
    Reader in(text);
    EXPECT_EQ(in.Signed(), value);
    EXPECT_TRUE(in.done());
  }
}

TEST(ReaderTest, ReadsNothingPastTheEnd) {
  const std::string varint = Unhex("80"), text = Unhex("05 616263"), number = Unhex("0102");
  Reader cut_varint(varint);
  EXPECT_EQ(cut_varint.Varint(), 0U);
  EXPECT_FALSE(cut_varint.ok());
  Reader cut_text(text);
  EXPECT_EQ(cut_text.Text(), "");
  EXPECT_FALSE(cut_text.ok());
  Reader cut_number(number);
  EXPECT_EQ(cut_number.BigEndian(4), 0U);
  EXPECT_FALSE(cut_number.ok());
  Reader empty("");
  EXPECT_TRUE(empty.done());
  EXPECT_EQ(empty.Bytes(1), "");
  EXPECT_FALSE(empty.done());
}

TEST(ReaderTest, StaysFailed) {
  const std::string octets = Unhex("ff 01 02 03");
  Reader in(octets);
  EXPECT_EQ(in.Bytes(9), "");
  EXPECT_EQ(in.Varint(), 0U);
  EXPECT_EQ(in.Signed(), 0);
  EXPECT_EQ(in.BigEndian(1), 0U);
  EXPECT_EQ(in.Text(), "");
  EXPECT_EQ(in.Rest(), "");
  std::array<std::uint8_t, 2> read = {9, 9};
  in.Bytes(read);
  EXPECT_EQ(read, (std::array<std::uint8_t, 2>{0, 0}));
  EXPECT_FALSE(in.ok());
}

TEST(ReaderTest, RefusesVarintsBeyond64Bits) {
  const std::string largest = Unhex("ffffffffffffffffff01");
  Reader in(largest);
  EXPECT_EQ(in.Varint(), std::numeric_limits<std::uint64_t>::max());
  EXPECT_TRUE(in.done());
  for (const char* digits : {"ffffffffffffffffff02", "ffffffffffffffffff7f",
                             "80808080808080808080 01", "ffffffffffffffffffff 01"}) {
    const std::string octets = Unhex(digits);
    Reader too_large(octets);
    (void)too_large.Varint();
    EXPECT_FALSE(too_large.ok()) << digits;
  }
}

TEST(ReaderTest, IsNotFooledByALengthNearTheLargest) {
  const std::string octets = Unhex("ffffffffffffffffff01 61");
  Reader in(octets);
  EXPECT_EQ(in.Text(), "");
  EXPECT_FALSE(in.ok());
}

}  // namespace
}  // namespace onsale::storage
