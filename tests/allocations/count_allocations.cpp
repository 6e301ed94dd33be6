// A library to preload: counts what a program allocates, in the file that COUNT_ALLOCATIONS_FILE
// names. The count is the file's first 8 octets, shared memory that another process may read while
// the program runs. operator new and what libraries allocate end up here, too.

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

namespace {

using Counter = std::atomic<std::uint64_t>;

Counter before_start{0};
Counter* counter = &before_start;

template <typename Function>
Function Next(const char* name) {
  return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

void Count() { counter->fetch_add(1, std::memory_order_relaxed); }

__attribute__((constructor)) void MapCounter() {
  const char* const file = std::getenv("COUNT_ALLOCATIONS_FILE");
  if (file == nullptr) return;
  const int fd = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0 || ftruncate(fd, sizeof(Counter)) != 0) return;
  void* const memory = mmap(nullptr, sizeof(Counter), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  close(fd);
  if (memory != MAP_FAILED) counter = static_cast<Counter*>(memory);
}

}  // namespace

// calloc() is left alone: dlsym() itself may call it. The program hardly does.
extern "C" {

void* malloc(std::size_t size) {
  static const auto next = Next<void* (*)(std::size_t)>("malloc");
  Count();
  return next(size);
}

void* realloc(void* memory, std::size_t size) {
  static const auto next = Next<void* (*)(void*, std::size_t)>("realloc");
  Count();
  return next(memory, size);
}

void* aligned_alloc(std::size_t alignment, std::size_t size) {
  static const auto next = Next<void* (*)(std::size_t, std::size_t)>("aligned_alloc");
  Count();
  return next(alignment, size);
}

}  // extern "C"
