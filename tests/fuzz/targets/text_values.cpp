// Values that have a text of their own: what is read is written the same, or read the same once
// more. Each reader gets all of the input.

#include <array>
#include <string>

#include "fuzz/fuzz.h"
#include "onsale/admission/rate_limits.h"
#include "onsale/base/base64url.h"
#include "onsale/base/hex.h"
#include "onsale/base/http_url.h"
#include "onsale/base/ip_address.h"
#include "onsale/base/text.h"
#include "onsale/base/time_format.h"
#include "onsale/domain/event.h"
#include "onsale/domain/reservation.h"
#include "onsale/domain/seat_plan.h"

namespace onsale::fuzz {
namespace {

std::span<const std::uint8_t> OctetsOf(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

void CheckBase64Url(std::string_view text) {
  std::string encoded;
  AppendBase64Url(encoded, OctetsOf(text));
  Require(DecodeBase64Url(encoded) == text, "base64url: decoding undoes encoding");
  if (const auto decoded = DecodeBase64Url(text)) {
    std::string again;
    AppendBase64Url(again, OctetsOf(*decoded));
    Require(again == text, "base64url: each value has one spelling");
  }
}

void CheckHex(std::string_view text) {
  std::string octets(text.size() / 2, '\0');
  const std::span<std::uint8_t> out(reinterpret_cast<std::uint8_t*>(octets.data()), octets.size());
  if (FromHex(text, out))
    Require(ToHex(out) == ToLowerAscii(text), "hex: encoding undoes decoding");
}

void CheckAddress(std::string_view text) {
  if (const auto address = ParseIpAddress(text)) {
    const std::string again = FormatIpAddress(*address);
    Require(ParseIpAddress(again) == address, "address: it is read as it is written");
    Require(Unmapped(Unmapped(*address)) == Unmapped(*address), "address: unmapped is unmapped");
  }
  if (const auto network = ParseIpNetwork(text); network.ok()) {
    Require(IsInAny(network->address, std::array{*network}), "network: it has its own address");
    const std::string again =
        FormatIpAddress(network->address) + "/" + std::to_string(network->bits);
    const auto read = ParseIpNetwork(again);
    Require(read.ok() && *read == *network, "network: it is read as it is written");
  } else {
    Require(!network.status().message().empty(), "network: what is wrong is said");
  }
}

void CheckUrl(std::string_view text) {
  const auto url = ParseHttpUrl(text);
  if (!url) return;
  Require(url->port != 0 && !url->host.empty(), "URL: there is somewhere to connect to");
  Require(url->target.starts_with('/'), "URL: a target is a path");
  for (const char c : url->target + url->host) {
    Require(c > 0x20 && c < 0x7f, "URL: nothing of it ends a request line");
  }
  Require(url->host.find_first_of("@/?#\\") == url->host.npos, "URL: a host is one");
  const auto again =
      ParseHttpUrl((url->https ? "https://" : "http://") + url->authority() + url->target);
  Require(again && again->https == url->https && again->host == url->host &&
              again->port == url->port && again->target == url->target,
          "URL: it is read as it is written");
}

void CheckTime(std::string_view text) {
  const auto time = ParseRfc3339(text);
  if (!time) return;
  const std::string again = FormatRfc3339(*time);
  // An offset can lead out of the years that there are.
  const bool in_range = ParseRfc3339("0000-01-01T00:00:00Z") <= time &&
                        time <= ParseRfc3339("9999-12-31T23:59:59.999Z");
  if (in_range) Require(ParseRfc3339(again) == time, "time: it is read as it is written");
  Require(FormatHttpDate(*time).size() == 29, "time: an HTTP date has 29 octets");
}

// By the table of RFC 3629 section 4, from code points.
bool IsUtf8Slowly(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto first = static_cast<unsigned char>(text[i]);
    const std::size_t length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    if ((first >= 0x80 && first < 0xc0) || first >= 0xf8 || text.size() - i < length) return false;
    std::uint32_t point = length == 1 ? first : first & (0x7fu >> length);
    for (std::size_t k = 1; k < length; ++k) {
      const auto octet = static_cast<unsigned char>(text[i + k]);
      if ((octet & 0xc0) != 0x80) return false;
      point = point << 6 | (octet & 0x3f);
    }
    constexpr std::array<std::uint32_t, 5> kFirst = {0, 0, 0x80, 0x800, 0x10000};
    if (point < kFirst[length] || point > 0x10ffff || (point >= 0xd800 && point < 0xe000)) {
      return false;
    }
    i += length;
  }
  return true;
}

void CheckText(std::string_view text) {
  Require(IsValidUtf8(text) == IsUtf8Slowly(text), "UTF-8 is what RFC 3629 says");
  if (IsValidUtf8(text)) Require(CountCharacters(text) <= text.size(), "characters have octets");
  Require(EqualsIgnoreCaseAscii(text, ToLowerAscii(text)), "lower case is another case");
  Require(domain::IsValidSlug(domain::SlugOf(text)), "an id that is made is one");
}

void CheckIds(std::string_view text) {
  if (const auto id = domain::ParseReservationId(text)) {
    Require(domain::FormatReservationId(*id) == text, "reservation: each id has one spelling");
  }
  if (const auto seat = domain::ParseSeatId(text)) {
    const std::string again =
        std::string(seat->section) + "-" + std::string(seat->row) + "-" + std::string(seat->seat);
    Require(again == text, "seat: an id is its parts");
  }
  const auto limits = admission::ParseRateLimits(text);
  if (limits.ok()) {
    const auto again = admission::ParseRateLimits(ToString(*limits));
    Require(again.ok() && *again == *limits, "limits: they are read as they are written");
  }
}

}  // namespace
}  // namespace onsale::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace onsale::fuzz;
  const std::string_view text = Input(data, size).rest();
  CheckBase64Url(text);
  CheckHex(text);
  CheckAddress(text);
  CheckUrl(text);
  CheckTime(text);
  CheckText(text);
  CheckIds(text);
  return 0;
}
