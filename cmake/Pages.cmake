# The pages: static/ as Vite builds it, in ${PAGES_FOLDER}, which the program finds beside itself.
find_program(NODE_PROGRAM node REQUIRED)
find_program(NPM_PROGRAM npm REQUIRED)
set(PAGES_SOURCE ${CMAKE_CURRENT_SOURCE_DIR}/static)
set(PAGES_FOLDER ${CMAKE_BINARY_DIR}/static)
set(PAGES_PACKAGES ${PAGES_SOURCE}/node_modules/.package-lock.json)
file(GLOB_RECURSE PAGES_FILES CONFIGURE_DEPENDS ${PAGES_SOURCE}/src/* ${PAGES_SOURCE}/public/*)
list(FILTER PAGES_FILES EXCLUDE REGEX "\\.test\\.tsx?$|/src/rehearsal/")

# Beside the sources, so that all builds share them.
add_custom_command(
  OUTPUT ${PAGES_PACKAGES}
  COMMAND ${NPM_PROGRAM} ci --ignore-scripts --no-audit --no-fund --loglevel=error
  COMMAND ${CMAKE_COMMAND} -E touch ${PAGES_PACKAGES}
  DEPENDS ${PAGES_SOURCE}/package-lock.json ${PAGES_SOURCE}/package.json
  WORKING_DIRECTORY ${PAGES_SOURCE}
  COMMENT "Installing what the pages are built with"
  VERBATIM)
add_custom_target(pages_packages DEPENDS ${PAGES_PACKAGES})
add_custom_command(
  OUTPUT ${PAGES_FOLDER}/index.html
  COMMAND ${NODE_PROGRAM} node_modules/vite/bin/vite.js build --logLevel warn
          --outDir ${PAGES_FOLDER}
  DEPENDS ${PAGES_FILES} ${PAGES_PACKAGES} ${PAGES_SOURCE}/vite.config.ts
          ${PAGES_SOURCE}/tsconfig.json
  WORKING_DIRECTORY ${PAGES_SOURCE}
  COMMENT "Building the pages"
  VERBATIM)
add_custom_target(pages ALL DEPENDS ${PAGES_FOLDER}/index.html)
add_dependencies(pages pages_packages)
