#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "support/http_client.h"

namespace onsale::test {

// The API's calls over one connection, which is kept alive, and opened again after the server said
// that it closes. Not thread-safe.
class ApiClient {
 public:
  explicit ApiClient(std::uint16_t port) : port_(port) {}

  HttpResponse Do(const HttpRequest& request);
  HttpResponse Get(const std::string& target, HttpFields fields = {});
  // POST without content.
  HttpResponse Post(const std::string& target);
  HttpResponse Delete(const std::string& target);

  // With the operator's token; `body` null sends none.
  HttpResponse Admin(const std::string& method, const std::string& target,
                     const nlohmann::json& body = nullptr, HttpFields fields = {});
  // The event as it was created; throws where it was not.
  nlohmann::json CreateEvent(const nlohmann::json& body);
  HttpResponse EditEvent(const std::string& event, const nlohmann::json& body);
  nlohmann::json GetEvent(const std::string& event);

  // With an idempotency key where one is given.
  HttpResponse Reserve(const std::string& event, const nlohmann::json& body,
                       const std::string& key = {});
  // Reserves where it has to work: the reservation.
  nlohmann::json MustReserve(const std::string& event, const nlohmann::json& body,
                             const std::string& key = {});
  HttpResponse GetReservation(const std::string& id);
  HttpResponse Confirm(const std::string& id);
  HttpResponse Extend(const std::string& id);
  HttpResponse Cancel(const std::string& id);

  // The server's clock.
  std::int64_t NowMs();

 private:
  const std::uint16_t port_;
  std::optional<HttpClient> client_;
};

// A request to reserve, to be sent by hand.
HttpRequest ReserveRequest(const std::string& event, const nlohmann::json& body,
                           const std::string& key = {});

// Makes `count` reservations of one place each, by many customers, as fast as the server does.
// Throws when one is refused.
void MakeReservations(std::uint16_t port, const std::string& event, int count);

}  // namespace onsale::test
