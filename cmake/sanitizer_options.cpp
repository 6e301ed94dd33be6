// The sanitizers' run-time options for every executable of a sanitized build. What the environment
// says (ASAN_OPTIONS, UBSAN_OPTIONS, TSAN_OPTIONS) still goes first.

extern "C" {

const char* __asan_default_options() {
  return "detect_stack_use_after_return=1:check_initialization_order=1:strict_string_checks=1";
}

const char* __ubsan_default_options() { return "print_stacktrace=1"; }

const char* __tsan_default_options() { return "second_deadlock_stack=1:halt_on_error=1"; }

// Debian's RocksDB is not instrumented, so TSan sees its memory accesses through libc and through
// the templates that are instantiated in our code, but not the atomics that order them.
const char* __tsan_default_suppressions() {
  return "called_from_lib:librocksdb.so\n"
         "race:rocksdb::\n"
         "mutex:librocksdb.so\n"
         "deadlock:librocksdb.so\n";
}

}  // extern "C"
