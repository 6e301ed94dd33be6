# The page as a C++ source; see include/onsale/rehearsal/report_page.h.
"#include \"onsale/rehearsal/report_page.h\"

#pragma GCC diagnostic ignored \"-Woverlength-strings\"

std::string_view onsale::rehearsal::ReportPage() {
  return R\"onsale_report(\(.))onsale_report\";
}"
