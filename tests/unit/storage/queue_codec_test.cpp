#include "onsale/storage/queue_codec.h"

#include <gtest/gtest.h>

#include <string>

#include "onsale/base/sha256.h"
#include "support/hex.h"
#include "support/manual_clock.h"

namespace onsale::storage {
namespace {

using domain::Entrant;
using domain::Lease;
using domain::QueueRecord;
using test::Hex;
using test::kStart;
using test::Unhex;

std::string KeyOf(const QueueKey& key) {
  std::string out;
  EncodeQueueKey(out, key);
  return out;
}

template <typename Value>
std::string Encoded(void (*encode)(std::string&, const Value&), const Value& value) {
  std::string out;
  encode(out, value);
  return out;
}

QueueRecord NewRecord() {
  QueueRecord record;
  record.seed = Sha256::Of("abc");
  record.commitment = Sha256::Of("");
  return record;
}

QueueRecord DrawnRecord() {
  QueueRecord record = NewRecord();
  record.closed = record.drawn = true;
  record.drawn_count = 300;
  record.drawn_digest.fill(0xdd);
  record.turns.serving = 258;
  record.turns.next_turn_us = -1;
  record.turns.show_rate[7] = {.turns = 9, .claimed = 8};
  record.turns.runs = {{100, 200, kStart, 0, 0}, {200, 258, kStart + 1, 0, 0}};
  return record;
}

const std::string kSeed = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
const std::string kCommitment = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

// What is on disks already.
TEST(QueueCodecTest, Golden) {
  EXPECT_EQ(kQueueKeyKey, "queue-key");
  EXPECT_EQ(Hex(KeyOf({7, QueueEntry::kRecord})), "0000000700");
  EXPECT_EQ(Hex(KeyOf({7, QueueEntry::kEntrant, 258})), "000000070100000102");
  EXPECT_EQ(Hex(KeyOf({7, QueueEntry::kLease, 258})), "000000070200000102");
  EXPECT_EQ(Hex(Encoded(EncodeQueueRecord, NewRecord())),
            kSeed + kCommitment +
                "00"                                // flags
                "0000"                              // serving, next_turn_us
                "00000000000000000000000000000000"  // show rate
                "00");                              // runs
  std::string digest;
  for (int i = 0; i < 32; ++i) digest += "dd";
  EXPECT_EQ(Hex(Encoded(EncodeQueueRecord, DrawnRecord())),
            kSeed + kCommitment + "03" + "ac02" + digest + "8202" +
                "01"                                // serving, next_turn_us
                "00000000000000000000000000000908"  // show rate
                "02"                                // runs
                "64"
                "c801"
                "80d48499c168"  //
                "c801"
                "8202"
                "82d48499c168");
  EXPECT_EQ(Hex(Encoded(EncodeEntrant, Entrant{{1, 2}, {3, 4}})),
            "01020000000000000000000000000000"
            "03040000000000000000000000000000");
  EXPECT_EQ(Hex(Encoded(EncodeLease, Lease{})), "00000000");
  EXPECT_EQ(Hex(Encoded(EncodeLease, Lease{300, kStart, kStart + 1, true, 5})),
            "ac02"
            "80d48499c168"
            "82d48499c168"
            "03"
            "05");
}

TEST(QueueCodecTest, ReadsWhatItWrote) {
  for (const QueueRecord& record : {NewRecord(), DrawnRecord()}) {
    EXPECT_EQ(DecodeQueueRecord(Encoded(EncodeQueueRecord, record)), record);
  }
  const Entrant entrant = {{1, 2}, {3, 4}};
  EXPECT_EQ(DecodeEntrant(Encoded(EncodeEntrant, entrant)), entrant);
  for (const Lease& lease : {Lease{}, Lease{300, kStart, kStart + 1, true, 5},
                             Lease{UINT32_MAX, -1, INT64_MAX, false, UINT64_MAX}}) {
    EXPECT_EQ(DecodeLease(Encoded(EncodeLease, lease)), lease);
  }
  for (const QueueEntry entry : {QueueEntry::kRecord, QueueEntry::kEntrant, QueueEntry::kLease}) {
    const std::uint32_t number = entry == QueueEntry::kRecord ? 0 : UINT32_MAX;
    const auto key = DecodeQueueKey(KeyOf({UINT32_MAX, entry, number}));
    ASSERT_TRUE(key);
    EXPECT_EQ(key->event, UINT32_MAX);
    EXPECT_EQ(key->entry, entry);
    EXPECT_EQ(key->number, number);
  }
}

TEST(QueueCodecTest, RefusesAnOctetTooFewOrTooMany) {
  const std::string record = Encoded(EncodeQueueRecord, DrawnRecord());
  for (std::size_t size = 0; size < record.size(); ++size) {
    EXPECT_FALSE(DecodeQueueRecord(record.substr(0, size))) << size;
  }
  EXPECT_FALSE(DecodeQueueRecord(record + '\0'));
  const std::string entrant = Encoded(EncodeEntrant, Entrant{});
  EXPECT_FALSE(DecodeEntrant(entrant.substr(1)));
  EXPECT_FALSE(DecodeEntrant(entrant + '\0'));
  const std::string lease = Encoded(EncodeLease, Lease{});
  EXPECT_FALSE(DecodeLease(lease.substr(1)));
  EXPECT_FALSE(DecodeLease(lease + '\0'));
  for (const QueueEntry entry : {QueueEntry::kRecord, QueueEntry::kEntrant, QueueEntry::kLease}) {
    const std::string key = KeyOf({7, entry, 0});
    EXPECT_FALSE(DecodeQueueKey(key.substr(0, key.size() - 1)));
    EXPECT_FALSE(DecodeQueueKey(key + '\0'));
  }
}

TEST(QueueCodecTest, RefusesWhatCannotBe) {
  EXPECT_FALSE(DecodeQueueKey(Unhex("00000007 03 00000000"))) << "an unknown part";
  const std::string start = Unhex(kSeed) + Unhex(kCommitment);
  const std::string rest = std::string(19, '\0');
  ASSERT_TRUE(DecodeQueueRecord(start + '\0' + rest));
  EXPECT_FALSE(DecodeQueueRecord(start + '\x02' + rest)) << "drawn and not closed";
  EXPECT_FALSE(DecodeQueueRecord(start + '\x04' + rest)) << "an unknown flag";
  const auto with_runs = [](std::deque<domain::Turns::Run> runs) {
    QueueRecord record = DrawnRecord();
    record.turns.runs = std::move(runs);
    return Encoded(EncodeQueueRecord, record);
  };
  EXPECT_FALSE(DecodeQueueRecord(with_runs({{9, 9, kStart, 0, 0}}))) << "an empty run";
  EXPECT_FALSE(DecodeQueueRecord(with_runs({{0, 9, kStart, 0, 0}, {8, 10, kStart, 0, 0}})));
  EXPECT_FALSE(DecodeQueueRecord(with_runs({{250, 259, kStart, 0, 0}}))) << "not served yet";
  QueueRecord record = DrawnRecord();
  record.turns.show_rate[0] = {.turns = 1, .claimed = 2};
  EXPECT_FALSE(DecodeQueueRecord(Encoded(EncodeQueueRecord, record)));
  EXPECT_FALSE(DecodeLease(Unhex("00 00 00 04"))) << "an unknown flag";
}

}  // namespace
}  // namespace onsale::storage
