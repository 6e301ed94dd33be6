#include "onsale/api/html.h"

#include <algorithm>
#include <set>
#include <utility>

#include "onsale/base/base64.h"
#include "onsale/base/sha256.h"
#include "onsale/base/text.h"

namespace onsale::api {
namespace {

constexpr std::string_view kSpaces = " \t\n\f\r";

bool IsSpace(char c) { return kSpaces.find(c) != std::string_view::npos; }

// One start tag: its name and what stands between that and its '>'.
struct Tag {
  std::string_view name;
  std::string_view attributes;
};

// Takes text from the front of what is left, over and over.
class HtmlScanner {
 public:
  explicit HtmlScanner(std::string_view html) : rest_(html) {}

  // Goes behind the next start tag; false when there is none.
  bool NextTag(Tag& tag) {
    while (SkipBehind("<")) {
      if (rest_.starts_with("!--")) {
        SkipBehind("-->");
        continue;
      }
      if (rest_.empty() || !IsLetterAscii(rest_.front())) continue;  // an end tag, or text: `a < b`
      const std::size_t end = std::min(rest_.find_first_of(" \t\n\f\r/>"), rest_.size());
      tag.name = rest_.substr(0, end);
      rest_.remove_prefix(end);
      tag.attributes = rest_.substr(0, LengthOfAttributes());
      rest_.remove_prefix(std::min(rest_.size(), tag.attributes.size() + 1));
      return true;
    }
    return false;
  }

  // What stands before the end tag of that name, or before the end.
  std::string_view TakeRawText(std::string_view name) {
    for (std::size_t at = 0; (at = rest_.find("</", at)) != std::string_view::npos; ++at) {
      const std::string_view found = rest_.substr(at + 2, name.size());
      if (!EqualsIgnoreCaseAscii(found, name)) continue;
      const std::string_view text = rest_.substr(0, at);
      rest_.remove_prefix(at);
      return text;
    }
    return std::exchange(rest_, {});
  }

 private:
  bool SkipBehind(std::string_view mark) {
    const std::size_t at = rest_.find(mark);
    rest_ = at == std::string_view::npos ? std::string_view{} : rest_.substr(at + mark.size());
    return at != std::string_view::npos;
  }

  // Up to the '>' that no quotes are around.
  std::size_t LengthOfAttributes() const {
    char quote = '\0';
    for (std::size_t i = 0; i < rest_.size(); ++i) {
      const char c = rest_[i];
      if (quote != '\0') {
        if (c == quote) quote = '\0';
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '>') {
        return i;
      }
    }
    return rest_.size();
  }

  std::string_view rest_;
};

// The value of `lang` in a tag's attributes, as our pages are written: in double quotes or bare.
std::string_view LanguageIn(std::string_view attributes) {
  constexpr std::string_view kName = "lang=";
  const std::size_t at = attributes.find(kName);
  if (at == std::string_view::npos || at == 0 || !IsSpace(attributes[at - 1])) return {};
  std::string_view value = attributes.substr(at + kName.size());
  if (value.starts_with('"')) return value.substr(1, value.find('"', 1) - 1);
  return value.substr(0, value.find_first_of(kSpaces));
}

// A browser hashes what it has parsed, in which every line ends with a line feed.
std::string HashSource(std::string_view style) {
  std::string text(style);
  for (std::size_t at = 0; (at = text.find("\r\n", at)) != text.npos;) text.erase(at, 1);
  std::ranges::replace(text, '\r', '\n');
  return " 'sha256-" + EncodeBase64(Sha256::Of(text)) + "'";
}

}  // namespace

HtmlFacts ReadHtml(std::string_view html) {
  HtmlFacts facts;
  HtmlScanner scanner(html);
  Tag tag;
  while (scanner.NextTag(tag)) {
    if (EqualsIgnoreCaseAscii(tag.name, "html")) {
      facts.language = LanguageIn(tag.attributes);
    } else if (EqualsIgnoreCaseAscii(tag.name, "style")) {
      facts.styles.push_back(scanner.TakeRawText(tag.name));
    } else if (EqualsIgnoreCaseAscii(tag.name, "script")) {
      scanner.TakeRawText(tag.name);
    }
  }
  return facts;
}

std::string PagePolicy(const HtmlFacts& facts) {
  std::string styles = "'self'";
  std::set<std::string_view> seen;
  for (const std::string_view style : facts.styles) {
    if (seen.insert(style).second) styles += HashSource(style);
  }
  // The address of a reservation's page is a capability, so no page names itself to others.
  return "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src " + styles +
         "; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; "
         "frame-ancestors 'none'\r\n"
         "Referrer-Policy: no-referrer\r\n"
         "Cross-Origin-Opener-Policy: same-origin\r\n";
}

}  // namespace onsale::api
