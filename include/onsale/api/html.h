#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace onsale::api {

// What we look for in pages of our own. This is no HTML parser: it knows tags, quoted attribute
// values, comments, and that a script or a style ends at its end tag.
struct HtmlFacts {
  std::string language;                  // the `lang` of `<html>`; empty when there is none
  std::vector<std::string_view> styles;  // the contents of `<style>` elements, in order
};

// `styles` are views into `html`.
HtmlFacts ReadHtml(std::string_view html);

// The header lines of a page: a Content-Security-Policy that allows only scripts, styles, pictures
// and connections of our own origin, and those of its styles that stand in it, by their SHA-256
// (CSP 3 section 2.3.1). Scripts that stand in it stay forbidden; data blocks are no scripts.
std::string PagePolicy(const HtmlFacts& facts);

}  // namespace onsale::api
