// The whole API: requests one after the other, from parsing to the octets of their answers. Every
// answer is well-formed and nobody's fault but the client's; in the end what readers see, what is
// decided on and what is stored agree.
//
// Requests have lines `---` between them. Each is a line with the method and the target, header
// fields, an empty line, the content; or `WAIT` and milliseconds. `{id}`, `{place}`, `{admission}`
// stand for that member of the last answer that had one, `{credential}` for Ada's.

#include <spdlog/spdlog.h>

#include <cstdlib>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "fuzz/fuzz.h"
#include "fuzz/support/api_box.h"
#include "fuzz/support/event_checks.h"
#include "support/credentials.h"

namespace onsale::fuzz {
namespace {

constexpr int kRequestsMax = 40;

class Session {
 public:
  Session() { known_["credential"] = test::CredentialOf("ada"); }

  void Do(std::string request) {
    if (request.starts_with("WAIT ")) {
      const long ms = std::strtol(request.c_str() + 5, nullptr, 10);
      return box_.Advance(std::clamp(ms, -100'000'000L, 100'000'000L));
    }
    for (const auto& [name, value] : known_) Replace(request, "{" + name + "}", value);
    const Answer answer = box_.Do(HttpOf(request));
    const auto json = nlohmann::json::parse(answer.body, nullptr, /*allow_exceptions=*/false);
    if (!json.is_object()) return;
    for (const char* name : {"id", "place", "admission"}) {
      if (json.contains(name) && json[name].is_string()) known_[name] = json[name];
    }
  }

  void Check() { box_.Check(); }

 private:
  static void Replace(std::string& text, const std::string& name, const std::string& value) {
    for (std::size_t at = text.find(name); at != text.npos; at = text.find(name, at)) {
      text.replace(at, name.size(), value);
      at += value.size();
    }
  }

  // The lines of a head end in CRLF then, and what everybody sends is there.
  static std::string HttpOf(const std::string& request) {
    const std::size_t head_end = std::min(request.find("\n\n"), request.size());
    const std::size_t line_end = std::min(request.find('\n'), head_end);
    const std::string body = head_end < request.size() ? request.substr(head_end + 2) : "";
    std::string fields = request.substr(line_end, head_end - line_end);
    Replace(fields, "\n", "\r\n");
    std::string text = request.substr(0, line_end) + " HTTP/1.1\r\nHost: a";
    if (!body.empty()) {
      text += "\r\nContent-Length: " + std::to_string(body.size());
      if (fields.find("Content-Type:") == fields.npos) text += "\r\nContent-Type: application/json";
    }
    return text + fields + "\r\n\r\n" + body;
  }

  ApiBox box_;
  std::map<std::string, std::string> known_;
};

}  // namespace
}  // namespace onsale::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace onsale::fuzz;
  spdlog::set_level(spdlog::level::off);
  Input input(data, size);
  if (AsksForManySeats(input.rest())) return 0;
  Session session;
  for (int i = 0; i < kRequestsMax && !input.empty(); ++i) {
    std::string request;
    while (!input.empty()) {
      const std::string_view line = input.TakeLine();
      if (line == "---") break;
      request += std::string(request.empty() ? "" : "\n") + std::string(line);
    }
    session.Do(request);
  }
  session.Check();
  return 0;
}
