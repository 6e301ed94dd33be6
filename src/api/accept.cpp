#include "onsale/api/accept.h"

#include <algorithm>
#include <optional>

#include "onsale/base/text.h"

namespace onsale::api {
namespace {

std::optional<ListFormat> FormatOf(std::string_view media_type) {
  if (EqualsIgnoreCaseAscii(media_type, "application/x-ndjson") ||
      EqualsIgnoreCaseAscii(media_type, "application/ndjson")) {
    return ListFormat::kNdjson;
  }
  if (EqualsIgnoreCaseAscii(media_type, "text/csv")) return ListFormat::kCsv;
  if (EqualsIgnoreCaseAscii(media_type, "application/json") || media_type == "*/*" ||
      EqualsIgnoreCaseAscii(media_type, "application/*")) {
    return ListFormat::kJson;
  }
  return std::nullopt;
}

// Splits off what stands before `separator`.
std::string_view TakeUntil(std::string_view& rest, char separator) {
  const std::string_view part = rest.substr(0, rest.find(separator));
  rest.remove_prefix(std::min(rest.size(), part.size() + 1));
  return Trim(part);
}

// A weight in thousandths: `q=0.5` is 500; 1000 where there is none, 0 where it is malformed.
int WeightOf(std::string_view parameters) {
  while (!parameters.empty()) {
    const std::string_view parameter = TakeUntil(parameters, ';');
    if (!parameter.starts_with("q=") && !parameter.starts_with("Q=")) continue;
    const std::string_view text = parameter.substr(2);
    if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1')) return 0;
    int weight = (text[0] - '0') * 1000;
    int unit = 100;
    for (const char c : text.substr(std::min<std::size_t>(2, text.size()))) {
      if (c < '0' || c > '9') return 0;
      weight += (c - '0') * unit;
      unit /= 10;
    }
    return std::min(weight, 1000);
  }
  return 1000;
}

}  // namespace

ListFormat PreferredListFormat(std::string_view accept) {
  ListFormat best = ListFormat::kJson;
  int best_weight = 0;
  while (!accept.empty()) {
    std::string_view range = TakeUntil(accept, ',');
    const auto format = FormatOf(TakeUntil(range, ';'));
    const int weight = WeightOf(range);
    if (!format || weight <= best_weight) continue;
    best = *format;
    best_weight = weight;
  }
  return best;
}

}  // namespace onsale::api
