#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "onsale/admission/bucket_table.h"
#include "onsale/admission/rate_limits.h"
#include "onsale/base/ip_address.h"
#include "onsale/base/sip_hash.h"

namespace onsale::admission {

// What one request was counted as.
struct RateUse {
  // What is left of a limit.
  struct Left {
    std::int32_t remaining = 0;
    std::int32_t more_s = 0;  // until there is at least one more, rounded up
  };

  std::int64_t now_us = 0;                             // of the request
  bool counted = false;                                // false: no limit is meant for it
  std::array<std::optional<Left>, kRateKinds> left{};  // of the limits it was counted under
  std::optional<RateKind> exceeded{};                  // the one that it was over
};

// Where a request comes from.
struct RateSource {
  IpAddress address;
  // The address is a proxy's: it did not say, or not so that it could be understood, whose request
  // it hands on. All such requests of that proxy are counted together, and not with its own.
  bool unknown_behind = false;
};

// Counts what each client asks for. The address of an IPv6 client is its first 64 bits: that many
// are one customer's. Memory is that of the table, however many clients there are.
//
// Who has many addresses has as many buckets. To make the table forget a bucket in use, though, all
// 8 of its line have to be in use at once for longer than it is: with 262,144 buckets that takes
// more new addresses in one interval of the limit than a server has requests. Thread-safe.
class RateLimiter {
 public:
  // `key` is random: which clients share a line of the table is for nobody to know.
  RateLimiter(const RateLimits& limits, const SipKey& key);

  // Counts a request. False, with `use.exceeded` set, when it is one too many; it is then counted
  // only under the limits before that one.
  [[nodiscard]] bool Count(const RateSource& source, bool command, RateUse& use);

  // Counts a reservation asked for in a customer's name, compared without regard to ASCII case.
  // Who has proven to be that customer is counted apart from who only says so, and cannot be kept
  // out by them. True also for requests that are not counted.
  [[nodiscard]] bool CountCustomer(std::string_view customer, bool proven, RateUse& use);

  // Appends the header lines RateLimit-Policy and RateLimit as draft-ietf-httpapi-ratelimit-
  // headers-11 has them: `q` is the burst and `w` the seconds in which an empty bucket is full
  // again; `t` are the seconds until there is at least one more than `r`. Nothing when `use` was
  // not counted under any limit.
  void AppendFields(std::string& out, const RateUse& use) const;

 private:
  struct Bucket {
    std::int64_t interval_us = 0;  // 0: no limit
    std::int64_t depth_us = 0;
    std::string policy;  // `"requests";q=20000;w=20`
  };

  bool Take(RateKind kind, std::uint64_t hash, RateUse& use);

  SipKey key_;
  std::array<Bucket, kRateKinds> buckets_;
  BucketTable table_;
};

}  // namespace onsale::admission
