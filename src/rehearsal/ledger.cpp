#include "onsale/rehearsal/ledger.h"

#include <charconv>

namespace onsale::rehearsal {

std::size_t Ledger::AddWish(std::uint32_t quantity) {
  wishes_.emplace_back().quantity = quantity;
  return wishes_.size() - 1;
}

std::optional<std::size_t> Ledger::WishOf(std::string_view customer) const {
  if (!customer.starts_with(prefix_)) return std::nullopt;
  customer.remove_prefix(prefix_.size());
  std::size_t wish = 0;
  const auto [end, error] =
      std::from_chars(customer.data(), customer.data() + customer.size(), wish);
  if (error != std::errc() || end != customer.data() + customer.size()) return std::nullopt;
  if (wish >= wishes_.size()) return std::nullopt;
  return wish;
}

}  // namespace onsale::rehearsal
