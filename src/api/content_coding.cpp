#include "onsale/api/content_coding.h"

#include <optional>

#include "onsale/api/weighted_list.h"
#include "onsale/base/text.h"

namespace onsale::api {
namespace {

constexpr int kWeightOfUnnamedIdentity = 1;

struct Weights {
  std::optional<int> brotli;
  std::optional<int> gzip;
  std::optional<int> identity;
  std::optional<int> any;  // `*`
};

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
    const WeightedName member = TakeWeightedName(field);
    std::optional<int>* slot = SlotOf(weights, member.name);
    if (slot != nullptr && !slot->has_value()) *slot = member.weight;
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
