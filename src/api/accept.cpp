#include "onsale/api/accept.h"

#include <optional>

#include "onsale/api/weighted_list.h"
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

// A weight in thousandths: `q=0.5` is 500; 1000 where there is none, 0 where it is malformed.
int WeightOf(std::string_view parameters) {
  while (!parameters.empty()) {
    const std::string_view parameter = TakeUntil(parameters, ';');
    if (!parameter.starts_with("q=") && !parameter.starts_with("Q=")) continue;
    return ParseQvalue(parameter.substr(2)).value_or(0);
  }
  return kWeightMax;
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
