#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "onsale/base/status.h"

namespace ctemplate {
class Template;
class TemplateDictionary;
}  // namespace ctemplate

namespace onsale::api {

// What a page with markers is about.
enum class PageKind { kHome, kEvent };

// One of several languages that a page exists in.
struct PageLanguage {
  std::string tag;           // empty where nobody knows it
  bool is_a_choice = false;  // there are others
};

// A page with markers in ctemplate's syntax: `{{NAME}}` for a value and `{{#SECTION}}` to
// `{{/SECTION}}` for what comes once for each of something, or only when there is something. See
// page_markers.h for those that there are. Compiled once. Immutable, so thread-safe.
class PageTemplate {
 public:
  // `path` is for errors. kInvalidArgument, one sentence with the path and mostly the line: a
  // marker that does not exist, is not closed, or is a section in one place and a value in another.
  static Result<std::shared_ptr<const PageTemplate>> Parse(PageKind kind, std::string_view path,
                                                           std::string_view text,
                                                           PageLanguage language);
  ~PageTemplate();

  std::string Fill(const ctemplate::TemplateDictionary& values) const;

  const PageLanguage& language() const { return language_; }

 private:
  PageTemplate(std::unique_ptr<ctemplate::Template> compiled, PageLanguage language);

  const std::unique_ptr<ctemplate::Template> compiled_;
  const PageLanguage language_;
};

}  // namespace onsale::api
