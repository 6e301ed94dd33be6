# The page of a rehearsal's report: static/src/rehearsal as one HTML file, ${REPORT_PAGE}, and as a
# source, ${REPORT_SOURCE}, for the program to fill in. Without pages there is none, unless
# ONSALE_REPORT_PAGE names a file that was built elsewhere.
set(ONSALE_REPORT_PAGE "" CACHE FILEPATH "The page of rehearsals' reports, where it is not to be built")
set(REPORT_SOURCE ${CMAKE_BINARY_DIR}/report_page.cpp)

if(ONSALE_REPORT_PAGE)
  set(REPORT_PAGE ${ONSALE_REPORT_PAGE})
elseif(ONSALE_BUILD_PAGES)
  set(REPORT_PAGE ${CMAKE_BINARY_DIR}/rehearsal/rehearsal_report.html)
  file(GLOB REPORT_FILES CONFIGURE_DEPENDS ${PAGES_SOURCE}/src/rehearsal/*)
  list(FILTER REPORT_FILES EXCLUDE REGEX "\\.test\\.tsx?$")
  add_custom_command(
    OUTPUT ${REPORT_PAGE}
    COMMAND ${NODE_PROGRAM} node_modules/vite/bin/vite.js build --logLevel warn
            --config vite.report.config.ts --outDir ${CMAKE_BINARY_DIR}/rehearsal
    DEPENDS ${REPORT_FILES} ${PAGES_PACKAGES} ${PAGES_SOURCE}/vite.report.config.ts
            ${PAGES_SOURCE}/tsconfig.json ${PAGES_SOURCE}/src/build/single_file.ts
            ${PAGES_SOURCE}/src/styles/base.css ${PAGES_SOURCE}/src/styles/tokens.css
    WORKING_DIRECTORY ${PAGES_SOURCE}
    COMMENT "Building the page of rehearsals' reports"
    VERBATIM)
else()
  set(REPORT_PAGE /dev/null)
endif()

add_custom_command(
  OUTPUT ${REPORT_SOURCE}
  COMMAND ${JQ_PROGRAM} --raw-input --slurp --raw-output --from-file
          ${CMAKE_CURRENT_LIST_DIR}/embed_report.jq ${REPORT_PAGE} > ${REPORT_SOURCE}
  DEPENDS ${REPORT_PAGE} ${CMAKE_CURRENT_LIST_DIR}/embed_report.jq
  VERBATIM)
