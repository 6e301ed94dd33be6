#include "onsale/api/page_template.h"

#include <ctemplate/template.h>

#include <algorithm>
#include <utility>

#include "onsale/api/page_markers.h"

namespace onsale::api {
namespace {

constexpr std::string_view kOpen = "{{";
constexpr std::string_view kClose = "}}";

Status FaultAt(std::string_view path, std::string_view text, std::size_t at,
               std::string_view what) {
  const auto line =
      1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n');
  return InvalidArgument("The page " + std::string(path) + ", line " + std::to_string(line) + ": " +
                         std::string(what));
}

// ctemplate fills what nobody gave a value with nothing, and tells its standard error alone what is
// wrong with a page. So markers are looked at before.
Status CheckMarkers(PageKind kind, std::string_view path, std::string_view text) {
  for (std::size_t at = 0; (at = text.find(kOpen, at)) != text.npos; at += kOpen.size()) {
    std::string_view name = text.substr(at + kOpen.size());
    const std::size_t end = name.find(kClose);
    if (end == name.npos) return FaultAt(path, text, at, "a marker is not closed");
    name = name.substr(0, end);
    const bool is_section = name.starts_with('#') || name.starts_with('/');
    const bool known = is_section ? IsPageSection(kind, name.substr(1)) : IsPageValue(kind, name);
    if (known) continue;
    return FaultAt(path, text, at,
                   "there is no marker {{" + std::string(name.substr(0, 40)) + "}}");
  }
  return {};
}

}  // namespace

Result<std::shared_ptr<const PageTemplate>> PageTemplate::Parse(PageKind kind,
                                                                std::string_view path,
                                                                std::string_view text,
                                                                PageLanguage language) {
  if (Status status = CheckMarkers(kind, path, text); !status.ok()) return status;
  std::unique_ptr<ctemplate::Template> compiled(
      ctemplate::Template::StringToTemplate(text.data(), text.size(), ctemplate::DO_NOT_STRIP));
  if (compiled == nullptr) {
    return InvalidArgument("The page " + std::string(path) +
                           ": a section is not closed, or not in the order of opening");
  }
  return std::shared_ptr<const PageTemplate>(
      new PageTemplate(std::move(compiled), std::move(language)));
}

PageTemplate::PageTemplate(std::unique_ptr<ctemplate::Template> compiled, PageLanguage language)
    : compiled_(std::move(compiled)), language_(std::move(language)) {}

PageTemplate::~PageTemplate() = default;

std::string PageTemplate::Fill(const ctemplate::TemplateDictionary& values) const {
  std::string out;
  compiled_->Expand(&out, &values);
  return out;
}

}  // namespace onsale::api
