// The operator's keys: admission::CustomerKeys::Parse.

#include <string>

#include "fuzz/fuzz.h"
#include "onsale/admission/customer_keys.h"
#include "onsale/base/text.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace onsale;
  using namespace onsale::fuzz;
  using admission::SignatureAlgorithm;
  const std::string_view text = Input(data, size).rest();
  const auto keys = admission::CustomerKeys::Parse(text);
  if (!keys.ok()) {
    const std::string& fault = keys.status().message();
    Require(keys.status().code() == StatusCode::kInvalidArgument, "a key is wrong, nothing else");
    Require(!fault.empty() && IsValidUtf8(fault), "what is wrong can be told");
    return 0;
  }
  for (const auto algorithm : {SignatureAlgorithm::kHs256, SignatureAlgorithm::kEdDsa}) {
    for (const std::string& signature :
         {std::string(), std::string(32, 'x'), std::string(64, 'x')}) {
      Require(!keys->Verify(algorithm, std::nullopt, text, signature),
              "what nobody signed is not signed");
    }
  }
  return 0;
}
