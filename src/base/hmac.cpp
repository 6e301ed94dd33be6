#include "onsale/base/hmac.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <new>

namespace onsale {

Sha256Digest HmacSha256(std::span<const std::uint8_t> key, std::string_view text) {
  Sha256Digest out;
  if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
           reinterpret_cast<const unsigned char*>(text.data()), text.size(), out.data(),
           nullptr) == nullptr) {
    throw std::bad_alloc();  // nothing else can fail
  }
  return out;
}

}  // namespace onsale
