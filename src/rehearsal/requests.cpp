#include "onsale/rehearsal/requests.h"

#include <utility>

namespace onsale::rehearsal {
namespace {

void End(std::string& request, std::string_view body) {
  request.append("Content-Type: application/json\r\nContent-Length: ")
      .append(std::to_string(body.size()))
      .append("\r\n\r\n")
      .append(body);
}

}  // namespace

Requests::Requests(std::string authority, const std::string& event)
    : authority_(std::move(authority)), event_(event), event_path_("/api/v1/events/" + event) {}

std::string Requests::Begin(std::string_view method, std::string_view target,
                            std::string_view fields) const {
  std::string request;
  request.reserve(512);
  request.append(method).append(" ").append(target).append(" HTTP/1.1\r\nHost: ");
  return request.append(authority_).append("\r\n").append(fields);
}

// As browsers ask: compressed.
std::string Requests::Get(std::string_view target, std::string_view fields) const {
  return Begin("GET", target, fields).append("Accept-Encoding: gzip, deflate, br\r\n\r\n");
}

std::string Requests::Stream(std::string_view fields) const {
  return Begin("GET", event_path_ + "/stream", fields).append("Accept: text/event-stream\r\n\r\n");
}

std::string Requests::Reserve(std::string_view customer, std::uint32_t quantity,
                              std::string_view key, std::string_view fields) const {
  std::string body = "{\"customer\":\"";
  body.append(customer).append("\",\"quantity\":").append(std::to_string(quantity)).append("}");
  std::string request = Begin("POST", event_path_ + "/reservations", fields);
  request.append("Idempotency-Key: ").append(key).append("\r\n");
  End(request, body);
  return request;
}

std::string Requests::Join(std::string_view customer, std::string_view key,
                           std::string_view fields) const {
  std::string body = "{\"customer\":\"";
  body.append(customer).append("\"}");
  std::string request = Begin("POST", event_path_ + "/queue", fields);
  request.append("Idempotency-Key: ").append(key).append("\r\n");
  End(request, body);
  return request;
}

std::string Requests::TakeTurn(std::string_view place, std::string_view fields) const {
  std::string target = "/api/v1/queue/";
  return Begin("POST", target.append(place).append("/admission"), fields)
      .append("Content-Length: 0\r\n\r\n");
}

std::string Requests::LeaveQueue(std::string_view place, std::string_view fields) const {
  std::string target = "/api/v1/queue/";
  return Begin("DELETE", target.append(place), fields).append("\r\n");
}

std::string Requests::Confirm(std::string_view reservation, std::string_view fields) const {
  std::string target = "/api/v1/reservations/";
  return Begin("POST", target.append(reservation).append("/confirm"), fields)
      .append("Content-Length: 0\r\n\r\n");
}

std::string Requests::Cancel(std::string_view reservation, std::string_view fields) const {
  std::string target = "/api/v1/reservations/";
  return Begin("DELETE", target.append(reservation), fields).append("\r\n");
}

std::string Requests::Operate(std::string_view method, std::string_view target,
                              std::string_view token, std::string_view body) const {
  std::string request = Begin(method, target, {});
  if (!token.empty()) request.append("Authorization: Bearer ").append(token).append("\r\n");
  if (body.empty()) return request.append("\r\n");
  End(request, body);
  return request;
}

}  // namespace onsale::rehearsal
