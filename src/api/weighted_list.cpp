#include "onsale/api/weighted_list.h"

#include <cstddef>

#include "onsale/base/text.h"

namespace onsale::api {

std::string_view TakeUntil(std::string_view& list, char separator) {
  const std::size_t end = list.find(separator);
  const std::string_view part = list.substr(0, end);
  list = end == std::string_view::npos ? std::string_view{} : list.substr(end + 1);
  return Trim(part);
}

std::optional<int> ParseQvalue(std::string_view text) {
  if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1')) return std::nullopt;
  if (text.size() > 1 && text[1] != '.') return std::nullopt;
  int value = (text[0] - '0') * kWeightMax;
  int unit = kWeightMax / 10;
  for (std::size_t i = 2; i < text.size(); ++i, unit /= 10) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    value += (text[i] - '0') * unit;
  }
  if (value > kWeightMax) return std::nullopt;
  return value;
}

WeightedName TakeWeightedName(std::string_view& list) {
  std::string_view member = TakeUntil(list, ',');
  const bool has_parameters = member.find(';') != std::string_view::npos;
  const std::string_view name = TakeUntil(member, ';');
  if (!has_parameters) return {name, kWeightMax};
  const std::string_view parameters = Trim(member);
  const bool is_weight = parameters.starts_with("q=") || parameters.starts_with("Q=");
  return {name, is_weight ? ParseQvalue(parameters.substr(2)) : std::nullopt};
}

}  // namespace onsale::api
