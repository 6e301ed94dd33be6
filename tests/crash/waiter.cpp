#include "crash/waiter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace onsale::test {

void Waiter::Run(std::uint16_t port, const std::string& event, std::atomic<int>& answers) {
  try {
    ApiClient api(port);
    while (true) {
      if (places_.empty() || random_.OneIn(3)) {
        Place place;
        place.key = name_ + "-" + std::to_string(places_.size());
        places_.push_back(place);
        Join(api, event, places_.back());
      } else {
        // Mostly the newest, whose turn is to come.
        const std::size_t back = std::min(random_.Between<std::size_t>(0, 9), places_.size() - 1);
        Place& place = places_[places_.size() - 1 - back];
        if (place.admission.empty() || random_.OneIn(4)) {
          TakeTurn(api, place);
        } else if (!place.spent) {
          Reserve(api, event, place);
        }
      }
      ++answers;
    }
  } catch (const HttpError&) {
    // The server is dead.
  }
}

void Waiter::Join(ApiClient& api, const std::string& event, Place& place) {
  HttpRequest request = ReserveRequest(event, {{"customer", place.key}}, place.key);
  request.target = "/api/v1/events/" + event + "/queue";
  const HttpResponse response = api.Do(request);
  EXPECT_EQ(response.status, 201) << response.body;
  if (!place.joined.empty()) {
    EXPECT_EQ(response.body, place.joined);
  }
  place.joined = response.body;
  place.token = response.Json().at("place");
}

void Waiter::TakeTurn(ApiClient& api, Place& place) {
  const HttpResponse response = api.Post("/api/v1/queue/" + place.token + "/admission");
  if (response.status == 410) {
    EXPECT_TRUE(place.spent || place.maybe_spent) << place.key << ": " << response.body;
    place.spent = true;
    return;
  }
  EXPECT_FALSE(place.spent) << place.key << " was spent: " << response.body;
  if (response.status == 202) {
    EXPECT_EQ(place.admission, "") << place.key << " had its turn: " << response.body;
    return;
  }
  EXPECT_EQ(response.status, 200) << response.body;
  const std::string admission = response.Json().at("admission");
  if (!place.admission.empty()) {
    EXPECT_EQ(admission, place.admission);
  }
  place.admission = admission;
}

void Waiter::Reserve(ApiClient& api, const std::string& event, Place& place) {
  HttpRequest request =
      ReserveRequest(event, {{"customer", place.key}, {"quantity", 1}}, place.key);
  request.fields.emplace_back("Onsale-Admission", place.admission);
  place.maybe_spent = true;
  const HttpResponse response = api.Do(request);
  EXPECT_EQ(response.status, 201) << response.body;
  place.spent = true;
}

void Waiter::Check(ApiClient& api, const std::string& event) {
  for (Place& place : places_) {
    Join(api, event, place);
    TakeTurn(api, place);
    if (place.maybe_spent) Reserve(api, event, place);  // by its key the same again
  }
}

}  // namespace onsale::test
