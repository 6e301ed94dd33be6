#pragma once

namespace onsale::test {

// Whether a sanitizer watches: everything takes 2 to 15 times as long, and what it looks for shows
// as well in less of the same.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool kSanitized = true;
#else
inline constexpr bool kSanitized = false;
#endif

}  // namespace onsale::test
