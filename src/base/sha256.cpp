#include "onsale/base/sha256.h"

#include <openssl/evp.h>

#include <new>

namespace onsale {

struct Sha256::Context {
  // The method is fetched once: in OpenSSL 3 a fetch for each digest costs more than the digest.
  EVP_MD* method = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  EVP_MD_CTX* digest = EVP_MD_CTX_new();

  ~Context() {
    EVP_MD_CTX_free(digest);
    EVP_MD_free(method);
  }
};

Sha256::Sha256() : context_(std::make_unique<Context>()) {
  if (context_->method == nullptr || context_->digest == nullptr ||
      EVP_DigestInit_ex2(context_->digest, context_->method, nullptr) != 1) {
    throw std::bad_alloc();
  }
}

Sha256::~Sha256() = default;

void Sha256::Update(std::string_view bytes) {
  EVP_DigestUpdate(context_->digest, bytes.data(), bytes.size());
}

void Sha256::Update(const Sha256Digest& digest) {
  EVP_DigestUpdate(context_->digest, digest.data(), digest.size());
}

Sha256Digest Sha256::Finish() {
  Sha256Digest out;
  EVP_DigestFinal_ex(context_->digest, out.data(), nullptr);
  EVP_DigestInit_ex2(context_->digest, nullptr, nullptr);
  return out;
}

Sha256Digest Sha256::Of(std::string_view bytes) {
  Sha256 hash;
  hash.Update(bytes);
  return hash.Finish();
}

}  // namespace onsale
