// The program itself on a disk that fails or is full, while it serves.

#include <atomic>
#include <cerrno>
#include <ostream>
#include <string>
#include <vector>

#include "faults/world_test.h"
#include "support/files.h"

namespace onsale::test {
namespace {

using nlohmann::json;

// A call that fails, and how.
struct Failure {
  const char* name;
  std::atomic<int> WorldState::*error;
  int number;
};

void PrintTo(const Failure& failure, std::ostream* out) { *out << failure.name; }

class FailingDiskTest : public WorldTest, public testing::WithParamInterface<Failure> {
 protected:
  HttpResponse Order(const std::string& key) {
    return api().Reserve("gala", {{"customer", "ada"}, {"quantity", 1}}, key);
  }
};

// A failed write or sync of the log is final: that request and all later ones get 503
// `store-failed`, also when the disk works again, /readyz says it, reads and the end by SIGTERM go
// on. A restart recovers what was acknowledged, and the request that failed is carried out once,
// however often it is repeated.
TEST_P(FailingDiskTest, IsFinalUntilARestart) {
  StartInWorld();
  api().CreateEvent({{"name", "Gala"}, {"capacity", 100}, {"hold_seconds", 1}});
  for (int i = 0; i < 20; ++i) EXPECT_THAT(Order("key-" + std::to_string(i)), HasStatus(201));
  const json held = api().MustReserve("gala", {{"customer", "ada"}, {"quantity", 1}});
  EXPECT_THAT(api().Confirm(held["id"]), HasStatus(200));

  std::atomic<int>& error = world_.state().*GetParam().error;
  error = GetParam().number;
  EXPECT_THAT(Order("last"), IsProblem(503, "store-failed"));
  error = 0;
  const int refused = world_->refused;
  EXPECT_GT(refused, 0);
  EXPECT_THAT(Order("last"), IsProblem(503, "store-failed"));
  EXPECT_THAT(Order("later"), IsProblem(503, "store-failed"));
  EXPECT_THAT(api().Confirm(held["id"]), IsProblem(503, "store-failed"));
  const HttpResponse ready = api().Get("/readyz");
  EXPECT_THAT(ready, HasStatus(503));
  EXPECT_EQ(ready.Json(), json({{"status", "store-failed"}}));
  EXPECT_THAT(api().Get("/healthz"), HasStatus(200));
  EXPECT_EQ(api().GetReservation(held["id"]).Json()["status"], "confirmed");
  Stop();
  EXPECT_EQ(server_.Verify().status, 0);

  StartInWorld();
  EXPECT_THAT(api().Get("/readyz"), HasStatus(200));
  EXPECT_EQ(api().GetReservation(held["id"]).Json()["status"], "confirmed");
  const json first = Order("last").Json();
  const HttpResponse second = Order("last");
  EXPECT_THAT(second, HasStatus(201));
  EXPECT_EQ(second.Json()["id"], first["id"]);
  EXPECT_EQ(api().Admin("GET", "/api/v1/events/gala/reservations").Json()["items"].size(), 22U);
}

INSTANTIATE_TEST_SUITE_P(Disk, FailingDiskTest,
                         testing::Values(Failure{"Sync", &WorldState::sync_error, EIO},
                                         Failure{"Write", &WorldState::write_error, EIO},
                                         Failure{"SyncFull", &WorldState::sync_error, ENOSPC},
                                         Failure{"WriteFull", &WorldState::write_error, ENOSPC}),
                         [](const auto& param) { return param.param.name; });

class FullDiskTest : public WorldTest {
 protected:
  HttpResponse Order(int quantity) {
    return api().Reserve("gala", {{"customer", "ada"}, {"quantity", quantity}});
  }
};

// Below the watermark nothing is written, not even that holds have ended, and changes get 503
// `store-full`; readers see these places come back all the same. Once there is room again what is
// due is written, and changes work, without a restart or a request.
TEST_F(FullDiskTest, WritesNothingAndRecoversByItself) {
  StartInWorld();
  api().CreateEvent({{"name", "Gala"}, {"capacity", 5}, {"hold_seconds", 1}});
  EXPECT_THAT(Order(5), HasStatus(201));
  world_->free_bytes = 1 << 20;
  EXPECT_THAT(Order(1), IsProblem(503, "store-full"));
  const HttpResponse ready = api().Get("/readyz");
  EXPECT_THAT(ready, HasStatus(503));
  EXPECT_EQ(ready.Json(), json({{"status", "store-full"}}));
  EXPECT_TRUE(Eventually([&] { return api().GetEvent("gala")["available"] == 5; }));
  EXPECT_THAT(Order(1), IsProblem(503, "store-full"));
  EXPECT_EQ(api().GetEvent("gala")["sequence"], 2) << "something was written";

  world_->free_bytes = -1;
  EXPECT_TRUE(Eventually([&] { return api().GetEvent("gala")["sequence"] == 3; }));
  EXPECT_THAT(api().Get("/readyz"), HasStatus(200));
  EXPECT_THAT(Order(5), HasStatus(201));
}

// A disk that is full at the start is not touched, and the sentence says what is needed.
TEST_F(FullDiskTest, DoesNotStartAndChangesNothing) {
  StartInWorld();
  api().CreateEvent({{"name", "Gala"}, {"capacity", 5}});
  EXPECT_THAT(Order(5), HasStatus(201));
  Kill();
  const std::string before = DescribeFolder(server_.store());
  world_->free_bytes = 31 << 20;
  const ProcessResult result = server_.StartInVain(world_.Flags());
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(result.errors, testing::HasSubstr("MiB free that opening takes"));
  EXPECT_EQ(DescribeFolder(server_.store()), before);
  world_->free_bytes = -1;
  StartInWorld();
  EXPECT_EQ(api().GetEvent("gala")["confirmed"], 5);
}

}  // namespace
}  // namespace onsale::test
