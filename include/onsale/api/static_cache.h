#pragma once

#include <string_view>

namespace onsale::api {

// The Cache-Control of a static file by its path below the folder, as in a URL.
//
//   - A name with a content hash: a year, immutable. Its bytes never change under this name.
//   - `/reservation.html`: `no-store`, as it is served under addresses that are capabilities.
//   - `/404.html`: a second. What is not there may be there soon: an event, a new build's file.
//   - All others, pages included: a minute, so that a new build is seen soon. After that the
//     browser asks with its entity tag and mostly gets a 304.
//
// The answer is static storage.
std::string_view StaticCacheControl(std::string_view path);

// Whether the file name carries a content hash, as bundlers write it: `name-[hash].ext` with 8
// characters of base64url (Vite, Rollup), or `name.[hash].ext` with 8 to 32 (webpack, esbuild). A
// `.map` behind that does not count. As words and dates have such lengths too (`seat-overview.js`,
// `plan-20261123.svg`), the hash must also change at least twice between upper case, lower case and
// digits; about 1 % of base64url hashes and 9 % of hexadecimal ones do not, and are cached for a
// minute like other files.
bool HasContentHash(std::string_view path);

// The same by the form of the name alone, for where one that is missed would harm.
bool MayHaveContentHash(std::string_view path);

}  // namespace onsale::api
