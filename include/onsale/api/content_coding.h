#pragma once

#include <cstddef>
#include <string_view>

namespace onsale::api {

// The content codings (RFC 9110 section 8.4.1) in which an answer can be kept.
enum class ContentCoding { kIdentity, kGzip, kBrotli };
inline constexpr std::size_t kContentCodingCount = 3;

// The coding's registered name; "identity" never goes into Content-Encoding.
std::string_view ContentCodingName(ContentCoding coding);

// Which codings of one answer exist besides identity, which always does.
struct AvailableCodings {
  bool gzip = false;
  bool brotli = false;
};

// Chooses by an Accept-Encoding field (RFC 9110 section 12.5.3), several fields joined by commas:
// the available coding with the highest weight; at equal weight br before gzip before identity.
//
//   - An absent or empty field gets identity: what does not ask for a coding may not know any.
//   - `*` stands for each coding that the field does not name.
//   - Identity that is not named and not covered by `*` is acceptable, behind all that are named.
//   - Where nothing available is acceptable, identity is sent rather than 406.
//   - A member that does not follow the grammar counts as absent; the first of equal names counts.
//   - `x-gzip` is gzip. Names are compared without regard to ASCII case.
//
// Allocates nothing.
[[nodiscard]] ContentCoding ChooseContentCoding(std::string_view accept_encoding,
                                                AvailableCodings available);

}  // namespace onsale::api
