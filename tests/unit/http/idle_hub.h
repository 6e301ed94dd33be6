#pragma once

#include "onsale/base/clock.h"
#include "onsale/commit/change_log.h"
#include "onsale/live/hub.h"
#include "support/fake_store.h"

namespace onsale::http {

// A hub for servers in whose tests nobody watches anything.
struct IdleHub {
  SystemClock clock;
  test::FakeStore store;
  commit::ChangeLog log{store};
  live::Hub hub{clock, log};
};

}  // namespace onsale::http
