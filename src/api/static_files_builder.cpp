#include <algorithm>
#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "onsale/api/compress.h"
#include "onsale/api/html.h"
#include "onsale/api/language.h"
#include "onsale/api/static_cache.h"
#include "onsale/api/static_files.h"
#include "onsale/base/sha256.h"

namespace onsale::api {
namespace {

constexpr std::string_view kIndex = "index.html";
constexpr std::string_view kPageEnding = ".html";
constexpr std::string_view kBrotliEnding = ".br";
constexpr std::string_view kEventPage = "/event.html";
constexpr std::string_view kHomePage = "/index.html";
constexpr std::string_view kMarker = "{{";

// The page and the language that a file is a translation of, by its name: `/docs.de.html` is
// `/docs.html` in `de`.
struct PageName {
  std::string page;
  std::string tag;
};

std::optional<PageName> PageNameOf(std::string_view path) {
  if (!path.ends_with(kPageEnding)) return std::nullopt;
  const std::string_view stem = path.substr(0, path.size() - kPageEnding.size());
  const std::size_t dot = stem.rfind('.');
  if (dot == std::string_view::npos || !IsLanguageTag(stem.substr(dot + 1))) return std::nullopt;
  return PageName{std::string(stem.substr(0, dot)) + std::string(kPageEnding),
                  std::string(stem.substr(dot + 1))};
}

// Empty where the page tells none: what it tells goes into heads of answers.
std::string LanguageOf(std::string_view page) {
  std::string tag = ReadHtml(page).language;
  return IsLanguageTag(tag) ? tag : std::string();
}

// Other paths under which a page is found, behind those that are files of their own.
std::vector<std::string> AliasesOf(const std::string& path) {
  if (!path.ends_with(kPageEnding)) return {};
  std::vector<std::string> aliases = {path.substr(0, path.size() - kPageEnding.size())};
  if (path.substr(path.rfind('/') + 1) == kIndex) {
    aliases.push_back(path.substr(0, path.size() - kIndex.size()));
  }
  return aliases;
}

std::optional<PageKind> TemplateKindOf(std::string_view page, std::string_view content) {
  if (content.find(kMarker) == std::string_view::npos) return std::nullopt;
  if (page == kHomePage) return PageKind::kHome;
  if (page == kEventPage) return PageKind::kEvent;
  return std::nullopt;
}

}  // namespace

// Makes answers of files. Used once.
class StaticFilesBuilder {
 public:
  explicit StaticFilesBuilder(FileTree tree) {
    built_->skipped_ = std::move(tree.skipped);
    for (FileTree::File& file : tree.files) {
      files_.try_emplace(std::move(file.path), std::move(file.content));
    }
    TakeCompressedFiles();
    for (const auto& [path, content] : files_) {
      const auto name = PageNameOf(path);
      if (!name || !files_.contains(name->page)) continue;
      translations_[name->page].push_back({name->tag, path});
      translated_.insert(path);
    }
  }

  Result<std::shared_ptr<const StaticFiles>> Build(
      const std::shared_ptr<const StaticFiles>& before) {
    built_->digest_ = DigestOfFiles();
    if (before != nullptr && before->digest_ == built_->digest_) return before;
    for (const auto& [path, content] : files_) {
      if (translated_.contains(path)) continue;
      if (Status status = AddResource(path); !status.ok()) return status;
    }
    for (const auto& [path, content] : files_) AddAliases(path);
    if (before != nullptr) KeepHashedFiles(*before);
    return std::shared_ptr<const StaticFiles>(std::move(built_));
  }

 private:
  // One of the other languages of a page.
  struct Translation {
    std::string tag;
    std::string path;
  };

  using Resource = StaticFiles::Resource;
  using Variant = StaticFiles::Variant;

  // `/app.js.br` beside `/app.js` is that in brotli. Another build's is known by what it holds.
  void TakeCompressedFiles() {
    for (auto it = files_.begin(); it != files_.end();) {
      const std::string& path = it->first;
      const auto original = path.ends_with(kBrotliEnding)
                                ? files_.find(path.substr(0, path.size() - kBrotliEnding.size()))
                                : files_.end();
      if (original == files_.end()) {
        ++it;
        continue;
      }
      if (IsBrotliOf(it->second, original->second)) {
        brotli_[original->first] = std::move(it->second);
      } else {
        built_->skipped_.push_back(path + " (not " + original->first + " in brotli)");
      }
      it = files_.erase(it);
    }
  }

  // Of names and contents, each with its length in front, and of what came compressed.
  Sha256Digest DigestOfFiles() const {
    Sha256 hash;
    const auto add = [&](std::string_view text) {
      hash.Update(std::to_string(text.size()) + ':');
      hash.Update(text);
    };
    for (const auto& [path, content] : files_) {
      add(path);
      add(content);
    }
    for (const auto& [path, brotli] : brotli_) {
      add(path);
      add(brotli);
    }
    return hash.Finish();
  }

  Status AddResource(const std::string& path) {
    const std::vector<Translation>& translations = translations_[path];
    const bool is_a_choice = !translations.empty();
    auto resource = std::make_shared<Resource>();
    resource->languages.push_back(is_a_choice ? LanguageOf(files_[path]) : "");
    for (const Translation& one : translations) resource->languages.push_back(one.tag);
    for (std::size_t i = 0; i < resource->languages.size(); ++i) {
      const std::string& file = i == 0 ? path : translations[i - 1].path;
      auto variant = MakeVariant(path, file, {resource->languages[i], is_a_choice});
      if (!variant.ok()) return variant.status();
      resource->variants.push_back(*std::move(variant));
    }
    Register(path, translations, std::move(resource));
    return {};
  }

  // Of the page `path`, the one that stands in `file`.
  Result<Variant> MakeVariant(const std::string& path, const std::string& file,
                              PageLanguage language) {
    std::string& content = files_[file];
    const auto kind = TemplateKindOf(path, content);
    if (!kind) {
      return Variant{renderer_.Render(path, std::move(content), std::move(brotli_[file]), language),
                     nullptr};
    }
    auto page = PageTemplate::Parse(*kind, file, content, std::move(language));
    if (!page.ok()) return page.status();
    return Variant{{}, *std::move(page)};
  }

  // A template for events has no address of its own: it says nothing without an event.
  void Register(const std::string& path, const std::vector<Translation>& translations,
                std::shared_ptr<const Resource> resource) {
    if (path == kEventPage) {
      built_->event_page_ = resource;
      const auto is_template = [](const Variant& variant) { return variant.page != nullptr; };
      if (std::ranges::any_of(resource->variants, is_template)) return;
    }
    for (std::size_t i = 0; i < translations.size(); ++i) {
      auto alone = std::make_shared<Resource>();
      alone->languages.push_back(resource->languages[i + 1]);
      alone->variants.push_back(resource->variants[i + 1]);
      built_->resources_.emplace(translations[i].path, std::move(alone));
    }
    built_->resources_.emplace(path, std::move(resource));
  }

  void AddAliases(const std::string& path) {
    const auto found = built_->resources_.find(path);
    if (found == built_->resources_.end()) return;
    const std::shared_ptr<const Resource> resource = found->second;
    for (std::string& alias : AliasesOf(path)) {
      built_->resources_.try_emplace(std::move(alias), resource);
    }
  }

  void KeepHashedFiles(const StaticFiles& before) {
    for (const auto& [path, resource] : before.resources_) {
      const bool may_be_named = MayHaveContentHash(path) && !path.ends_with(kPageEnding);
      if (may_be_named && !built_->resources_.contains(path)) {
        built_->left_behind_.emplace(path, resource);
      }
    }
  }

  std::map<std::string, std::string> files_;   // by path: contents, until they are rendered
  std::map<std::string, std::string> brotli_;  // of those that came compressed as well
  std::map<std::string, std::vector<Translation>> translations_;  // of a page
  std::set<std::string> translated_;                              // the files those stand in
  StaticRenderer renderer_;
  std::shared_ptr<StaticFiles> built_ = std::make_shared<StaticFiles>();
};

Result<std::shared_ptr<const StaticFiles>> StaticFiles::Render(
    FileTree tree, const std::shared_ptr<const StaticFiles>& before) {
  return StaticFilesBuilder(std::move(tree)).Build(before);
}

}  // namespace onsale::api
