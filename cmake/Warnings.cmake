# Warnings are errors, for our own code alone: what is found by find_package() is a system header.
add_library(onsale_warnings INTERFACE)
target_compile_options(
  onsale_warnings
  INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor
            -Wold-style-cast -Woverloaded-virtual -Werror)
if(CMAKE_CXX_COMPILER_ID MATCHES Clang)
  target_compile_options(onsale_warnings INTERFACE -Wthread-safety)
endif()
