#include "onsale/api/content_coding.h"

#include <optional>

#include "onsale/base/text.h"

namespace onsale::api {
namespace {

// Weights are in thousandths, as a qvalue has at most three decimals.
constexpr int kWeightMax = 1000;
constexpr int kWeightOfUnnamedIdentity = 1;

struct Weights {
  std::optional<int> brotli;
  std::optional<int> gzip;
  std::optional<int> identity;
  std::optional<int> any;  // `*`
};

// Cuts `list` behind the first `separator` and gives what stood before it, trimmed.
std::string_view TakeUntil(std::string_view& list, char separator) {
  const std::size_t end = list.find(separator);
  const std::string_view part = list.substr(0, end);
  list = end == std::string_view::npos ? std::string_view{} : list.substr(end + 1);
  return Trim(part);
}

// qvalue = ( "0" [ "." 0*3DIGIT ] ) / ( "1" [ "." 0*3("0") ] )
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

// The weight in the parameters behind a coding's name. Nothing when there are others than one `q`.
std::optional<int> ParseWeight(std::string_view parameters) {
  if (parameters.size() < 2 || (parameters[0] != 'q' && parameters[0] != 'Q') ||
      parameters[1] != '=') {
    return std::nullopt;
  }
  return ParseQvalue(parameters.substr(2));
}

std::optional<int>* SlotOf(Weights& weights, std::string_view name) {
  if (EqualsIgnoreCaseAscii(name, "br")) return &weights.brotli;
  if (EqualsIgnoreCaseAscii(name, "gzip")) return &weights.gzip;
  if (EqualsIgnoreCaseAscii(name, "x-gzip")) return &weights.gzip;
  if (EqualsIgnoreCaseAscii(name, "identity")) return &weights.identity;
  if (name == "*") return &weights.any;
  return nullptr;
}

Weights ParseAcceptEncoding(std::string_view field) {
  Weights weights;
  while (!field.empty()) {
    std::string_view member = TakeUntil(field, ',');
    const bool has_parameters = member.find(';') != std::string_view::npos;
    std::optional<int>* slot = SlotOf(weights, TakeUntil(member, ';'));
    if (slot == nullptr || slot->has_value()) continue;
    *slot = has_parameters ? ParseWeight(Trim(member)) : kWeightMax;
  }
  return weights;
}

}  // namespace

std::string_view ContentCodingName(ContentCoding coding) {
  switch (coding) {
    case ContentCoding::kBrotli:
      return "br";
    case ContentCoding::kGzip:
      return "gzip";
    case ContentCoding::kIdentity:
      break;
  }
  return "identity";
}

ContentCoding ChooseContentCoding(std::string_view accept_encoding, AvailableCodings available) {
  const Weights weights = ParseAcceptEncoding(accept_encoding);
  const int unnamed = weights.any.value_or(0);

  ContentCoding best = ContentCoding::kIdentity;
  int best_weight = weights.identity.value_or(weights.any.value_or(kWeightOfUnnamedIdentity));
  const auto consider = [&](ContentCoding coding, int weight) {
    if (weight == 0 || weight < best_weight) return;
    best = coding;
    best_weight = weight;
  };
  if (available.gzip) consider(ContentCoding::kGzip, weights.gzip.value_or(unnamed));
  if (available.brotli) consider(ContentCoding::kBrotli, weights.brotli.value_or(unnamed));
  return best;
}

}  // namespace onsale::api
