// Reading allocates nothing, once everything was asked for a few times: what a crowd at the
// countdown asks for costs no memory, and waits for no allocator.

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdint>
#include <fstream>
#include <string>

#include "integration/server_test.h"
#include "support/files.h"

namespace onsale::test {
namespace {

constexpr int kWarmUp = 100;
constexpr int kRequests = 1'000;

class AllocationsTest : public ServerTest {
 protected:
  AllocationsTest() {
    WriteFile(server_.folder() / "page.html", std::string(10'240, 'x'));
    ServerFlags flags;
    flags.arguments = {"--threads", "1", "--static-dir", server_.folder().path().string()};
    flags.environment["LD_PRELOAD"] = ONSALE_COUNT_ALLOCATIONS;
    flags.environment["COUNT_ALLOCATIONS_FILE"] = counter_;
    Start(flags);
    api().CreateEvent({{"name", "Gala"}, {"capacity", 100'000}, {"hold_seconds", 600}});
  }

  std::uint64_t Count() const {
    std::uint64_t count = 0;
    std::ifstream(counter_, std::ios::binary).read(reinterpret_cast<char*>(&count), sizeof(count));
    return count;
  }

  // How many allocations the server makes for so many of the same request, on one connection.
  std::uint64_t Allocations(const HttpRequest& request, int status) {
    HttpClient client = server_.Connect();
    for (int i = 0; i < kWarmUp; ++i) EXPECT_THAT(client.Do(request), HasStatus(status));
    const std::uint64_t before = Count();
    EXPECT_GT(before, 0U) << "nothing is counted";
    for (int i = 0; i < kRequests; ++i) client.Do(request);
    return Count() - before;
  }

 private:
  const std::string counter_ = (server_.folder() / "allocations").string();
};

// A few are the server's own: what it does once a second.
constexpr std::uint64_t kOwn = 20;

TEST_F(AllocationsTest, ReadsAllocateNothing) {
  EXPECT_LE(Allocations({.target = "/page.html"}, 200), kOwn);
  EXPECT_LE(Allocations({.target = "/page.html", .fields = {{"Accept-Encoding", "br"}}}, 200),
            kOwn);
  EXPECT_LE(Allocations({.target = "/api/v1/time"}, 200), kOwn);
  EXPECT_LE(Allocations({.target = "/api/v1/events/gala"}, 200), kOwn);
  EXPECT_LE(Allocations({.target = "/api/v1/events"}, 200), kOwn);
  EXPECT_LE(Allocations({.target = "/healthz"}, 200), kOwn);
  EXPECT_LE(Allocations({.target = "/nothing"}, 404), kOwn);
}

// What is kept of a reservation is allocated, and little else.
TEST_F(AllocationsTest, AReservationAllocatesLittle) {
  const std::uint64_t count = Allocations(
      ReserveRequest("gala", {{"customer", "ada.lovelace@example.org"}, {"quantity", 1}}), 201);
  EXPECT_GT(count, 2U * kRequests) << "these are kept";
  EXPECT_LE(count, 30U * kRequests);
}

}  // namespace
}  // namespace onsale::test
