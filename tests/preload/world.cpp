// Loaded into a server under test before all other libraries: what the world is like for it, a
// test says; see support/world.h.

#include "support/world.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <string_view>

namespace {

using onsale::test::WorldState;

WorldState* OpenWorld() {
  const char* file = std::getenv("TEST_WORLD");
  const int fd = file == nullptr ? -1 : open(file, O_RDWR | O_CLOEXEC);
  if (fd < 0) std::abort();
  void* memory = mmap(nullptr, sizeof(WorldState), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (memory == MAP_FAILED) std::abort();
  close(fd);
  return static_cast<WorldState*>(memory);
}

WorldState& World() {
  static WorldState* const world = OpenWorld();
  return *world;
}

template <typename Function>
Function* Next(Function*, const char* name) {
  return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

bool IsLog(int fd) {
  const std::string link = "/proc/self/fd/" + std::to_string(fd);
  std::array<char, 4096> name;
  const ssize_t size = readlink(link.c_str(), name.data(), name.size());
  return size > 0 &&
         std::string_view(name.data(), static_cast<std::size_t>(size)).ends_with(".log");
}

// Whether the call is to fail with errno set.
bool Refuses(const std::atomic<int>& error, int fd) {
  if (error == 0 || !IsLog(fd)) return false;
  ++World().refused;
  errno = error;
  return true;
}

}  // namespace

extern "C" {

int clock_gettime(clockid_t clock, timespec* time) {
  static const auto next = Next(&clock_gettime, "clock_gettime");
  const int result = next(clock, time);
  if (result != 0 || clock != CLOCK_REALTIME) return result;
  constexpr std::int64_t kNanosecondsPerMs = 1'000'000;
  const std::int64_t offset_ms = World().clock_offset_ms;
  time->tv_sec += offset_ms / 1'000;
  time->tv_nsec += offset_ms % 1'000 * kNanosecondsPerMs;
  if (time->tv_nsec < 0) --time->tv_sec, time->tv_nsec += 1'000 * kNanosecondsPerMs;
  if (time->tv_nsec >= 1'000 * kNanosecondsPerMs)
    ++time->tv_sec, time->tv_nsec -= 1'000 * kNanosecondsPerMs;
  return 0;
}

int statvfs(const char* path, struct statvfs* info) {
  static const auto next =
      Next(static_cast<int (*)(const char*, struct statvfs*)>(&statvfs), "statvfs");
  const int result = next(path, info);
  const std::int64_t free_bytes = World().free_bytes;
  if (result != 0 || free_bytes < 0) return result;
  info->f_bavail = info->f_bfree = static_cast<fsblkcnt_t>(free_bytes) / info->f_frsize;
  return 0;
}

ssize_t write(int fd, const void* data, size_t size) {
  static const auto next = Next(&write, "write");
  return Refuses(World().write_error, fd) ? -1 : next(fd, data, size);
}

int fdatasync(int fd) {
  static const auto next = Next(&fdatasync, "fdatasync");
  return Refuses(World().sync_error, fd) ? -1 : next(fd);
}

int fsync(int fd) {
  static const auto next = Next(&fsync, "fsync");
  return Refuses(World().sync_error, fd) ? -1 : next(fd);
}

}  // extern "C"
