#pragma once

#include <string_view>

namespace onsale::api {

// The description of the whole API as an OpenAPI 3.1 document, served at /openapi.json. Its parts
// stand beside the handlers they describe, src/api/*.openapi.json; src/api/openapi.json has what
// they share. The build joins them (cmake/OpenApi.cmake). Static storage.
std::string_view ApiDescription();

}  // namespace onsale::api
