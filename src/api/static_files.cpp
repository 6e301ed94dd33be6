#include "onsale/api/static_files.h"

#include <algorithm>
#include <utility>

#include "onsale/api/static_response.h"
#include "onsale/domain/event.h"
#include "onsale/domain/reservation.h"

namespace onsale::api {
namespace {

constexpr std::string_view kIndex = "index.html";
constexpr std::string_view kPageEnding = ".html";
constexpr std::string_view kEventPrefix = "/events/";
constexpr std::string_view kReservationPrefix = "/reservations/";

bool IsReservationId(std::string_view text) {
  return text.size() == domain::kReservationIdLength && std::ranges::all_of(text, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '-' || c == '_';
         });
}

// The page that stands for all addresses of its kind; empty when `path` is of none.
std::string_view SharedPageOf(std::string_view path) {
  if (path.starts_with(kEventPrefix) && domain::IsValidSlug(path.substr(kEventPrefix.size()))) {
    return "/event.html";
  }
  if (path.starts_with(kReservationPrefix) &&
      IsReservationId(path.substr(kReservationPrefix.size()))) {
    return "/reservation.html";
  }
  return {};
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

const std::shared_ptr<const PreparedResponse>* Choose(
    const std::array<std::shared_ptr<const PreparedResponse>, kContentCodingCount>& codings,
    std::string_view accept_encoding) {
  const auto at = [&](ContentCoding coding) -> const std::shared_ptr<const PreparedResponse>& {
    return codings[static_cast<std::size_t>(coding)];
  };
  const AvailableCodings available = {.gzip = at(ContentCoding::kGzip) != nullptr,
                                      .brotli = at(ContentCoding::kBrotli) != nullptr};
  return &at(ChooseContentCoding(accept_encoding, available));
}

}  // namespace

Result<std::shared_ptr<const StaticFiles>> StaticFiles::Load(const std::filesystem::path& folder,
                                                             const FileTreeLimits& limits) {
  Result<FileTree> tree = ReadFileTree(folder, limits);
  if (!tree.ok()) return tree.status();
  return Render(*std::move(tree));
}

std::shared_ptr<const StaticFiles> StaticFiles::Render(FileTree tree) {
  auto store = std::make_shared<StaticFiles>();
  store->skipped_ = std::move(tree.skipped);
  StaticRenderer renderer;
  std::vector<std::string> paths;
  for (FileTree::File& file : tree.files) {
    paths.push_back(file.path);
    store->answers_.emplace(paths.back(), renderer.Render(std::move(file)));
  }
  for (const std::string& path : paths) {
    for (std::string& alias : AliasesOf(path)) {
      store->answers_.try_emplace(std::move(alias), store->answers_.at(path));
    }
  }
  return store;
}

const StaticFiles::Codings* StaticFiles::FindPath(std::string_view path) const {
  if (const auto found = answers_.find(path); found != answers_.end()) return &found->second;
  const std::string_view page = SharedPageOf(path);
  if (page.empty()) return nullptr;
  const auto found = answers_.find(page);
  return found == answers_.end() ? nullptr : &found->second;
}

const std::shared_ptr<const PreparedResponse>* StaticFiles::Find(
    std::string_view path, std::string_view accept_encoding) const {
  const Codings* codings = FindPath(path);
  return codings == nullptr ? nullptr : Choose(*codings, accept_encoding);
}

const std::shared_ptr<const PreparedResponse>* StaticFiles::FindNotFoundPage(
    std::string_view accept_encoding) const {
  return Find("/404.html", accept_encoding);
}

}  // namespace onsale::api
