#include "linearizability/shopper.h"

#include <nlohmann/json.hpp>

namespace onsale::test {

using nlohmann::json;

namespace {

const std::string kList = "/api/v1/events";

bool IsRead(SaleCall call) {
  return call == SaleCall::kReadEvent || call == SaleCall::kReadSeats ||
         call == SaleCall::kReadReservation;
}

// The answer about one event out of one about all.
HttpResponse FromList(HttpResponse list, const std::string& event) {
  const json answer = list.Json();
  for (const json& item : answer.at("items")) {
    if (item.at("id") == event) list.body = item.dump();
  }
  return list;
}

}  // namespace

void Shopper::Run(std::uint16_t port, std::atomic<int>& answers) {
  try {
    ApiClient api(port);
    while (true) {
      Do(api, Choose());
      ++answers;
    }
  } catch (const HttpError&) {
    // The server is dead.
  }
}

void Shopper::Settle(std::uint16_t port) {
  if (!unanswered_ || IsRead(unanswered_->input.call)) return;
  ApiClient api(port);
  Do(api, *unanswered_);
}

void Shopper::ReadAll(std::uint16_t port, Market& market) {
  ApiClient api(port);
  for (const std::size_t wish : market.AllReservations()) {
    Do(api, {&market, {SaleCall::kReadReservation, wish}});
  }
  Do(api, {&market, {SaleCall::kReadEvent, 0}});
}

Shopper::Call Shopper::Choose() {
  Market& market = *markets_[random_.Between<std::size_t>(0, markets_.size() - 1)];
  const int dice = random_.Between(1, 100);
  if (dice <= 8) {
    if (const auto wish = market.AnyWish(random_)) return {&market, {SaleCall::kReserve, *wish}};
  }
  if (dice > 35 && dice <= 80) {
    SaleCall call = SaleCall::kReadReservation;
    if (dice <= 45) call = SaleCall::kConfirm;
    if (dice > 45 && dice <= 50 && !market.sale().holds_end()) call = SaleCall::kExtend;
    if (dice > 50 && dice <= 70) call = SaleCall::kCancel;
    if (const auto wish = market.AnyReservation(random_)) return {&market, {call, *wish}};
  }
  if (dice > 80) {
    const bool seated = !market.sale().sections.front().seats.empty();
    return {&market, {seated && dice <= 90 ? SaleCall::kReadSeats : SaleCall::kReadEvent, 0}};
  }
  return {&market, {SaleCall::kReserve, market.AddWish(random_)}};
}

void Shopper::Do(ApiClient& api, const Call& call) {
  unanswered_ = call;
  const HttpRequest request = Prepare(call);
  Operation<SaleModel> operation = {
      .client = number_, .input = call.input, .output = {}, .called_ns = NowNs()};
  Answer answer;
  try {
    const HttpResponse response = send_(api, request);
    operation.returned_ns = NowNs();
    answer = Read(call, request, response);
  } catch (const HttpError&) {
    call.market->Record(std::move(operation));
    throw;
  }
  unanswered_.reset();
  operation.output = std::move(answer.output);
  if (!answer.nothing_done) call.market->Record(std::move(operation));
}

// An event is read at its own address, for what changed or all of it, or in the list.
HttpRequest Shopper::Prepare(const Call& call) {
  HttpRequest request = call.market->RequestFor(call.input);
  if (call.input.call == SaleCall::kReadEvent && random_.OneIn(4)) {
    request.target = kList;
  } else if (const auto known = known_.find(request.target);
             known != known_.end() && random_.OneIn(2)) {
    request.fields.emplace_back("If-None-Match", known->second.etag);
  }
  return request;
}

Answer Shopper::Read(const Call& call, const HttpRequest& request, const HttpResponse& response) {
  if (response.status == 304) return {.output = known_.at(request.target).output};
  if (request.target == kList && response.status == 200) {
    return call.market->Read(call.input, FromList(response, call.market->sale().event));
  }
  Answer answer = call.market->Read(call.input, response);
  if (answer.output && response.status == 200 && response.HasField("ETag")) {
    known_[request.target] = {response.Field("ETag"), *answer.output};
  }
  return answer;
}

}  // namespace onsale::test
