#pragma once

#include <array>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "onsale/api/content_coding.h"
#include "onsale/api/file_tree.h"
#include "onsale/api/response.h"
#include "onsale/base/status.h"

namespace onsale::api {

// The files of one folder as finished answers, read once at the start and kept in memory: nothing
// of the disk is touched while serving, and a file that changes is seen after a restart.
//
// Each file is there as it is, and compressed with gzip and brotli where its type gains from it and
// the result is smaller. Every answer has a strong ETag made from the bytes sent, so the codings of
// one file differ in it, and `X-Content-Type-Options: nosniff`; what exists in several codings has
// `Vary: Accept-Encoding`. Pages carry a Content-Security-Policy that allows only scripts, styles
// and connections of our own origin. For how long answers are cached, see static_cache.h.
//
// A path finds, first match wins:
//   1. the file of that name: `/assets/app.js`
//   2. `index.html` of a folder written with its slash: `/`, `/admin/`
//   3. a page without its ending: `/docs` is `/docs.html`
//   4. `/event.html` for `/events/{slug}`, `/reservation.html` for `/reservations/{32 characters}`
// Paths are compared as sent: a percent-encoded or dot segment matches nothing.
//
// Immutable, so thread-safe. One that is default-constructed serves nothing.
class StaticFiles {
 public:
  StaticFiles() = default;

  // Reads and compresses the whole folder; see file_tree.h for what is passed over, the limits and
  // the errors. Takes about a second for each MiB of text until a budget is used up, then a
  // twentieth of it.
  static Result<std::shared_ptr<const StaticFiles>> Load(const std::filesystem::path& folder,
                                                         const FileTreeLimits& limits = {});

  // The same for files that are in memory, such as generated pages. Of two with one path the first
  // counts.
  static std::shared_ptr<const StaticFiles> Render(FileTree tree);

  // The answer for a GET or HEAD of `path` (without the query), in the best coding by the request's
  // Accept-Encoding; null when there is none. Allocates nothing. The pointer is good as long as
  // this object.
  const std::shared_ptr<const PreparedResponse>* Find(std::string_view path,
                                                      std::string_view accept_encoding) const;

  // The folder's `404.html`, with status 404 and without an ETag; null when there is none.
  const std::shared_ptr<const PreparedResponse>* FindNotFoundPage(
      std::string_view accept_encoding) const;

  // What was passed over and why, for the log.
  const std::vector<std::string>& skipped() const { return skipped_; }

 private:
  // By ContentCoding; a coding that does not exist is null.
  using Codings = std::array<std::shared_ptr<const PreparedResponse>, kContentCodingCount>;

  struct PathHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view path) const {
      return std::hash<std::string_view>{}(path);
    }
  };

  const Codings* FindPath(std::string_view path) const;

  std::unordered_map<std::string, Codings, PathHash, std::equal_to<>> answers_;
  std::vector<std::string> skipped_;
};

}  // namespace onsale::api
