#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace onsale {

// ASCII only: bytes above 0x7f pass unchanged, and are no letters.
std::string ToLowerAscii(std::string_view text);
void LowerAscii(std::string& text);  // in place
bool EqualsIgnoreCaseAscii(std::string_view a, std::string_view b);
bool IsLetterAscii(char c);

// Without leading and trailing spaces and tabs.
std::string_view Trim(std::string_view text);

// Well-formed UTF-8 by RFC 3629: no overlong forms, surrogates, or code points past U+10FFFF.
bool IsValidUtf8(std::string_view text);

// How many code points there are in well-formed UTF-8.
std::size_t CountCharacters(std::string_view text);

// Whether there is an ASCII control character (C0 or DEL) or a C1 one in UTF-8.
bool HasControlCharacter(std::string_view text);

// The pchar of RFC 3986, but for the percent sign: what stands in a URL's path as it is.
bool IsUrlPathOctet(char c);

// Equality in a time that depends only on the lengths, for secrets.
bool EqualsConstantTime(std::string_view a, std::string_view b);

}  // namespace onsale
