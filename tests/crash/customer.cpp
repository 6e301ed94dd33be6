#include "crash/customer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <utility>

#include "onsale/base/time_format.h"

namespace onsale::test {

using nlohmann::json;

namespace {

TimeMs TimeOf(const json& time) {
  return time.is_string() ? ParseRfc3339(time.get<std::string>()).value_or(-1) : 0;
}

KnownReservation KnownOf(const json& answer) {
  return {.event = answer.at("event"),
          .id = answer.at("id"),
          .quantity = answer.at("quantity"),
          .customer = answer.at("customer"),
          .status = answer.at("status"),
          .seats = answer.at("seats"),
          .expires_at = TimeOf(answer.at("expires_at")),
          .sequence = answer.at("sequence")};
}

}  // namespace

void Customer::Run(std::uint16_t port, const std::vector<std::string>& events,
                   std::atomic<int>& answers) {
  unanswered_.reset();
  try {
    ApiClient api(port);
    while (true) {
      if (reservations_.empty() || random_.Between(1, 100) <= 50) {
        Reserve(api, events[random_.Between<std::size_t>(0, events.size() - 1)]);
      } else {
        // Mostly the newest, which are still held.
        const std::size_t back =
            std::min(random_.Between<std::size_t>(0, 5) * random_.Between<std::size_t>(0, 5),
                     reservations_.size() - 1);
        Change(api, reservations_.size() - 1 - back);
      }
      unanswered_.reset();
      ++answers;
    }
  } catch (const HttpError&) {
    // The server is dead; `unanswered_` tells what it had been asked.
  }
}

void Customer::Reserve(ApiClient& api, const std::string& event) {
  const std::string key = name_ + "-" + std::to_string(++requests_);
  const json body = AnyRequest(event, key);
  unanswered_ = {
      .call = Call::kReserve, .reservation = 0, .event = event, .key = key, .body = body};
  const HttpResponse response = Send(api, *unanswered_);
  if (response.status == 201) {
    reservations_.push_back(KnownOf(response.Json()));
    return;
  }
  EXPECT_EQ(response.status, 409) << response.body;
  if (body.contains("quantity") && random_.OneIn(8)) Join(api, event, body);
}

// The best places, or named seats where there are some.
json Customer::AnyRequest(const std::string& event, const std::string& customer) {
  json body = {{"customer", customer}};
  if (event != "stage" || random_.OneIn(2)) {
    body["quantity"] = random_.Between(1, 3);
    return body;
  }
  const std::string row = random_.OneIn(2) ? "stage-A-" : "stage-B-";
  const int seat = random_.Between(1, 39);
  body["seats"] = {row + std::to_string(seat), row + std::to_string(seat + 1)};
  return body;
}

void Customer::Join(ApiClient& api, const std::string& event, const json& body) {
  unanswered_ = {.call = Call::kJoin,
                 .reservation = 0,
                 .event = event,
                 .key = body.at("customer").get<std::string>() + "-waits",
                 .body = body};
  const HttpResponse response = Send(api, *unanswered_);
  if (response.status == 201) {
    reservations_.push_back(KnownOf(response.Json()));
  } else {
    EXPECT_EQ(response.status, 409) << response.body;  // there is room again
  }
}

HttpResponse Customer::Send(ApiClient& api, const Unanswered& request) {
  HttpRequest reserve = ReserveRequest(request.event, request.body, request.key);
  if (request.call == Call::kJoin) reserve.target = "/api/v1/events/" + request.event + "/waitlist";
  return api.Do(reserve);
}

void Customer::Change(ApiClient& api, std::size_t which) {
  const std::string id = reservations_[which].id;
  const Call call = std::array{Call::kConfirm, Call::kConfirm, Call::kExtend,
                               Call::kCancel}[random_.Between<std::size_t>(0, 3)];
  unanswered_ = {.call = call, .reservation = which, .event = {}, .key = {}, .body = {}};
  if (call == Call::kCancel) {
    const HttpResponse response = api.Cancel(id);
    EXPECT_EQ(response.status, 204) << response.body;
    // One whose time was over stays expired: either way its places are back.
    if (response.status == 204) reservations_[which].status = "cancelled";
    return;
  }
  const HttpResponse response = call == Call::kConfirm ? api.Confirm(id) : api.Extend(id);
  if (response.status == 200) {
    reservations_[which] = KnownOf(response.Json());
  } else {
    EXPECT_THAT(response.status, testing::AnyOf(409, 410)) << response.body;
  }
}

void Customer::RepeatUnanswered(ApiClient& api) {
  const bool makes_one =
      unanswered_ && (unanswered_->call == Call::kReserve || unanswered_->call == Call::kJoin);
  if (!makes_one) return;
  const HttpResponse first = Send(api, *unanswered_);
  if (first.status != 201) {
    EXPECT_EQ(first.status, 409) << first.body;  // sold out, and nothing was remembered
    return;
  }
  const HttpResponse second = Send(api, *unanswered_);
  EXPECT_EQ(second.status, 201);
  EXPECT_EQ(second.Field("Idempotent-Replayed"), "true");
  EXPECT_EQ(second.body, first.body);
  reservations_.push_back(KnownOf(first.Json()));
}

std::vector<std::string> Customer::Compare(const std::map<std::string, json>& found, TimeMs now,
                                           const std::string& event) {
  std::vector<std::string> faults;
  for (std::size_t i = 0; i < reservations_.size(); ++i) {
    if (reservations_[i].event != event) continue;
    const auto it = found.find(reservations_[i].id);
    if (it == found.end()) {
      faults.push_back(reservations_[i].id + " was acknowledged and is gone");
      continue;
    }
    std::string fault = FindFault(i, it->second, now);
    if (!fault.empty()) faults.push_back(std::move(fault));
    reservations_[i] = KnownOf(it->second);
  }
  return faults;
}

std::string Customer::FindFault(std::size_t which, const json& found, TimeMs now) const {
  const KnownReservation& known = reservations_[which];
  const KnownReservation is = KnownOf(found);
  const auto maybe = [&](Call call) {
    return unanswered_ && unanswered_->call == call && unanswered_->reservation == which;
  };
  const bool status_possible =
      is.status == known.status || (is.status == "confirmed" && maybe(Call::kConfirm)) ||
      (is.status == "cancelled" && maybe(Call::kCancel)) ||
      (is.status == "expired" && known.status == "held" && known.expires_at <= now) ||
      // Offers come and go by themselves.
      (known.status == "waiting" && (is.status == "held" || is.status == "expired")) ||
      (is.status == "expired" && known.status == "cancelled");  // a 204 after its time was over
  if (!status_possible) {
    return known.id + " is " + is.status + ", but " + known.status + " was acknowledged";
  }
  const bool extended = is.expires_at > known.expires_at && maybe(Call::kExtend);
  if (is.status == "held" && known.status == "held" && is.expires_at != known.expires_at &&
      !extended) {
    return known.id + " ends at another time than was acknowledged";
  }
  // Seats come with an offer, of which a customer need not have heard.
  const bool has_its_seats =
      is.seats == known.seats || (known.seats.empty() && !found.at("waitlist").is_null());
  if (is.quantity != known.quantity || is.customer != known.customer || !has_its_seats ||
      is.sequence < known.sequence) {
    return known.id + " is not what was acknowledged: " + found.dump();
  }
  return {};
}

std::size_t Customer::Count(const std::string& event) const {
  return static_cast<std::size_t>(
      std::count_if(reservations_.begin(), reservations_.end(),
                    [&](const KnownReservation& known) { return known.event == event; }));
}

}  // namespace onsale::test
