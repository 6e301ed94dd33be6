#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>

namespace onsale {

using Sha256Digest = std::array<std::uint8_t, 32>;

// SHA-256 (FIPS 180-4) over OpenSSL. Reusable: Finish() leaves it ready for the next message.
// Not thread-safe; one for each thread.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;

  void Update(std::string_view bytes);
  void Update(const Sha256Digest& digest);
  Sha256Digest Finish();

  static Sha256Digest Of(std::string_view bytes);

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

}  // namespace onsale
