#include "onsale/base/this_thread.h"

#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <string>

namespace onsale::this_thread {
namespace {

constexpr int kLowPriority = 10;  // nice
constexpr std::size_t kNameLengthMax = 15;

}  // namespace

void SetName(const char* name) {
  pthread_setname_np(pthread_self(), std::string(name).substr(0, kNameLengthMax).c_str());
}

void LowerPriority() { setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), kLowPriority); }

void BlockBrokenPipes() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

}  // namespace onsale::this_thread
