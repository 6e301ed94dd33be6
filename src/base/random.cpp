#include "onsale/base/random.h"

#include <sys/random.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>

namespace onsale {
namespace {

// getrandom() fills up to 256 bytes without interruption once the pool is ready; larger requests
// may be cut short by a signal.
void FillFromKernel(std::span<std::uint8_t> out) {
  while (!out.empty()) {
    const ssize_t got = getrandom(out.data(), out.size(), 0);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw std::system_error(errno, std::generic_category(), "getrandom");
    out = out.subspan(static_cast<std::size_t>(got));
  }
}

}  // namespace

std::uint64_t RandomNumber(RandomSource& random) {
  std::array<std::uint8_t, 8> bytes;
  random.Fill(bytes);
  std::uint64_t number = 0;
  for (const std::uint8_t byte : bytes) number = number << 8 | byte;
  return number;
}

void SystemRandom::Fill(std::span<std::uint8_t> out) {
  while (!out.empty()) {
    if (used_ == block_.size()) {
      FillFromKernel(block_);
      used_ = 0;
    }
    const std::size_t n = std::min(out.size(), block_.size() - used_);
    std::memcpy(out.data(), block_.data() + used_, n);
    std::memset(block_.data() + used_, 0, n);  // what was handed out is not kept
    used_ += n;
    out = out.subspan(n);
  }
}

}  // namespace onsale
