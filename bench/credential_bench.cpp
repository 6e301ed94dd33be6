#include <benchmark/benchmark.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "onsale/admission/credentials.h"
#include "onsale/base/base64url.h"

namespace onsale {
namespace {

using admission::Credentials;
using admission::CustomerKeys;

// Of {"sub":"ada@example.org","exp":4102444800}, by the keys below.
constexpr std::string_view kSecretKeys =
    R"({"keys":[{"kty":"oct","k":"MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY"}]})";
constexpr std::string_view kHs256 =
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGFAZXhhbXBsZS5vcmciLCJleHAiOjQxMDI0NDQ4MDB9."
    "Es59TkksOmqGI246iRD0_y4y8b0hfqgHwTsZv3SNx0w";
constexpr std::string_view kPublicKeys =
    R"({"keys":[{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]})";
constexpr std::string_view kEdDsa =
    "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJhZGFAZXhhbXBsZS5vcmciLCJleHAiOjQxMDI0NDQ4MDB9."
    "JtAromi3flDMSBPI8KF3MQIZ5o7cbNbM6AsCvgXkqir84n2zRfl-XzQUQbj9HQSRxl8cPShx1gQqBboAakH6Cw";

constexpr TimeMs kNow = 1'800'000'000'000;

// Of one customer who comes again, which EdDSA remembers.
void CheckCredential(benchmark::State& state, std::string_view jwks, std::string_view token) {
  const auto keys = CustomerKeys::Parse(jwks);
  Credentials credentials(&*keys);
  for (auto _ : state) {
    const auto credential = credentials.Check(token, "gala", kNow);
    if (!credential.fault.empty()) state.SkipWithError("the credential does not hold");
    benchmark::DoNotOptimize(credential);
  }
}
BENCHMARK_CAPTURE(CheckCredential, HS256, kSecretKeys, kHs256);
BENCHMARK_CAPTURE(CheckCredential, EdDSA_again, kPublicKeys, kEdDsa);

// A signature that was not seen before.
void VerifyEdDsa(benchmark::State& state) {
  const auto keys = CustomerKeys::Parse(kPublicKeys);
  const std::size_t end = kEdDsa.rfind('.');
  const std::string signature = *DecodeBase64Url(kEdDsa.substr(end + 1));
  for (auto _ : state) {
    const bool made = keys->Verify(admission::SignatureAlgorithm::kEdDsa, std::nullopt,
                                   kEdDsa.substr(0, end), signature);
    if (!made) state.SkipWithError("the signature is not the key's");
  }
}
BENCHMARK(VerifyEdDsa);

}  // namespace
}  // namespace onsale
