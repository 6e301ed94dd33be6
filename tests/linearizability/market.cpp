#include "linearizability/market.h"

#include <algorithm>
#include <chrono>

#include "onsale/base/time_format.h"
#include "support/api_client.h"

namespace onsale::test {

using nlohmann::json;

namespace {

const std::string kEvents = "/api/v1/events";

HoldStatus StatusOf(const std::string& name) {
  if (name == "held") return HoldStatus::kHeld;
  if (name == "confirmed") return HoldStatus::kConfirmed;
  if (name == "expired") return HoldStatus::kExpired;
  return name == "cancelled" ? HoldStatus::kCancelled : HoldStatus::kNone;
}

Numbers NumbersOf(const json& counters) {
  return {.available = counters.at("available"),
          .held = counters.at("held"),
          .confirmed = counters.at("confirmed")};
}

// `stage-A-1` is the seat 1 of row A.
json RowsOf(const std::vector<std::string>& seats) {
  json rows = json::array();
  for (const std::string& id : seats) {
    const std::size_t dash = id.rfind('-');
    const std::size_t row_at = id.rfind('-', dash - 1) + 1;
    const std::string row = id.substr(row_at, dash - row_at);
    if (rows.empty() || rows.back()["name"] != row) {
      rows.push_back({{"name", row}, {"seats", json::array()}});
    }
    rows.back()["seats"].push_back(id.substr(dash + 1));
  }
  return rows;
}

// Of so many, by index.
std::optional<std::size_t> OneOfTheNewest(std::size_t count, SeededRandom& random) {
  if (count == 0) return std::nullopt;
  const std::size_t back = random.Between<std::size_t>(0, 4) * random.Between<std::size_t>(0, 4);
  return count - 1 - std::min(back, count - 1);
}

}  // namespace

Market::Market(Sale sale) : sale_(std::move(sale)) {
  for (const SaleSection& section : sale_.sections) {
    for (const std::string& seat : section.seats) {
      seat_of_[seat] = seats_.size();
      seats_.push_back(seat);
    }
  }
}

json Market::Definition() const {
  json sections = json::array();
  for (const SaleSection& section : sale_.sections) {
    json one = {{"id", section.id}};
    if (section.seats.empty()) {
      one["capacity"] = section.capacity;
    } else {
      one["rows"] = RowsOf(section.seats);
    }
    sections.push_back(std::move(one));
  }
  return {{"id", sale_.event},
          {"name", sale_.event},
          {"hold_seconds", sale_.hold_seconds},
          {"sections", std::move(sections)}};
}

std::size_t Market::AddWish(SeededRandom& random) {
  Wish wish;
  if (!seats_.empty()) {
    const std::size_t count =
        random.Between<std::size_t>(1, std::min<std::size_t>(3, seats_.size()));
    const std::size_t first = random.Between<std::size_t>(0, seats_.size() - count);
    for (std::size_t i = 0; i < count; ++i) wish.seats.push_back(first + i);
    wish.quantity = static_cast<std::uint32_t>(count);
  } else {
    wish.quantity = random.Between<std::uint32_t>(1, 3);
    if (random.OneIn(2)) wish.section = random.Between<std::size_t>(0, sale_.sections.size() - 1);
  }
  const std::lock_guard lock(mutex_);
  wishes_.push_back(std::move(wish));
  return wishes_.size() - 1;
}

std::optional<std::size_t> Market::AnyWish(SeededRandom& random) const {
  const std::lock_guard lock(mutex_);
  return OneOfTheNewest(wishes_.size(), random);
}

std::optional<std::size_t> Market::AnyReservation(SeededRandom& random) const {
  const std::lock_guard lock(mutex_);
  const auto which = OneOfTheNewest(reservations_.size(), random);
  return which ? std::optional(reservations_[*which]) : std::nullopt;
}

std::vector<std::size_t> Market::AllReservations() const {
  const std::lock_guard lock(mutex_);
  return reservations_;
}

HttpRequest Market::RequestFor(const SaleInput& input) const {
  if (input.call != SaleCall::kReserve) {
    std::string method = "GET";
    if (input.call == SaleCall::kConfirm || input.call == SaleCall::kExtend) method = "POST";
    if (input.call == SaleCall::kCancel) method = "DELETE";
    return {.method = method, .target = TargetOf(input)};
  }
  const std::lock_guard lock(mutex_);
  const Wish& wish = wishes_[input.wish];
  json body = {{"customer", "c" + std::to_string(input.wish)}};
  if (wish.seats.empty()) body["quantity"] = wish.quantity;
  if (wish.section) body["section"] = sale_.sections[*wish.section].id;
  for (const std::size_t seat : wish.seats) body["seats"].push_back(seats_[seat]);
  return ReserveRequest(sale_.event, body, "key-" + std::to_string(input.wish));
}

std::string Market::TargetOf(const SaleInput& input) const {
  if (input.call == SaleCall::kReadEvent) return kEvents + "/" + sale_.event;
  if (input.call == SaleCall::kReadSeats) return kEvents + "/" + sale_.event + "/seats";
  const std::lock_guard lock(mutex_);
  const std::string target = "/api/v1/reservations/" + ids_.at(input.wish);
  if (input.call == SaleCall::kConfirm) return target + "/confirm";
  if (input.call == SaleCall::kExtend) return target + "/extend";
  return target;
}

Answer Market::Read(const SaleInput& input, const HttpResponse& response) {
  if (response.status == 503) return {};
  if (response.status == 204) return {.output = Cancelled{}};
  if (response.status >= 300) {
    Refused refused = ReadRefusal(response);
    if (refused.problem == "idempotency-in-flight") return {.nothing_done = true};
    return {.output = std::move(refused)};
  }
  switch (input.call) {
    case SaleCall::kReadEvent:
      return {.output = ReadEvent(response.Json())};
    case SaleCall::kReadSeats:
      return {.output = ReadSeats(response.Json())};
    default:
      return {.output = ReadReservation(input.wish, response)};
  }
}

ReservationShown Market::ReadReservation(std::size_t wish, const HttpResponse& response) {
  const json answer = response.Json();
  const std::string id = answer.at("id");
  ReservationShown shown = {.status = StatusOf(answer.at("status")),
                            .replayed = response.HasField("Idempotent-Replayed"),
                            .seats = SeatsOf(answer.at("seats")),
                            .quantity = answer.at("quantity"),
                            .sequence = answer.at("sequence"),
                            .available = answer.at("available")};
  const std::string section = answer.at("section");
  while (sale_.sections.at(shown.section).id != section) ++shown.section;
  const std::lock_guard lock(mutex_);
  if (ids_.emplace(wish, id).second) reservations_.push_back(wish);
  if (shown.status == HoldStatus::kHeld) {
    const std::string expires_at = answer.at("expires_at");
    expires_at_[wish] = ParseRfc3339(expires_at).value();
  }
  const auto next = static_cast<std::uint32_t>(numbers_.size() + 1);
  shown.id = numbers_.emplace(id, next).first->second;
  return shown;
}

EventShown Market::ReadEvent(const json& event) const {
  EventShown shown = {.sections = {}, .total = NumbersOf(event), .sequence = event.at("sequence")};
  for (const json& section : event.at("sections")) shown.sections.push_back(NumbersOf(section));
  return shown;
}

SeatsShown Market::ReadSeats(const json& seats) const {
  SeatsShown shown = {.letters = {}, .sequence = seats.at("sequence")};
  for (const SaleSection& section : sale_.sections) {
    if (!section.seats.empty())
      shown.letters += seats.at("states").at(section.id).get<std::string>();
  }
  return shown;
}

Refused Market::ReadRefusal(const HttpResponse& response) const {
  const json problem = response.Json();
  if (!problem.is_object()) return {.problem = "status " + std::to_string(response.status)};
  const std::string type = problem.at("type");
  Refused refused = {.problem = type.substr(type.rfind('/') + 1)};
  if (problem.contains("available")) refused.available = problem["available"];
  if (problem.contains("seats")) refused.seats = SeatsOf(problem["seats"]);
  return refused;
}

std::vector<std::size_t> Market::SeatsOf(const json& ids) const {
  std::vector<std::size_t> seats;
  for (const json& id : ids) seats.push_back(seat_of_.at(id.get<std::string>()));
  return seats;
}

std::vector<HoldEnd> Market::hold_ends() const {
  const std::int64_t system_ns =
      std::chrono::nanoseconds(std::chrono::system_clock::now().time_since_epoch()).count();
  const std::int64_t steady_is_behind_ns = system_ns - NowNs();
  const std::lock_guard lock(mutex_);
  std::vector<HoldEnd> ends;
  for (const auto& [wish, expires_at] : expires_at_) {
    ends.push_back({wish, expires_at * 1'000'000 - steady_is_behind_ns});
  }
  return ends;
}

void Market::Record(Operation<SaleModel> operation) {
  const std::lock_guard lock(mutex_);
  history_.push_back(std::move(operation));
}

SaleHistory Market::history() const {
  const std::lock_guard lock(mutex_);
  return history_;
}

SaleModel Market::model() const {
  const std::lock_guard lock(mutex_);
  SaleModel model(sale_, wishes_);
  model.Learn(history_);
  return model;
}

}  // namespace onsale::test
