#include <algorithm>
#include <array>
#include <cstdio>

#include "onsale/rehearsal/report.h"

namespace onsale::rehearsal {
namespace {

using nlohmann::ordered_json;

template <typename... Values>
void Print(std::string& out, const char* format, Values... values) {
  std::array<char, 256> line;
  const int length = std::snprintf(line.data(), line.size(), format, values...);
  out.append(line.data(), std::min(line.size() - 1, static_cast<std::size_t>(length)));
}

void PrintLatencies(std::string& out, const ordered_json& of) {
  const ordered_json& ms = of.at("latency_ms");
  for (const char* name : {"p50", "p90", "p99", "p999", "max"}) {
    Print(out, "%10.1f", ms.at(name).get<double>());
  }
}

// `201 180, 409 19800; 3 reset`.
std::string Answers(const ordered_json& request) {
  std::string text;
  const auto add = [&](const std::string& what, const ordered_json& count) {
    if (count == 0) return;
    text += (text.empty() ? "" : ", ") + what + " × " + count.dump();
  };
  for (const auto& [status, count] : request.at("answers").items()) add(status, count);
  for (const auto& [failure, count] : request.at("failures").items()) add(failure, count);
  return text;
}

}  // namespace

std::string MakeTable(const ordered_json& report) {
  std::string out;
  Print(out, "%-9s %9s %9s %9s %9s %9s %9s  %s\n", "", "sent", "p50 ms", "p90", "p99", "p99.9",
        "max", "answers");
  for (const ordered_json& request : report.at("requests")) {
    Print(out, "%-9s %9llu", request.at("name").get_ref<const std::string&>().c_str(),
          request.at("sent").get<unsigned long long>());
    PrintLatencies(out, request);
    out += "  " + Answers(request) + "\n";
  }
  Print(out, "%-9s %9llu", "decision", report.at("decision").at("count").get<unsigned long long>());
  PrintLatencies(out, report.at("decision"));
  out += "  from wanting places to knowing\n\npeople   ";
  for (const auto& [name, count] : report.at("people").items()) {
    out += " " + name + " " + count.dump();
  }
  const ordered_json& generator = report.at("generator");
  Print(out,
        "\ngenerator requests left %.1f ms late (p99; at most %.1f), %.1f s of CPU in %.1f s\n",
        generator.at("lag_ms_p99").get<double>(), generator.at("lag_ms_max").get<double>(),
        generator.at("cpu_seconds").get<double>(), report.at("duration_seconds").get<double>());
  for (const ordered_json& note : report.at("notes")) {
    out += "note      " + note.get<std::string>() + "\n";
  }
  out += "\n";
  const ordered_json& verdict = report.at("verdict");
  for (const ordered_json& check : verdict.at("checks")) {
    Print(out, "%-4s %-12s ", check.at("passed").get<bool>() ? "yes" : "NO",
          check.at("name").get_ref<const std::string&>().c_str());
    out += check.at("detail").get<std::string>() + "\n";
  }
  out += verdict.at("passed").get<bool>() ? "passed\n" : "FAILED\n";
  return out;
}

}  // namespace onsale::rehearsal
