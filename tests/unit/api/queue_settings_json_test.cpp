#include "onsale/api/queue_settings_json.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "support/manual_clock.h"

namespace onsale::api {
namespace {

using domain::QueueEdit;
using domain::QueueSettings;
using nlohmann::json;

struct Read {
  std::optional<std::optional<QueueEdit>> queue;
  std::string fault;
};

Read ReadFrom(const std::string& queue) {
  const json object = json::parse(R"({"queue":)" + queue + "}");
  Faults faults;
  MemberReader in(object, "", faults);
  Read read{ReadQueue(in, faults), {}};
  in.Finish();
  if (!faults.empty()) read.fault = faults.first().Sentence();
  return read;
}

std::string Written(const std::optional<QueueSettings>& queue) {
  std::string text;
  JsonWriter out(text);
  WriteQueueSettings(out, queue);
  return text;
}

TEST(QueueSettingsJsonTest, ReadsNothingWhereThereIsNothing) {
  const json object = json::object();
  Faults faults;
  MemberReader in(object, "", faults);
  EXPECT_FALSE(ReadQueue(in, faults));
  EXPECT_TRUE(faults.empty());
}

TEST(QueueSettingsJsonTest, NullIsForNone) {
  const Read read = ReadFrom("null");
  ASSERT_TRUE(read.queue);
  EXPECT_FALSE(*read.queue);
  EXPECT_EQ(read.fault, "");
}

TEST(QueueSettingsJsonTest, LeavesWhatIsNotSaid) {
  QueueSettings before;
  before.target = 7;
  before.message = "Soon.";
  before.rate_per_minute = 9;
  const Read read = ReadFrom(R"({"paused":true})");
  QueueSettings expected = before;
  expected.paused = true;
  EXPECT_EQ(domain::Apply(**read.queue, before), expected);
}

TEST(QueueSettingsJsonTest, ReadsEverythingAndWritesItAgain) {
  const std::string text =
      R"({"opens_at":"2026-11-23T18:00:00.000Z","target":20,"rate_per_minute":60,)"
      R"("claim_seconds":30,"admission_seconds":90,"paused":true,"message":"Soon.",)"
      R"("beacon_source":"drand round 4711","beacon":"b0b1"})";
  const Read read = ReadFrom(text);
  ASSERT_EQ(read.fault, "");
  const QueueSettings settings = domain::Apply(**read.queue, {});
  EXPECT_EQ(settings.opens_at, test::kStart);
  EXPECT_EQ(settings.target, 20);
  EXPECT_EQ(settings.rate_per_minute, 60);
  EXPECT_EQ(settings.claim_ms, 30'000);
  EXPECT_EQ(settings.admission_ms, 90'000);
  EXPECT_TRUE(settings.paused);
  EXPECT_EQ(settings.message, "Soon.");
  EXPECT_EQ(settings.beacon_source, "drand round 4711");
  EXPECT_EQ(settings.beacon, "b0b1");
  EXPECT_EQ(Written(settings), text);
}

TEST(QueueSettingsJsonTest, NullClears) {
  QueueSettings before;
  before.rate_per_minute = 9;
  before.message = before.beacon_source = "x";
  const Read read = ReadFrom(R"({"rate_per_minute":null,"message":null,"beacon_source":null})");
  EXPECT_EQ(domain::Apply(**read.queue, before), QueueSettings());
  EXPECT_EQ(Written(std::nullopt), "null");
  EXPECT_EQ(Written(QueueSettings()),
            R"({"opens_at":"1970-01-01T00:00:00.000Z","target":500,"rate_per_minute":null,)"
            R"("claim_seconds":120,"admission_seconds":600,"paused":false,"message":null,)"
            R"("beacon_source":null,"beacon":null})");
}

TEST(QueueSettingsJsonTest, TellsWhatIsWrong) {
  EXPECT_EQ(ReadFrom("true").fault, "queue must be an object, or null for none.");
  EXPECT_EQ(ReadFrom(R"({"size":1})").fault, "queue.size is not known here.");
  EXPECT_EQ(ReadFrom(R"({"target":"1"})").fault, "queue.target must be a whole number.");
  EXPECT_EQ(ReadFrom(R"({"claim_seconds":9})").fault,
            "queue.claim_seconds must be from 10 to 3600.");
  EXPECT_EQ(ReadFrom(R"({"admission_seconds":86401})").fault,
            "queue.admission_seconds must be from 60 to 86400.");
  EXPECT_EQ(ReadFrom(R"({"rate_per_minute":0})").fault,
            "queue.rate_per_minute must be at least 1, or null for no limit.");
}

}  // namespace
}  // namespace onsale::api
