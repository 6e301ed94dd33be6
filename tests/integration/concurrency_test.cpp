#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "integration/server_test.h"

namespace onsale::test {
namespace {

using nlohmann::json;

constexpr int kClients = 16;

class ConcurrencyTest : public ServerTest {
 protected:
  // Runs `client(i, api)` on as many threads as there are clients. What one throws fails the test.
  template <typename Client>
  void RunClients(const Client& client) {
    std::vector<std::thread> threads;
    for (int i = 0; i < kClients; ++i) {
      threads.emplace_back([this, i, &client] {
        try {
          ApiClient own(server_.port());
          client(i, own);
        } catch (const std::exception& error) {
          ADD_FAILURE() << error.what();
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
  }
};

TEST_F(ConcurrencyTest, SellsExactlyTheCapacity) {
  constexpr int kCapacity = 500;
  api().CreateEvent({{"name", "Gala"}, {"capacity", kCapacity}});
  std::atomic<int> sold = 0;
  RunClients([&](int i, ApiClient& client) {
    for (int n = 0; sold < kCapacity || n < 5; ++n) {
      const int quantity = 1 + (i + n) % 4;
      const HttpResponse response =
          client.Reserve("gala", {{"customer", "c" + std::to_string(i)}, {"quantity", quantity}});
      if (response.status == 201) {
        sold += quantity;
      } else {
        ASSERT_THAT(response, IsProblem(409, "sold-out"));
        ASSERT_LT(response.Json()["available"], quantity);
      }
    }
  });
  EXPECT_EQ(sold, kCapacity);
  const json event = api().GetEvent("gala");
  EXPECT_EQ(event["available"], 0);
  EXPECT_EQ(event["confirmed"], kCapacity);
}

TEST_F(ConcurrencyTest, KeepsTheCountersRightUnderHoldsConfirmsAndCancels) {
  constexpr int kCapacity = 60;
  api().CreateEvent({{"name", "Gala"}, {"capacity", kCapacity}, {"hold_seconds", 3600}});
  std::atomic<int> confirmed = 0;
  RunClients([&](int i, ApiClient& client) {
    for (int n = 0; n < 60; ++n) {
      const HttpResponse response =
          client.Reserve("gala", {{"customer", "c" + std::to_string(i)}, {"quantity", 1 + n % 3}});
      const json event = client.GetEvent("gala");
      EXPECT_EQ(
          event["capacity"].get<int>(),
          event["available"].get<int>() + event["held"].get<int>() + event["confirmed"].get<int>());
      EXPECT_GE(event["available"], 0);
      if (response.status != 201) continue;
      const json held = response.Json();
      if (n % 5 == 0 && client.Confirm(held["id"]).status == 200) {
        confirmed += held["quantity"].get<int>();
      } else {
        EXPECT_THAT(client.Cancel(held["id"]), HasStatus(204));
      }
    }
  });
  const json event = api().GetEvent("gala");
  EXPECT_EQ(event["held"], 0);
  EXPECT_EQ(event["confirmed"], confirmed.load());
}

TEST_F(ConcurrencyTest, ConfirmsOrCancelsButNotBoth) {
  api().CreateEvent({{"name", "Gala"}, {"capacity", 100}, {"hold_seconds", 3600}});
  for (int round = 0; round < 5; ++round) {
    const json held = api().MustReserve("gala", {{"customer", "ada"}, {"quantity", 3}});
    std::atomic<int> confirmed = 0;
    RunClients([&](int i, ApiClient& client) {
      if (i % 2 == 0) {
        EXPECT_THAT(client.Cancel(held["id"]), HasStatus(204));
      } else if (client.Confirm(held["id"]).status == 200) {
        ++confirmed;
      }
    });
    EXPECT_EQ(api().GetReservation(held["id"]).Json()["status"], "cancelled");
    EXPECT_EQ(api().GetEvent("gala")["available"], 100);
  }
}

TEST_F(ConcurrencyTest, ExecutesOneOfManyRequestsWithOneKey) {
  api().CreateEvent({{"name", "Gala"}, {"capacity", 100}});
  std::atomic<int> executed = 0;
  std::atomic<int> answered = 0;
  RunClients([&](int, ApiClient& client) {
    for (int n = 0; n < 20; ++n) {
      HttpResponse response;
      do {
        response =
            client.Reserve("gala", {{"customer", "a"}, {"quantity", 1}}, "k" + std::to_string(n));
      } while (response.status == 409);
      ASSERT_THAT(response, HasStatus(201));
      ++answered;
      if (!response.HasField("Idempotent-Replayed")) ++executed;
    }
  });
  EXPECT_EQ(answered, kClients * 20);
  EXPECT_EQ(executed, 20);
  EXPECT_EQ(api().GetEvent("gala")["confirmed"], 20);
}

TEST_F(ConcurrencyTest, KeepsTheLimitOfOneCustomerOnManyConnections) {
  api().CreateEvent({{"name", "Gala"}, {"capacity", 1000}, {"limit_per_customer", 7}});
  std::atomic<int> sold = 0;
  RunClients([&](int i, ApiClient& client) {
    for (int n = 0; n < 10; ++n) {
      const std::string customer = i % 2 == 0 ? "Ada" : "ADA";
      const HttpResponse response =
          client.Reserve("gala", {{"customer", customer}, {"quantity", 1}});
      if (response.status == 201) ++sold;
    }
  });
  EXPECT_EQ(sold, 7);
}

}  // namespace
}  // namespace onsale::test
