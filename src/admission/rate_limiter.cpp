#include "onsale/admission/rate_limiter.h"

#include <algorithm>

namespace onsale::admission {
namespace {

constexpr std::int64_t kSecondUs = 1'000'000;
constexpr std::size_t kClientOctets = 8;  // of an IPv6 address

std::int64_t CeilSeconds(std::int64_t us) { return (us + kSecondUs - 1) / kSecondUs; }

}  // namespace

RateLimiter::RateLimiter(const RateLimits& limits, const SipKey& key) : key_(key) {
  for (std::size_t i = 0; i < kRateKinds; ++i) {
    const RateLimit& limit = limits[i];
    if (limit.count == 0) continue;
    Bucket& bucket = buckets_[i];
    bucket.interval_us = limit.period_s * kSecondUs / limit.count;
    bucket.depth_us = bucket.interval_us * limit.burst;
    bucket.policy.append("\"").append(ToString(static_cast<RateKind>(i)));
    bucket.policy.append("\";q=").append(std::to_string(limit.burst)).append(";w=");
    bucket.policy.append(std::to_string(CeilSeconds(bucket.depth_us)));
  }
}

bool RateLimiter::Count(const RateSource& source, bool command, RateUse& use) {
  const auto octets = source.address.bytes();
  const auto client = octets.first(std::min(octets.size(), kClientOctets));
  const auto hash = [&](RateKind kind) {
    SipHasher hasher(key_);
    hasher.Add(client);
    hasher.Add(static_cast<std::uint8_t>(kind));
    hasher.Add(static_cast<std::uint8_t>(source.unknown_behind));
    return hasher.Finish();
  };
  use.counted = true;
  if (!Take(RateKind::kRequests, hash(RateKind::kRequests), use)) return false;
  return !command || Take(RateKind::kCommands, hash(RateKind::kCommands), use);
}

bool RateLimiter::CountCustomer(std::string_view customer, bool proven, RateUse& use) {
  if (!use.counted) return true;
  SipHasher hasher(key_);
  for (const char c : customer) {
    hasher.Add(static_cast<std::uint8_t>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c));
  }
  hasher.Add(static_cast<std::uint8_t>(RateKind::kCustomer));
  hasher.Add(proven ? 1 : 0);
  return Take(RateKind::kCustomer, hasher.Finish(), use);
}

bool RateLimiter::Take(RateKind kind, std::uint64_t hash, RateUse& use) {
  const auto index = static_cast<std::size_t>(kind);
  const Bucket& bucket = buckets_[index];
  if (bucket.interval_us == 0) return true;
  const auto [taken, fill_us] = table_.Take(hash, bucket.interval_us, bucket.depth_us, use.now_us);
  const std::int64_t remaining = taken ? (bucket.depth_us - fill_us) / bucket.interval_us : 0;
  const std::int64_t more_us = fill_us + (remaining + 1) * bucket.interval_us - bucket.depth_us;
  use.left[index] = {static_cast<std::int32_t>(remaining),
                     static_cast<std::int32_t>(std::max<std::int64_t>(CeilSeconds(more_us), 1))};
  if (!taken) use.exceeded = kind;
  return taken;
}

void RateLimiter::AppendFields(std::string& out, const RateUse& use) const {
  const char* separator = "RateLimit-Policy: ";
  for (std::size_t i = 0; i < kRateKinds; ++i) {
    if (!use.left[i]) continue;
    out.append(separator).append(buckets_[i].policy);
    separator = ", ";
  }
  separator = "\r\nRateLimit: ";
  for (std::size_t i = 0; i < kRateKinds; ++i) {
    if (!use.left[i]) continue;
    out.append(separator).append("\"").append(ToString(static_cast<RateKind>(i)));
    out.append("\";r=").append(std::to_string(use.left[i]->remaining));
    out.append(";t=").append(std::to_string(use.left[i]->more_s));
    separator = ", ";
  }
  if (*separator == ',') out.append("\r\n");
}

}  // namespace onsale::admission
