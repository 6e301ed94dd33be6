#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <string>

#include "onsale/api/content_coding.h"
#include "onsale/api/page_template.h"
#include "onsale/api/response.h"

namespace onsale::api {

// One answer in all its codings, by ContentCoding; null where a coding is not worth having.
using AnswerCodings = std::array<std::shared_ptr<const PreparedResponse>, kContentCodingCount>;

// Renders files as finished answers. Keeps account of the slowest compression, so that neither a
// big file nor a big folder holds up the start: brotli has quality 11 for files up to 64 KiB while
// there is a budget of 4 MiB for the whole folder, and quality 5 for the others. Not thread-safe.
class StaticRenderer {
 public:
  // `path` decides on type, caching and status: of a page in several languages that of the page.
  // `brotli`: the content as it was compressed before; empty where it has to be.
  AnswerCodings Render(const std::string& path, std::string content, std::string brotli,
                       const PageLanguage& language);

 private:
  std::string CompressWithinBudget(const std::string& content);

  std::size_t best_quality_bytes_left_ = std::size_t{4} << 20;
};

}  // namespace onsale::api
