#include "onsale/api/static_files.h"

#include <algorithm>
#include <utility>

#include "onsale/api/content_coding.h"
#include "onsale/api/language.h"
#include "onsale/domain/event.h"
#include "onsale/domain/reservation.h"

namespace onsale::api {
namespace {

constexpr std::string_view kEventPrefix = "/events/";
constexpr std::string_view kReservationPrefix = "/reservations/";

bool IsReservationId(std::string_view text) {
  return text.size() == domain::kReservationIdLength && std::ranges::all_of(text, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '-' || c == '_';
         });
}

// The event whose page has this address; empty when it is no event's.
std::string_view EventOf(std::string_view path) {
  if (!path.starts_with(kEventPrefix)) return {};
  const std::string_view id = path.substr(kEventPrefix.size());
  return domain::IsValidSlug(id) ? id : std::string_view();
}

bool IsReservationPath(std::string_view path) {
  return path.starts_with(kReservationPrefix) &&
         IsReservationId(path.substr(kReservationPrefix.size()));
}

const std::shared_ptr<const PreparedResponse>* ChooseCoding(const AnswerCodings& codings,
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

const StaticFiles::Resource* StaticFiles::FindPath(std::string_view path) const {
  if (const auto it = resources_.find(path); it != resources_.end()) return it->second.get();
  const auto it = left_behind_.find(path);
  return it == left_behind_.end() ? nullptr : it->second.get();
}

StaticMatch StaticFiles::Choose(const Resource& resource, const AcceptFields& accept) {
  const std::size_t language =
      resource.languages.size() == 1 ? 0 : ChooseLanguage(accept.language, resource.languages);
  const Variant& variant = resource.variants[language];
  if (variant.page != nullptr) return {.page = variant.page.get()};
  return {.answer = ChooseCoding(variant.answer, accept.encoding)};
}

StaticMatch StaticFiles::Find(std::string_view path, const AcceptFields& accept) const {
  if (const Resource* found = FindPath(path)) return Choose(*found, accept);
  if (const std::string_view event = EventOf(path); !event.empty() && event_page_ != nullptr) {
    StaticMatch match = Choose(*event_page_, accept);
    match.event = event;
    return match;
  }
  const Resource* page = IsReservationPath(path) ? FindPath("/reservation.html") : nullptr;
  return page == nullptr ? StaticMatch() : Choose(*page, accept);
}

const std::shared_ptr<const PreparedResponse>* StaticFiles::FindNotFoundPage(
    const AcceptFields& accept) const {
  return Find("/404.html", accept).answer;
}

}  // namespace onsale::api
