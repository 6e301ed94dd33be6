#include <algorithm>
#include <csignal>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "integration/server_test.h"
#include "onsale/storage/batch.h"
#include "onsale/storage/codec.h"
#include "onsale/storage/coding.h"
#include "onsale/storage/rocks_store.h"
#include "support/files.h"

namespace onsale::test {
namespace {

using nlohmann::json;
using storage::Family;
using testing::HasSubstr;

// What an operator does when the store is not as it should be.
class StoreTest : public ServerTest {
 protected:
  void SellSome(int count = 200) {
    api().CreateEvent({{"name", "Gala"}, {"capacity", 10'000}});
    for (int i = 0; i < count; ++i) {
      api().MustReserve("gala", {{"customer", "c" + std::to_string(i)}, {"quantity", 1}});
    }
  }

  // The write-ahead log of a server that was killed: all that was written is in it.
  std::filesystem::path WriteAheadLog() const {
    const auto logs = FilesIn(server_.store(), ".log");
    EXPECT_FALSE(logs.empty());
    return *std::max_element(logs.begin(), logs.end(), [](const auto& a, const auto& b) {
      return std::filesystem::file_size(a) < std::filesystem::file_size(b);
    });
  }

  void FlipByte(const std::filesystem::path& file, std::size_t at) {
    std::string content = ReadFile(file);
    content.at(at) = static_cast<char>(content.at(at) ^ 0x40);
    WriteFile(file, content);
  }

  void DamageLogInTheMiddle() {
    const std::filesystem::path log = WriteAheadLog();
    FlipByte(log, std::filesystem::file_size(log) / 2);
  }

  // Writes into the store behind the server's back.
  void Tamper(const storage::Batch& batch) {
    auto store = storage::OpenRocksStore(server_.store(), {});
    ASSERT_TRUE(store.ok()) << store.status().message();
    ASSERT_TRUE((*store)->Commit(batch).ok());
  }

  std::pair<std::string, std::string> FirstEntry(Family family) {
    auto store = storage::OpenRocksStore(server_.store(), {});
    std::pair<std::string, std::string> entry;
    (void)(*store)->Scan(family, "", [&](std::string_view key, std::string_view value) {
      if (entry.first.empty()) entry = {std::string(key), std::string(value)};
      return Status();
    });
    EXPECT_FALSE(entry.first.empty());
    return entry;
  }

  void ExpectNoStart(const std::string& why) {
    const ProcessResult result = server_.StartInVain();
    EXPECT_EQ(result.status, 1);
    EXPECT_THAT(result.errors, HasSubstr("event=start_failed error=\""));
    EXPECT_THAT(result.errors, HasSubstr(why));
  }

  void ExpectVerified(int status, const std::string& said = "") {
    const ProcessResult result = server_.Verify();
    EXPECT_EQ(result.status, status) << result.output << result.errors;
    EXPECT_THAT(result.output + result.errors, HasSubstr(said));
  }
};

TEST_F(StoreTest, IsVerified) {
  SellSome(10);
  Stop();
  ExpectVerified(0, "1 events, 10 reservations, 11 changes: everything agrees");
  const std::string before = DescribeFolder(server_.store());
  ExpectVerified(0);
  EXPECT_EQ(DescribeFolder(server_.store()), before) << "verify only reads";
}

TEST_F(StoreTest, IsVerifiedRightAfterACrash) {
  SellSome(10);
  Kill();
  ExpectVerified(0, "10 reservations");
}

TEST_F(StoreTest, CannotBeVerifiedWhereThereIsNone) {
  ExpectVerified(2, "there is no data folder");
  std::filesystem::create_directories(server_.data_dir());
  ExpectVerified(2);
}

TEST_F(StoreTest, RefusesALogThatIsDamagedInTheMiddle) {
  SellSome();
  Kill();
  DamageLogInTheMiddle();
  const std::string before = ReadFile(WriteAheadLog());
  ExpectNoStart("is damaged and was not touched");
  ExpectNoStart("--accept-damaged-log");
  EXPECT_EQ(ReadFile(WriteAheadLog()), before);
  ExpectVerified(2, "damaged");
}

TEST_F(StoreTest, OpensADamagedLogWhenToldTo) {
  SellSome();
  Kill();
  DamageLogInTheMiddle();
  Start({"--accept-damaged-log"});
  EXPECT_TRUE(server_.AwaitLog("event=damaged_log_accepted"));
  const int sold = api().GetEvent("gala")["confirmed"];
  EXPECT_GT(sold, 0);
  EXPECT_LT(sold, 200) << "what was behind the damage is gone";
  EXPECT_THAT(api().Reserve("gala", {{"customer", "late"}, {"quantity", 1}}), HasStatus(201));
  Stop();
  ExpectVerified(0);
  Start();
  EXPECT_EQ(api().GetEvent("gala")["confirmed"], sold + 1);
}

TEST_F(StoreTest, OpensALogWhoseEndIsTorn) {
  SellSome(50);
  Kill();
  const std::filesystem::path log = WriteAheadLog();
  std::filesystem::resize_file(log, std::filesystem::file_size(log) - 10);
  Start();
  EXPECT_EQ(api().GetEvent("gala")["confirmed"], 49) << "all but the write that was torn";
}

// What is settled is not read at the start, but when it is asked for: more than once, by readers
// and by who changes it, and it goes on as if nothing had been.
TEST_F(StoreTest, HasWhatItDoesNotKeepInMemory) {
  api().CreateEvent({{"name", "Gala"}, {"capacity", 10}});
  std::vector<json> made;
  for (int i = 0; i < 5; ++i) {
    made.push_back(api().MustReserve("gala",
                                     {{"customer", "c" + std::to_string(i)}, {"quantity", 1}},
                                     "key-" + std::to_string(i)));
  }
  ASSERT_THAT(api().Cancel(made[1]["id"]), HasStatus(204));
  const auto list = [&] { return api().Admin("GET", "/api/v1/events/gala/reservations").body; };
  const auto csv = [&] {
    return api()
        .Admin("GET", "/api/v1/events/gala/reservations", nullptr, {{"Accept", "text/csv"}})
        .body;
  };
  const std::string listed = list(), exported = csv();
  const std::string cancelled = api().GetReservation(made[1]["id"]).body;
  Kill();
  Start();
  EXPECT_EQ(list(), listed);
  EXPECT_EQ(csv(), exported);
  for (int round = 0; round < 2; ++round) {
    EXPECT_EQ(api().GetReservation(made[1]["id"]).body, cancelled);
    EXPECT_EQ(api().GetReservation(made[4]["id"]).Json()["status"], "confirmed");
  }
  EXPECT_THAT(api().Confirm(made[1]["id"]), IsProblem(409, "reservation-cancelled"));
  EXPECT_THAT(api().Cancel(made[2]["id"]), HasStatus(204));
  EXPECT_EQ(api().GetReservation(made[2]["id"]).Json()["status"], "cancelled");
  const HttpResponse again = api().Reserve("gala", {{"customer", "c2"}, {"quantity", 1}}, "key-2");
  EXPECT_EQ(again.Json()["id"], made[2]["id"]);
  EXPECT_EQ(again.Field("Idempotent-Replayed"), "true");
  api().MustReserve("gala", {{"customer", "c5"}, {"quantity", 7}}, "key-5");
  EXPECT_EQ(api().GetEvent("gala")["available"], 0);
  Stop();
  ExpectVerified(0, "6 reservations");
}

// Who asks for what cannot be read is told so, and nothing else suffers.
TEST_F(StoreTest, SaysWhatItCannotRead) {
  SellSome(3);
  const json made = api().MustReserve("gala", {{"customer", "ada"}, {"quantity", 1}}, "key-1");
  Stop();
  const auto [key, value] = FirstEntry(Family::kReservations);
  storage::Batch batch;
  batch.Put(Family::kReservations, key, value + "x");
  Tamper(batch);
  Start();
  const std::string damaged =
      domain::FormatReservationId(storage::DecodeReservation(key, value).value().id);
  EXPECT_THAT(api().GetReservation(damaged), IsProblem(500, "internal-error"));
  EXPECT_THAT(api().Admin("GET", "/api/v1/events/gala/reservations"),
              IsProblem(500, "internal-error"));
  EXPECT_THAT(api().Cancel(damaged), IsProblem(500, "internal-error"));
  EXPECT_TRUE(server_.AwaitLog("event=store_unreadable"));
  EXPECT_THAT(api().Get("/readyz"), HasStatus(200));
  EXPECT_THAT(api().Cancel(made["id"]), HasStatus(204));
  EXPECT_EQ(api().GetEvent("gala")["confirmed"], 3);
  Stop();
  ExpectVerified(1, "gala");
}

TEST_F(StoreTest, RefusesAStoreOfANewerVersion) {
  SellSome(1);
  Stop();
  storage::Batch batch;
  std::string version;
  storage::PutVarint(version, storage::kFormatVersion + 1);
  batch.Put(Family::kMeta, storage::kFormatKey, version);
  Tamper(batch);
  ExpectNoStart("newer version");
  ExpectVerified(2, "newer version");
}

TEST_F(StoreTest, FindsAReservationThatWasTakenOut) {
  SellSome(5);
  Stop();
  storage::Batch batch;
  batch.Delete(Family::kReservations, FirstEntry(Family::kReservations).first);
  Tamper(batch);
  ExpectVerified(1, "event gala (1) lacks reservations");
  ExpectNoStart("gala");
}

TEST_F(StoreTest, FindsCountersThatWereChanged) {
  SellSome(5);
  Stop();
  const auto [key, value] = FirstEntry(Family::kCounters);
  auto counters = storage::DecodeCounters(value);
  ASSERT_TRUE(counters.has_value());
  counters->sections.at(0).confirmed -= 1;
  std::string changed;
  storage::EncodeCounters(changed, *counters);
  storage::Batch batch;
  batch.Put(Family::kCounters, key, changed);
  Tamper(batch);
  ExpectVerified(1, "event gala (1)");
}

TEST_F(StoreTest, FindsAChangeThatWasRewritten) {
  SellSome(5);
  Stop();
  auto [key, value] = FirstEntry(Family::kChanges);
  const std::size_t name = value.find("Gala");
  ASSERT_NE(name, std::string::npos);
  value.replace(name, 4, "Gaga");
  storage::Batch batch;
  batch.Put(Family::kChanges, key, value);
  Tamper(batch);
  ExpectVerified(1, "broken hash chain at sequence 1");
}

TEST_F(StoreTest, FindsAReservationThatWasChanged) {
  SellSome(5);
  Stop();
  auto [key, value] = FirstEntry(Family::kReservations);
  auto reservation = storage::DecodeReservation(key, value);
  ASSERT_TRUE(reservation.has_value());
  reservation->customer = "mallory";
  value.clear();
  storage::EncodeReservation(value, *reservation);
  storage::Batch batch;
  batch.Put(Family::kReservations, key, value);
  Tamper(batch);
  ExpectVerified(1, "event gala (1)");
}

TEST_F(StoreTest, RefusesChangesButNotReadsWhenTheDiskIsFull) {
  SellSome(3);
  const json made = api().MustReserve("gala", {{"customer", "ada"}, {"quantity", 1}}, "key-1");
  Stop();
  Start({"--min-free-mib", "1000000000"});
  const auto expect_refused = [](const HttpResponse& response) {
    EXPECT_THAT(response, IsProblem(503, "store-full"));
    EXPECT_EQ(response.Field("Retry-After"), "10");
  };
  expect_refused(api().Reserve("gala", {{"customer", "ada"}, {"quantity", 1}}));
  expect_refused(api().Confirm(made["id"]));
  expect_refused(api().Cancel(made["id"]));
  expect_refused(api().EditEvent("gala", {{"name", "x"}}));
  expect_refused(api().Admin("POST", "/api/v1/events", {{"name", "x"}, {"capacity", 1}}));
  expect_refused(api().Admin("DELETE", "/api/v1/events/gala"));

  EXPECT_EQ(api().GetEvent("gala")["confirmed"], 4);
  EXPECT_EQ(api().GetReservation(made["id"]).Json()["status"], "confirmed");
  EXPECT_EQ(api().Admin("GET", "/api/v1/events/gala/reservations").Json()["items"].size(), 4U);
  EXPECT_THAT(api().Get("/healthz"), HasStatus(200));
  const HttpResponse ready = api().Get("/readyz");
  EXPECT_THAT(ready, HasStatus(503));
  EXPECT_EQ(ready.Json(), json({{"status", "store-full"}}));
  Stop();
  Start();
  EXPECT_THAT(api().Cancel(made["id"]), HasStatus(204)) << "there is room again";
}

TEST_F(StoreTest, SaysThatItIsOverloadedWhenTheQueueIsFull) {
  Start({"--threads", "1", "--queue-max", "1"});
  api().CreateEvent({{"name", "Gala"}, {"capacity", 10'000}});
  // Requests that come together, as the server was stopped by a signal while they were sent.
  bool overloaded = false;
  int sold = 0;
  for (int round = 0; round < 50 && !overloaded; ++round) {
    std::vector<HttpClient> clients;
    for (int i = 0; i < 8; ++i) {
      clients.push_back(server_.Connect());
      EXPECT_THAT(clients.back().Do({.target = "/healthz"}), HasStatus(200));
    }
    server_.process().Signal(SIGSTOP);
    for (HttpClient& client : clients) {
      client.Send(Serialize(ReserveRequest("gala", {{"customer", "ada"}, {"quantity", 1}})));
    }
    server_.process().Signal(SIGCONT);
    for (HttpClient& client : clients) {
      const HttpResponse response = client.Read();
      if (response.status == 201) {
        ++sold;
        continue;
      }
      overloaded = true;
      EXPECT_THAT(response, IsProblem(503, "overloaded"));
      EXPECT_EQ(response.Field("Retry-After"), "1");
    }
  }
  EXPECT_TRUE(overloaded);
  EXPECT_EQ(api().GetEvent("gala")["confirmed"], sold) << "nothing was done for the others";
}

}  // namespace
}  // namespace onsale::test
