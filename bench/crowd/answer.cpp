#include "crowd/answer.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <stdexcept>
#include <utility>

namespace onsale::crowd {
namespace {

// The value of a field as the server writes it; empty when there is none.
std::string_view Field(std::string_view head, std::string_view name) {
  const std::string line = "\r\n" + std::string(name) + ": ";
  const std::size_t at = head.find(line);
  if (at == head.npos) return {};
  const std::string_view value = head.substr(at + line.size());
  return value.substr(0, value.find("\r\n"));
}

}  // namespace

std::uint64_t ToNumber(std::string_view text) {
  std::uint64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::optional<Answer> ReadAnswer(std::string_view input) {
  const std::size_t end = input.find("\r\n\r\n");
  if (end == input.npos) return std::nullopt;
  const std::string_view head = input.substr(0, end);
  if (!head.starts_with("HTTP/1.1 ") || Field(head, "Content-Length").empty()) {
    throw std::runtime_error("this is no answer: " + std::string(head));
  }
  const std::size_t length = ToNumber(Field(head, "Content-Length"));
  if (input.size() - end - 4 < length) return std::nullopt;
  Answer answer;
  answer.status = static_cast<int>(ToNumber(head.substr(9)));
  answer.close = Field(head, "Connection") == "close";
  answer.retry_after = std::chrono::seconds(ToNumber(Field(head, "Retry-After")));
  answer.body = input.substr(end + 4, length);
  return answer;
}

std::uint64_t NumberIn(std::string_view json, std::string_view member) {
  const std::string key = "\"" + std::string(member) + "\":";
  const std::size_t at = json.find(key);
  return at == json.npos ? 0 : ToNumber(json.substr(at + key.size()));
}

std::string ReserveRequest(std::string_view event, std::string_view key, std::string_view customer,
                           std::string_view wish) {
  std::string body = "{\"customer\":\"";
  body.append(customer).append("\",").append(wish).append("}");
  std::string request = "POST /api/v1/events/";
  request.append(event).append(
      "/reservations HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
      "Idempotency-Key: ");
  request.append(key).append("\r\nContent-Length: ").append(std::to_string(body.size()));
  return request.append("\r\n\r\n").append(body);
}

std::string Describe(const rehearsal::Latencies& latencies) {
  std::array<char, 128> text;
  std::snprintf(text.data(), text.size(), "%6llu: p50 %.1f  p90 %.1f  p99 %.1f  max %.1f ms",
                static_cast<unsigned long long>(latencies.count()), latencies.Percentile(50),
                latencies.Percentile(90), latencies.Percentile(99), latencies.max());
  return text.data();
}

}  // namespace onsale::crowd
