# Warnings are errors, for our own code alone: what is found by find_package() is a system header.
add_library(onsale_warnings INTERFACE)
target_compile_options(
  onsale_warnings
  INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wnon-virtual-dtor
            -Wold-style-cast -Woverloaded-virtual -Werror)
# Where several files are compiled at a time, a function's own name may be another file's constant.
# clang has no warning of local names alone.
if(NOT CMAKE_UNITY_BUILD)
  target_compile_options(onsale_warnings INTERFACE -Wshadow)
elseif(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
  target_compile_options(onsale_warnings INTERFACE -Wshadow=local)
endif()
if(CMAKE_CXX_COMPILER_ID MATCHES Clang)
  target_compile_options(onsale_warnings INTERFACE -Wthread-safety)
endif()
