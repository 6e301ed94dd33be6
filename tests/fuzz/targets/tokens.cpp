// Tokens of waiting people: admission::Tokens. A line with an event, a number and a time, which
// become tokens; then a token as somebody else could make it.

#include "onsale/admission/tokens.h"

#include <sstream>
#include <string>

#include "fuzz/fuzz.h"

namespace onsale::fuzz {
namespace {

using admission::Admission;
using admission::Place;
using admission::TokenKey;
using admission::Tokens;

// Nothing but what Format() gives is taken.
void CheckForeign(const Tokens& tokens, const std::string& token) {
  if (const auto place = tokens.ParsePlace(token)) {
    Require(tokens.Format(*place) == token, "a place was made here");
  }
  if (const auto admission = tokens.ParseAdmission(token)) {
    Require(tokens.Format(*admission) == token, "an admission was made here");
  }
}

// With any character another one.
void CheckSpoilt(const Tokens& tokens, const std::string& token, std::uint8_t with) {
  for (std::size_t i = 0; i < token.size(); ++i) {
    std::string spoilt = token;
    spoilt[i] = static_cast<char>(spoilt[i] ^ (1 + with % 255));
    Require(!tokens.ParsePlace(spoilt) && !tokens.ParseAdmission(spoilt), "none is made of one");
  }
}

}  // namespace
}  // namespace onsale::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace onsale::fuzz;
  static constexpr TokenKey kKey = {1, 2, 3}, kOtherKey = {1, 2, 4};
  static const Tokens tokens(kKey), others(kOtherKey);
  Input input(data, size);
  Admission admission;
  std::istringstream(std::string(input.TakeLine())) >> admission.place.event >>
      admission.place.number >> admission.expires_at;
  const std::string foreign(input.rest());
  CheckForeign(tokens, foreign);

  const std::string place_token = tokens.Format(admission.place);
  const std::string admission_token = tokens.Format(admission);
  Require(tokens.ParsePlace(place_token) == admission.place, "a place is read as it is written");
  Require(tokens.ParseAdmission(admission_token) == admission, "so is an admission");
  Require(!tokens.ParseAdmission(place_token), "a place is no admission");
  Require(!tokens.ParsePlace(admission_token), "an admission is no place");
  Require(!others.ParsePlace(place_token) && !others.ParseAdmission(admission_token),
          "another server's tokens are none");
  Require(foreign.empty() || !tokens.ParsePlace(place_token + foreign), "nothing is behind one");
  CheckSpoilt(tokens, size % 2 == 0 ? place_token : admission_token, input.TakeOctet());
  return 0;
}
