# The description of the API, joined from the parts that stand beside the handlers: as a file for the
# tests, ${OPENAPI_JSON}, and as a source, ${OPENAPI_SOURCE}, for the program to serve.
find_program(JQ_PROGRAM jq REQUIRED)
set(OPENAPI_JSON ${CMAKE_BINARY_DIR}/openapi.json)
set(OPENAPI_SOURCE ${CMAKE_BINARY_DIR}/api_description.cpp)
file(GLOB OPENAPI_PARTS CONFIGURE_DEPENDS src/api/*.openapi.json)
list(PREPEND OPENAPI_PARTS ${CMAKE_CURRENT_SOURCE_DIR}/src/api/openapi.json)

add_custom_command(
  OUTPUT ${OPENAPI_JSON}
  COMMAND ${JQ_PROGRAM} --slurp --arg version ${PROJECT_VERSION} --from-file
          ${CMAKE_CURRENT_LIST_DIR}/join_openapi.jq ${OPENAPI_PARTS} > ${OPENAPI_JSON}
  DEPENDS ${OPENAPI_PARTS} ${CMAKE_CURRENT_LIST_DIR}/join_openapi.jq
  COMMENT "Joining the description of the API"
  VERBATIM)
add_custom_command(
  OUTPUT ${OPENAPI_SOURCE}
  COMMAND ${JQ_PROGRAM} --raw-output --from-file
          ${CMAKE_CURRENT_LIST_DIR}/embed_openapi.jq ${OPENAPI_JSON} > ${OPENAPI_SOURCE}
  DEPENDS ${OPENAPI_JSON} ${CMAKE_CURRENT_LIST_DIR}/embed_openapi.jq
  VERBATIM)
