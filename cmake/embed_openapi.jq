# The description, without spaces, as a C++ source; see include/onsale/api/api_description.h.
"#include \"onsale/api/api_description.h\"

#pragma GCC diagnostic ignored \"-Woverlength-strings\"

std::string_view onsale::api::ApiDescription() {
  return R\"openapi(\(tojson))openapi\";
}"
