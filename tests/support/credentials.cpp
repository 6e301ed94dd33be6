#include "support/credentials.h"

#include <openssl/evp.h>

#include <memory>
#include <span>
#include <stdexcept>

#include "onsale/base/base64url.h"
#include "onsale/base/hmac.h"
#include "support/hex.h"

namespace onsale::test {

using nlohmann::json;

namespace {

std::span<const std::uint8_t> Octets(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

}  // namespace

std::string Base64Url(std::string_view octets) {
  std::string out;
  AppendBase64Url(out, Octets(octets));
  return out;
}

std::string TextToSign(const json& header, const json& claims) {
  return Base64Url(header.dump()) + "." + Base64Url(claims.dump());
}

std::string Hs256(const json& header, const json& claims) {
  return SignHs256(TextToSign(header, claims));
}

std::string EdDsa(const json& header, const json& claims) {
  return SignEdDsa(TextToSign(header, claims));
}

std::string SignHs256(const std::string& text) {
  const Sha256Digest mac = HmacSha256(Octets(kSecret), text);
  return text + "." + Base64Url(std::string(mac.begin(), mac.end()));
}

std::string SignEdDsa(const std::string& text) {
  const std::string key_octets = Unhex(kPrivateKey);
  const std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> key(
      EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, Octets(key_octets).data(),
                                   key_octets.size()),
      EVP_PKEY_free);
  const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context(EVP_MD_CTX_new(),
                                                                   EVP_MD_CTX_free);
  std::string signature(64, '\0');
  std::size_t size = signature.size();
  if (EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get()) != 1 ||
      EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                     Octets(text).data(), text.size()) != 1) {
    throw std::runtime_error("OpenSSL does not sign");
  }
  return text + "." + Base64Url(signature);
}

std::string CredentialOf(const std::string& customer) {
  return Hs256({{"alg", "HS256"}}, {{"sub", customer}, {"exp", 4'102'444'800}});
}

}  // namespace onsale::test
