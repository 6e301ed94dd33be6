# Warnings are errors, for our own code alone: what is found by find_package() is a system header.
add_library(onsale_warnings INTERFACE)
target_compile_options(
  onsale_warnings
  INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wnon-virtual-dtor
            -Wold-style-cast -Woverloaded-virtual -Werror)
# Where several files are compiled at a time, a function's own name may be another file's constant.
if(CMAKE_UNITY_BUILD)
  target_compile_options(onsale_warnings INTERFACE -Wshadow=local)
else()
  target_compile_options(onsale_warnings INTERFACE -Wshadow)
endif()
if(CMAKE_CXX_COMPILER_ID MATCHES Clang)
  target_compile_options(onsale_warnings INTERFACE -Wthread-safety)
endif()
