#include "onsale/base/ed25519.h"

#include <openssl/err.h>
#include <openssl/evp.h>

#include <new>

namespace onsale {
namespace {

const unsigned char* Octets(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

std::optional<Ed25519PublicKey> Ed25519PublicKey::Of(std::string_view octets) {
  if (octets.size() != kBytes) return std::nullopt;
  std::shared_ptr<EVP_PKEY> key(
      EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, Octets(octets), octets.size()),
      EVP_PKEY_free);
  if (key == nullptr) return std::nullopt;
  return Ed25519PublicKey(std::move(key));
}

bool Ed25519PublicKey::Verify(std::string_view text, std::string_view signature) const {
  const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context(EVP_MD_CTX_new(),
                                                                   EVP_MD_CTX_free);
  if (context == nullptr ||
      EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key_.get()) != 1) {
    throw std::bad_alloc();  // nothing else can fail
  }
  const bool made = EVP_DigestVerify(context.get(), Octets(signature), signature.size(),
                                     Octets(text), text.size()) == 1;
  ERR_clear_error();  // a signature of another length leaves one, and others would find it
  return made;
}

}  // namespace onsale
