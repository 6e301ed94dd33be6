#pragma once

#include <string_view>

namespace onsale::http {

// Pieces of the grammar of RFC 9110 and RFC 3986, over octets.

bool IsTokenCharacter(char c);  // tchar
bool IsToken(std::string_view text);

// A C0 control other than HTAB, or DEL: never allowed in a field value.
bool IsForbiddenInValue(char c);

// uri-host [ ":" port ], not empty: a name, an IPv4 address or a bracketed IPv6 address, without
// user information.
bool IsHostAndPort(std::string_view text);

// 1 to 128 of [A-Za-z0-9._-].
bool IsSaneRequestId(std::string_view text);

}  // namespace onsale::http
