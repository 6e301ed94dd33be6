#pragma once

#include "integration/server_test.h"
#include "support/world.h"

namespace onsale::test {

// A test of a server whose clock and disk are what the test says.
class WorldTest : public ServerTest {
 protected:
  void StartInWorld(std::vector<std::string> arguments = {}) {
    Start(world_.Flags(std::move(arguments)));
  }

  World world_{server_.folder()};
};

}  // namespace onsale::test
