#include "onsale/api/fingerprint.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "onsale/base/text.h"

namespace onsale::api {
namespace {

void UpdateText(Sha256& hash, std::string_view text) {
  hash.Update(std::to_string(text.size()) + ":");  // so that no two requests run into one
  hash.Update(text);
}

domain::Fingerprint TakeFingerprint(Sha256& hash) {
  const Sha256Digest digest = hash.Finish();
  domain::Fingerprint fingerprint;
  std::copy_n(digest.begin(), fingerprint.size(), fingerprint.begin());
  return fingerprint;
}

}  // namespace

domain::Fingerprint FingerprintOf(const domain::Reserve& command, Sha256& hash) {
  UpdateText(hash, ToLowerAscii(command.customer));
  UpdateText(hash, std::to_string(command.quantity));
  UpdateText(hash, command.section);
  for (const std::string& seat : command.seats) UpdateText(hash, seat);
  if (command.accessible) UpdateText(hash, "accessible");
  if (command.wait) UpdateText(hash, "wait");
  return TakeFingerprint(hash);
}

domain::Fingerprint FingerprintOf(const domain::Block& command, Sha256& hash) {
  UpdateText(hash, "");  // no customer has this name
  UpdateText(hash, command.reason);
  UpdateText(hash, std::to_string(command.quantity));
  UpdateText(hash, command.section);
  for (const std::string& seat : command.seats) UpdateText(hash, seat);
  return TakeFingerprint(hash);
}

}  // namespace onsale::api
