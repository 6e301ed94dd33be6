#include "support/api_client.h"

#include <utility>
#include <vector>

#include "support/server_process.h"

namespace onsale::test {

using nlohmann::json;

namespace {

const std::string kEvents = "/api/v1/events";
const std::string kReservations = "/api/v1/reservations/";

HttpResponse Must(HttpResponse response, int status) {
  if (response.status == status) return response;
  throw HttpError("unexpected answer " + std::to_string(response.status) + " " + response.body);
}

}  // namespace

HttpResponse ApiClient::Do(const HttpRequest& request) {
  if (!client_) client_.emplace(port_);
  HttpResponse response = client_->Do(request);
  if (response.Field("Connection") == "close") client_.reset();
  return response;
}

HttpResponse ApiClient::Get(const std::string& target, HttpFields fields) {
  return Do({.target = target, .fields = std::move(fields)});
}

HttpResponse ApiClient::Post(const std::string& target) {
  return Do({.method = "POST", .target = target});
}

HttpResponse ApiClient::Delete(const std::string& target) {
  return Do({.method = "DELETE", .target = target});
}

HttpResponse ApiClient::Admin(const std::string& method, const std::string& target,
                              const json& body, HttpFields fields) {
  HttpRequest request = {.method = method, .target = target, .fields = std::move(fields)};
  request.fields.emplace_back("Authorization", "Bearer " + kAdminToken);
  if (!body.is_null()) {
    request.fields.emplace_back("Content-Type", "application/json");
    request.body = body.dump();
  }
  return Do(request);
}

json ApiClient::CreateEvent(const json& body) {
  return Must(Admin("POST", kEvents, body), 201).Json();
}

HttpResponse ApiClient::EditEvent(const std::string& event, const json& body) {
  return Admin("PATCH", kEvents + "/" + event, body);
}

json ApiClient::GetEvent(const std::string& event) {
  return Must(Get(kEvents + "/" + event), 200).Json();
}

HttpRequest ReserveRequest(const std::string& event, const json& body, const std::string& key) {
  HttpRequest request = {.method = "POST",
                         .target = kEvents + "/" + event + "/reservations",
                         .body = body.dump(),
                         .fields = {{"Content-Type", "application/json"}}};
  if (!key.empty()) request.fields.emplace_back("Idempotency-Key", key);
  return request;
}

HttpResponse ApiClient::Reserve(const std::string& event, const json& body,
                                const std::string& key) {
  return Do(ReserveRequest(event, body, key));
}

json ApiClient::MustReserve(const std::string& event, const json& body, const std::string& key) {
  return Must(Reserve(event, body, key), 201).Json();
}

HttpResponse ApiClient::GetReservation(const std::string& id) { return Get(kReservations + id); }

HttpResponse ApiClient::Confirm(const std::string& id) {
  return Post(kReservations + id + "/confirm");
}

HttpResponse ApiClient::Extend(const std::string& id) {
  return Post(kReservations + id + "/extend");
}

HttpResponse ApiClient::Cancel(const std::string& id) { return Delete(kReservations + id); }

std::int64_t ApiClient::NowMs() {
  return Must(Get("/api/v1/time"), 200).Json().at("now_ms").get<std::int64_t>();
}

// One thread with many connections, each with some requests in the pipe: as many as fit into the
// sockets' buffers in either direction.
void MakeReservations(std::uint16_t port, const std::string& event, int count) {
  constexpr int kConnections = 64;
  constexpr int kPipelined = 16;
  std::vector<HttpClient> clients;
  clients.reserve(kConnections);
  for (int i = 0; i < kConnections; ++i) clients.emplace_back(port);
  for (int made = 0; made < count;) {
    std::vector<int> sent(clients.size(), 0);
    for (std::size_t i = 0; i < clients.size(); ++i) {
      std::string octets;
      for (; sent[i] < kPipelined && made < count; ++sent[i], ++made) {
        const std::string customer = "customer-" + std::to_string(made) + "@example.org";
        octets += Serialize(ReserveRequest(event, {{"customer", customer}, {"quantity", 1}}));
      }
      clients[i].Send(octets);
    }
    for (std::size_t i = 0; i < clients.size(); ++i) {
      for (int answers = 0; answers < sent[i]; ++answers) Must(clients[i].Read(), 201);
    }
  }
}

}  // namespace onsale::test
