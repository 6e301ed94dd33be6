#include "onsale/admission/tokens.h"

#include <cstddef>
#include <span>

#include "onsale/base/base64url.h"
#include "onsale/base/hmac.h"
#include "onsale/base/text.h"

namespace onsale::admission {
namespace {

constexpr std::string_view kPlaceKind = "place";
constexpr std::string_view kAdmissionKind = "admission";
constexpr std::size_t kPlaceBytes = 8;
constexpr std::size_t kAdmissionBytes = 16;
constexpr std::size_t kMacBytes = 16;

void PutBigEndian(std::string& out, std::uint64_t value, int octets) {
  for (int shift = (octets - 1) * 8; shift >= 0; shift -= 8) {
    out += static_cast<char>(value >> shift & 0xff);
  }
}

std::uint64_t BigEndian(std::span<const std::uint8_t> octets) {
  std::uint64_t value = 0;
  for (const std::uint8_t octet : octets) value = value << 8 | octet;
  return value;
}

Place PlaceOf(std::span<const std::uint8_t> bytes) {
  return {static_cast<domain::EventNumber>(BigEndian(bytes.first<4>())),
          static_cast<std::uint32_t>(BigEndian(bytes.subspan<4, 4>()))};
}

std::string ContentOf(const Place& place) {
  std::string content;
  PutBigEndian(content, place.event, 4);
  PutBigEndian(content, place.number, 4);
  return content;
}

std::string_view TextOf(std::span<const std::uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace

std::string Tokens::Format(const Place& place) const { return Sign(kPlaceKind, ContentOf(place)); }

std::string Tokens::Format(const Admission& admission) const {
  std::string content = ContentOf(admission.place);
  PutBigEndian(content, static_cast<std::uint64_t>(admission.expires_at), 8);
  return Sign(kAdmissionKind, content);
}

std::optional<Place> Tokens::ParsePlace(std::string_view token) const {
  const auto bytes = Open<kPlaceBytes + kMacBytes>(kPlaceKind, token);
  return bytes ? std::optional(PlaceOf(*bytes)) : std::nullopt;
}

std::optional<Admission> Tokens::ParseAdmission(std::string_view token) const {
  const auto bytes = Open<kAdmissionBytes + kMacBytes>(kAdmissionKind, token);
  if (!bytes) return std::nullopt;
  const auto expires_at = BigEndian(std::span(*bytes).subspan<kPlaceBytes, 8>());
  return Admission{PlaceOf(*bytes), static_cast<TimeMs>(expires_at)};
}

std::string Tokens::Sign(std::string_view kind, std::string_view content) const {
  std::string signed_text(kind);
  signed_text += '\0';
  signed_text += content;
  const Sha256Digest mac = HmacSha256(key_, signed_text);
  std::string bytes(content);
  bytes += TextOf(std::span(mac).first<kMacBytes>());
  std::string token;
  AppendBase64Url(token, {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
  return token;
}

template <std::size_t Size>
std::optional<std::array<std::uint8_t, Size>> Tokens::Open(std::string_view kind,
                                                           std::string_view token) const {
  std::array<std::uint8_t, Size> bytes;
  if (!DecodeBase64Url(token, bytes)) return std::nullopt;
  const std::string_view content = TextOf(std::span(bytes).template first<Size - kMacBytes>());
  if (!EqualsConstantTime(Sign(kind, content), token)) return std::nullopt;
  return bytes;
}

}  // namespace onsale::admission
