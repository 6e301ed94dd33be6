#include "onsale/domain/entrants.h"

#include <bit>
#include <cstring>

namespace onsale::domain {

namespace {

constexpr std::size_t kSlotsMin = 16;

}  // namespace

std::size_t Entrants::SlotOf(const Entrant& entrant) const {
  std::uint64_t word = 0;
  std::memcpy(&word, KeyOf(entrant).data(), sizeof(word));
  // Multiply-shift: the upper bits depend on all of the word, and nobody knows the multiplier.
  return (word * multiplier_) >> (64U - static_cast<unsigned>(std::countr_zero(slots_.size())));
}

std::optional<std::uint32_t> Entrants::Find(const Entrant& entrant) const {
  if (slots_.empty()) return std::nullopt;
  for (std::size_t slot = SlotOf(entrant);; slot = (slot + 1) & (slots_.size() - 1)) {
    if (slots_[slot] == 0) return std::nullopt;
    const std::uint32_t number = slots_[slot] - 1;
    if (KeyOf(entrants_[number]) == KeyOf(entrant)) return number;
  }
}

std::uint32_t Entrants::Add(const Entrant& entrant) {
  const std::uint32_t number = size();
  entrants_.push_back(entrant);
  if (std::uint64_t{size()} * 4 > slots_.size() * 3) {
    slots_.assign(slots_.empty() ? kSlotsMin : slots_.size() * 2, 0);
    for (std::uint32_t i = 0; i < number; ++i) Index(i);
  }
  Index(number);
  return number;
}

void Entrants::Index(std::uint32_t number) {
  std::size_t slot = SlotOf(entrants_[number]);
  while (slots_[slot] != 0 && KeyOf(entrants_[slots_[slot] - 1]) != KeyOf(entrants_[number])) {
    slot = (slot + 1) & (slots_.size() - 1);
  }
  slots_[slot] = number + 1;
}

}  // namespace onsale::domain
