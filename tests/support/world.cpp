#include "support/world.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <new>
#include <system_error>
#include <utility>

namespace onsale::test {

World::World(const TempFolder& folder) : file_(folder / "world") {
  const int fd = open(file_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  void* memory = MAP_FAILED;
  if (fd >= 0 && ftruncate(fd, sizeof(WorldState)) == 0) {
    memory = mmap(nullptr, sizeof(WorldState), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  }
  const int error = errno;
  if (fd >= 0) close(fd);
  if (memory == MAP_FAILED) throw std::system_error(error, std::generic_category(), file_.string());
  state_ = new (memory) WorldState;
}

World::~World() { munmap(state_, sizeof(WorldState)); }

ServerFlags World::Flags(std::vector<std::string> arguments) const {
  ServerFlags flags;
  flags.arguments = std::move(arguments);
  flags.environment["LD_PRELOAD"] = ONSALE_WORLD_LIBRARY;
  flags.environment["TEST_WORLD"] = file_;
  return flags;
}

}  // namespace onsale::test
