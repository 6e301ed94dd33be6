#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "onsale/api/file_tree.h"
#include "onsale/api/page_template.h"
#include "onsale/api/response.h"
#include "onsale/api/static_response.h"
#include "onsale/base/sha256.h"
#include "onsale/base/status.h"

namespace onsale::api {

// What a client takes: the fields of its request.
struct AcceptFields {
  std::string_view encoding = {};
  std::string_view language = {};
};

// What stands behind an address: one of `answer` and `page`, or nothing.
struct StaticMatch {
  const std::shared_ptr<const PreparedResponse>* answer = nullptr;
  const PageTemplate* page = nullptr;  // to be filled
  std::string_view event = {};         // whose page it is; not whether there is such an event

  explicit operator bool() const { return answer != nullptr || page != nullptr; }
};

// The files of one folder as finished answers, read at once and kept in memory: nothing of the disk
// is touched while serving.
//
// Each file is there as it is, and compressed with gzip and brotli where its type gains from it and
// the result is smaller. `/app.js.br` beside `/app.js` is taken for its brotli, which saves the
// start most of its time, and has no address; one that holds something else is passed over. Every
// answer has a strong ETag made from the bytes sent, so the codings of one file differ in it, and
// `X-Content-Type-Options: nosniff`; what exists in several codings or languages says so in Vary.
// Pages carry a Content-Security-Policy, see html.h. For how long answers are cached, see
// static_cache.h.
//
// A path finds, first match wins:
//   1. the file of that name: `/assets/app.js`
//   2. `index.html` of a folder written with its slash: `/`, `/admin/`
//   3. a page without its ending: `/docs` is `/docs.html`
//   4. a file with a content hash in its name that stood in the folder before this one: pages that
//      were loaded then still ask for it
//   5. `/event.html` for `/events/{slug}`, `/reservation.html` for `/reservations/{32 characters}`
// Paths are compared as sent: a percent-encoded or dot segment matches nothing.
//
// `docs.de.html` beside `docs.html` is the same page in another language, and found in its place by
// who prefers that; the language of `docs.html` is the `lang` of its `<html>`.
//
// `/index.html` and `/event.html`, in each language, are templates where they have markers; see
// page_template.h. A template for events has no address of its own.
//
// Immutable, so thread-safe. One that is default-constructed serves nothing.
class StaticFiles {
 public:
  StaticFiles() = default;

  // Reads and renders the whole folder; see file_tree.h for what is passed over, the limits and the
  // errors.
  static Result<std::shared_ptr<const StaticFiles>> Load(const std::filesystem::path& folder,
                                                         const FileTreeLimits& limits = {});

  // The same for files that are in memory, such as generated pages. Of two with one path the first
  // counts. kInvalidArgument for a template that does not parse. Takes about a second for each MiB
  // of text until a budget is used up, then a twentieth of it.
  //
  // `before` is what these replace: hashed files of its folder go on to be found, those of the
  // folder before that do not. Where it was made of the same files, it is given back.
  static Result<std::shared_ptr<const StaticFiles>> Render(
      FileTree tree, const std::shared_ptr<const StaticFiles>& before = nullptr);

  // For a GET or HEAD of `path` (without the query), in the language and the coding that the client
  // prefers. Allocates nothing. The pointers are good as long as this object.
  StaticMatch Find(std::string_view path, const AcceptFields& accept) const;

  // The folder's `404.html`, with status 404 and without an ETag; null when there is none.
  const std::shared_ptr<const PreparedResponse>* FindNotFoundPage(const AcceptFields& accept) const;

  // What was passed over and why, for the log.
  const std::vector<std::string>& skipped() const { return skipped_; }

 private:
  friend class StaticFilesBuilder;

  struct Variant {  // in one language
    AnswerCodings answer;
    std::shared_ptr<const PageTemplate> page;
  };
  // One address in all its languages; the first is the one that needs not be asked for.
  struct Resource {
    std::vector<std::string> languages;
    std::vector<Variant> variants;
  };

  struct PathHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view path) const {
      return std::hash<std::string_view>{}(path);
    }
  };
  using Resources =
      std::unordered_map<std::string, std::shared_ptr<const Resource>, PathHash, std::equal_to<>>;

  const Resource* FindPath(std::string_view path) const;
  static StaticMatch Choose(const Resource& resource, const AcceptFields& accept);

  Resources resources_;
  Resources left_behind_;                       // by the files before these
  std::shared_ptr<const Resource> event_page_;  // null when there is none
  std::vector<std::string> skipped_;
  Sha256Digest digest_ = {};  // of all files
};

}  // namespace onsale::api
