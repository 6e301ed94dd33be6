#pragma once

#include <string_view>

#include "onsale/api/problem_type.h"

namespace onsale::http {

// Pieces of the grammar of RFC 9110 and RFC 3986, over octets.

bool IsTokenCharacter(char c);  // tchar
bool IsToken(std::string_view text);

// A C0 control other than HTAB, or DEL: never allowed in a field value.
bool IsForbiddenInValue(char c);

// uri-host [ ":" port ], not empty: a name, an IPv4 address or a bracketed IPv6 address, without
// user information.
bool IsHostAndPort(std::string_view text);

// Why a Transfer-Encoding other than one `chunked` is refused: 501 for a coding we lack, 400 for
// `chunked` in a wrong place and for what is no list of codings.
api::ProblemType TransferEncodingProblem(std::string_view value);

// 1 to 128 of [A-Za-z0-9._-].
bool IsSaneRequestId(std::string_view text);

}  // namespace onsale::http
