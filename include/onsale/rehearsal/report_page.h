#pragma once

#include <string_view>

namespace onsale::rehearsal {

// The page that shows a rehearsal's report, with an empty data block for it: HTML that needs no
// other file. The build makes it from static/src/rehearsal (cmake/RehearsalReport.cmake); empty in
// a program that was built without pages. Static storage.
std::string_view ReportPage();

}  // namespace onsale::rehearsal
