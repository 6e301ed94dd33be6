# Sanitizers hold for everything in a build, so they are set for the whole tree. Their run-time
# options are linked into each executable, so that the server a test starts has them too.
add_library(onsale_sanitizers INTERFACE)
if(ONSALE_SANITIZE)
  add_compile_options(-fsanitize=${ONSALE_SANITIZE} -fno-omit-frame-pointer
                      -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${ONSALE_SANITIZE})
  if(ONSALE_SANITIZE MATCHES undefined AND CMAKE_CXX_COMPILER_ID STREQUAL GNU)
    # Checks at each access, which cost a third of all compiling. AddressSanitizer stops at most of
    # what they find; a cast to the wrong type, or a null reference that nobody reads through, is
    # left to the fuzz preset.
    add_compile_options(-fno-sanitize=null,vptr,object-size)
  endif()
  if(ONSALE_SANITIZE MATCHES thread AND CMAKE_CXX_COMPILER_ID STREQUAL GNU)
    # Asio's fences, which g++ 12 says it cannot follow; Asio has a path of its own for TSan.
    add_compile_options(-Wno-tsan)
  endif()

  add_library(onsale_sanitizer_options OBJECT ${CMAKE_CURRENT_LIST_DIR}/sanitizer_options.cpp)
  target_sources(
    onsale_sanitizers
    INTERFACE
      $<$<STREQUAL:$<TARGET_PROPERTY:TYPE>,EXECUTABLE>:$<TARGET_OBJECTS:onsale_sanitizer_options>>)
endif()

# What libFuzzer steers by, in all code. clang 14 cannot compile its check of function pointers in
# coroutines.
if(ONSALE_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link -fno-sanitize=function)
endif()
