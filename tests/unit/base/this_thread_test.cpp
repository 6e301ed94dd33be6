#include "onsale/base/this_thread.h"

#include <gtest/gtest.h>
#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <string>
#include <thread>

namespace onsale::this_thread {
namespace {

std::string Name() {
  std::array<char, 64> name = {};
  pthread_getname_np(pthread_self(), name.data(), name.size());
  return name.data();
}

// What is told is told of one thread alone.
template <typename Function>
void OnAThread(Function function) {
  std::thread(function).join();
}

TEST(ThisThreadTest, HasAName) {
  const std::string before = Name();
  OnAThread([] {
    SetName("committer");
    EXPECT_EQ(Name(), "committer");
    SetName("a-name-of-more-than-15-octets");
    EXPECT_EQ(Name(), "a-name-of-more-");
  });
  EXPECT_EQ(Name(), before);
}

TEST(ThisThreadTest, LowersItsPriority) {
  const int before = getpriority(PRIO_PROCESS, 0);
  OnAThread([] {
    LowerPriority();
    EXPECT_GE(getpriority(PRIO_PROCESS, static_cast<id_t>(gettid())), 10);
  });
  EXPECT_EQ(getpriority(PRIO_PROCESS, 0), before);
}

}  // namespace
}  // namespace onsale::this_thread
