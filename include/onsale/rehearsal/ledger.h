#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "onsale/base/clock.h"

namespace onsale::rehearsal {

// One reservation that somebody asked for, under one idempotency key and in a customer's name of
// its own, and what the server said about it.
struct Wish {
  std::uint32_t quantity = 0;
  std::uint32_t unanswered = 0;  // tries to reserve that ended without an answer
  // Of the reservation that was acknowledged.
  std::string id;  // empty: none was
  std::uint64_t sequence = 0;
  bool confirmed_at_once = false;
  bool confirm_sent = false, confirmed = false;  // confirmed: acknowledged
  bool cancel_sent = false, cancelled = false;   // cancelled: acknowledged
};

// That a wish was answered `sold-out`: decided at some moment from `from` to `to`, on the server's
// clock as far as it is known here.
struct SoldOut {
  std::size_t wish = 0;
  TimeMs from = 0, to = 0;
  std::int64_t available = 0;  // as the answer said: the most that it could have had
  bool for_waitlist = false;   // what is free is for those who wait for it
};

// All that this process asked for and was told: what the server's change log is held against. Not
// thread-safe.
class Ledger {
 public:
  // Customers are named PREFIX0, PREFIX1, ….
  explicit Ledger(std::string prefix) : prefix_(std::move(prefix)) {}

  std::size_t AddWish(std::uint32_t quantity);
  std::string CustomerOf(std::size_t wish) const { return prefix_ + std::to_string(wish); }
  // Whose wish it is; nothing where the customer is none of ours.
  std::optional<std::size_t> WishOf(std::string_view customer) const;

  std::vector<Wish>& wishes() { return wishes_; }
  const std::vector<Wish>& wishes() const { return wishes_; }
  std::vector<SoldOut>& sold_out() { return sold_out_; }
  const std::vector<SoldOut>& sold_out() const { return sold_out_; }

 private:
  std::string prefix_;
  std::vector<Wish> wishes_;
  std::vector<SoldOut> sold_out_;
};

}  // namespace onsale::rehearsal
