#include "onsale/admission/rate_limits.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <system_error>
#include <utility>

#include "onsale/base/text.h"

namespace onsale::admission {
namespace {

constexpr std::int64_t kCountMax = 1'000'000;
constexpr std::int64_t kFillSecondsMax = 86'400;

constexpr std::array<std::string_view, kRateKinds> kNames = {"requests", "commands", "customer"};

constexpr std::pair<char, std::int64_t> kUnits[] = {{'s', 1}, {'m', 60}, {'h', 3'600}};

std::optional<std::int64_t> ParseCount(std::string_view text) {
  std::int64_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return count >= 1 && count <= kCountMax ? std::optional(count) : std::nullopt;
}

// `COUNT/UNIT[:BURST]`.
Result<RateLimit> ParseRate(std::string_view text) {
  const std::size_t slash = text.find('/');
  const std::size_t colon = text.find(':');
  if (slash == text.npos) return InvalidArgument("has no unit; write COUNT/s, COUNT/m or COUNT/h");
  const auto count = ParseCount(text.substr(0, slash));
  const auto burst =
      colon == text.npos ? count : ParseCount(text.substr(std::min(colon + 1, text.size())));
  if (!count || !burst) return InvalidArgument("needs counts from 1 to 1000000");
  const std::string_view unit =
      text.substr(slash + 1, colon == text.npos ? colon : colon - slash - 1);
  const auto* const known = std::find_if(
      std::begin(kUnits), std::end(kUnits),
      [&](const auto& each) { return unit.size() == 1 && unit.front() == each.first; });
  if (known == std::end(kUnits)) return InvalidArgument("has a bad unit; it must be s, m or h");
  const RateLimit limit = {*count, known->second, *burst};
  if (limit.burst * limit.period_s > kFillSecondsMax * limit.count) {
    return InvalidArgument("would take more than a day for its burst to come back");
  }
  return limit;
}

}  // namespace

std::string_view ToString(RateKind kind) { return kNames[static_cast<std::size_t>(kind)]; }

Result<RateLimits> ParseRateLimits(std::string_view text) {
  RateLimits limits;
  if (text == "off") return limits;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t comma = std::min(text.find(',', at), text.size());
    const std::string_view part = Trim(text.substr(at, comma - at));
    at = comma + 1;
    const std::size_t equals = std::min(part.find('='), part.size());
    const auto* const name = std::find(kNames.begin(), kNames.end(), part.substr(0, equals));
    if (name == kNames.end() || equals == part.size()) {
      return InvalidArgument("\"" + std::string(part) +
                             "\" is no limit; write off, or requests=COUNT/s:BURST, commands=… and "
                             "customer=… separated by commas");
    }
    RateLimit& limit = limits[static_cast<std::size_t>(name - kNames.begin())];
    if (limit.count != 0) return InvalidArgument("\"" + std::string(*name) + "\" comes twice");
    const auto rate = ParseRate(part.substr(equals + 1));
    if (!rate.ok()) {
      return InvalidArgument("\"" + std::string(part) + "\" " + rate.status().message());
    }
    limit = *rate;
  }
  return limits;
}

std::string ToString(const RateLimits& limits) {
  std::string text;
  for (std::size_t kind = 0; kind < kRateKinds; ++kind) {
    const RateLimit& limit = limits[kind];
    if (limit.count == 0) continue;
    const auto* const unit =
        std::find_if(std::begin(kUnits), std::end(kUnits),
                     [&](const auto& each) { return each.second == limit.period_s; });
    if (!text.empty()) text += ',';
    text.append(kNames[kind]).append("=").append(std::to_string(limit.count)).append("/");
    text.append(1, unit->first).append(":").append(std::to_string(limit.burst));
  }
  return text.empty() ? "off" : text;
}

}  // namespace onsale::admission
