#include "onsale/rehearsal/html_report.h"

#include <nlohmann/json.hpp>

namespace onsale::rehearsal {
namespace {

constexpr std::string_view kDataBlock = R"(<script type="application/json" id="report">)";

// In JSON a '<' stands within strings alone. Escaped, it neither ends the element nor begins a
// comment.
std::string EscapeForHtml(std::string_view text) {
  std::string escaped;
  escaped.reserve(text.size());
  for (char c : text) {
    if (c == '<') {
      escaped += "\\u003c";
    } else {
      escaped += c;
    }
  }
  return escaped;
}

}  // namespace

Result<std::string> HtmlReport(const nlohmann::ordered_json& report, std::string_view page) {
  const std::size_t block = page.find(kDataBlock);
  if (block == std::string_view::npos) {
    return Unavailable("this program was built without the page of reports (ONSALE_BUILD_PAGES)");
  }
  const std::size_t begin = block + kDataBlock.size();
  const std::string data =
      report.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
  std::string html(page.substr(0, begin));
  html += EscapeForHtml(data);
  html += page.substr(begin);
  return html;
}

}  // namespace onsale::rehearsal
