#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "onsale/base/status.h"
#include "onsale/rehearsal/report_page.h"

namespace onsale::rehearsal {

// The report of a rehearsal as one HTML file, which shows it in any browser, from a disk too, and
// loads nothing else. `report` is what `onsale rehearse --json` writes
// (static/src/rehearsal/types.ts names its members). No text in it can become markup; octets in it
// that are not UTF-8 are replaced.
//
// kUnavailable when the program was built without pages. Thread-safe.
Result<std::string> HtmlReport(const nlohmann::ordered_json& report,
                               std::string_view page = ReportPage());

}  // namespace onsale::rehearsal
