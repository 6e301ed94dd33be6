#include "onsale/base/hmac.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <array>
#include <cstddef>
#include <new>

namespace onsale {
namespace {

// The methods are fetched once: in OpenSSL 3 that costs more than the code of a short text.
class Hmac {
 public:
  Hmac() {
    EVP_MAC* const method = EVP_MAC_fetch(nullptr, OSSL_MAC_NAME_HMAC, nullptr);
    context_ = EVP_MAC_CTX_new(method);
    EVP_MAC_free(method);
    std::array<char, 7> digest = {"SHA256"};
    const std::array<OSSL_PARAM, 2> params = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest.data(), 0),
        OSSL_PARAM_construct_end()};
    Require(context_ != nullptr && EVP_MAC_CTX_set_params(context_, params.data()) == 1);
  }
  ~Hmac() { EVP_MAC_CTX_free(context_); }
  Hmac(const Hmac&) = delete;
  Hmac& operator=(const Hmac&) = delete;

  Sha256Digest Of(std::span<const std::uint8_t> key, std::string_view text) {
    static constexpr std::uint8_t kNone = 0;  // no key is an empty one, not the one before
    Sha256Digest out;
    std::size_t size = 0;
    Require(EVP_MAC_init(context_, key.empty() ? &kNone : key.data(), key.size(), nullptr) == 1 &&
            EVP_MAC_update(context_, reinterpret_cast<const unsigned char*>(text.data()),
                           text.size()) == 1 &&
            EVP_MAC_final(context_, out.data(), &size, out.size()) == 1);
    return out;
  }

 private:
  static void Require(bool done) {
    if (!done) throw std::bad_alloc();  // nothing else can fail
  }

  EVP_MAC_CTX* context_;
};

}  // namespace

Sha256Digest HmacSha256(std::span<const std::uint8_t> key, std::string_view text) {
  thread_local Hmac hmac;
  return hmac.Of(key, text);
}

}  // namespace onsale
