#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "onsale/admission/customer_keys.h"
#include "onsale/base/clock.h"
#include "onsale/base/sha256.h"

namespace onsale::admission {

// What a credential says, or why it says nothing.
struct Credential {
  std::string_view fault;  // a sentence, which is a literal; empty: the credential holds
  std::string customer;    // its `sub`
};

// Checks customers' credentials: JSON Web Tokens (RFC 7519) in compact form that the operator has
// signed, by HS256 or EdDSA (which RFC 9864 names Ed25519) and no other algorithm, and of which
//
//   sub        names the customer; required
//   exp        is when it ends, in seconds since 1970; required
//   nbf        is when it begins, where given
//   aud        names whom it is for, where given: the event's id, or "onsale:*"
//
// with 60 s of leeway for clocks that differ. `kid` in its header chooses the key; without, each is
// tried. What a header says is `crit`ical is not known here, and refused. Other claims are not
// looked at. As in RFC 8725, an algorithm is only good with a key made for it.
//
// What EdDSA has proven is remembered, 2 MiB of it, since to prove it again takes some 100 µs.
// Not thread-safe.
class Credentials {
 public:
  static constexpr std::size_t kLengthMax = 4096;  // of a token
  static constexpr TimeMs kLeewayMs = 60'000;

  explicit Credentials(const CustomerKeys* keys) : keys_(keys) {}  // null: none holds

  Credential Check(std::string_view token, std::string_view event, TimeMs now);

 private:
  bool IsSigned(SignatureAlgorithm algorithm, const std::optional<std::string>& key_id,
                std::string_view token, std::string_view text, std::string_view signature);

  const CustomerKeys* keys_;
  std::vector<Sha256Digest> proven_;  // of whole tokens, each where its first octets say
};

}  // namespace onsale::admission
