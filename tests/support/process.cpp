#include "support/process.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <system_error>
#include <thread>

#include "support/files.h"
#include "support/temp_folder.h"

namespace onsale::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

std::vector<std::string> EnvironmentOf(const ProcessOptions& options) {
  std::vector<std::string> variables;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    if (!std::string_view(*variable).starts_with("ONSALE_")) variables.emplace_back(*variable);
  }
  variables.reserve(variables.size() + options.environment.size());
  for (const auto& [name, value] : options.environment) variables.push_back(name + "=" + value);
  return variables;
}

std::vector<char*> Pointers(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  pointers.reserve(texts.size() + 1);
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

int OpenOutput(const std::filesystem::path& file) {
  const int fd = open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0) throw std::system_error(errno, std::generic_category(), "open " + file.string());
  return fd;
}

// Between fork and exec: only what a signal handler may call, as the test may have threads.
[[noreturn]] void BecomeProgram(char* const* arguments, char* const* environment, int out,
                                int errors) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  dup2(out, STDOUT_FILENO);
  dup2(errors, STDERR_FILENO);
  execve(arguments[0], arguments, environment);
  _exit(127);
}

}  // namespace

Process::Process(const ProcessOptions& options, const std::filesystem::path& output)
    : output_(output) {
  std::vector<std::string> arguments = {options.program.string()};
  arguments.insert(arguments.end(), options.arguments.begin(), options.arguments.end());
  std::vector<std::string> environment = EnvironmentOf(options);
  const std::vector<char*> argument_pointers = Pointers(arguments);
  const std::vector<char*> environment_pointers = Pointers(environment);
  const int out = OpenOutput(output_.string() + ".out");
  const int errors = OpenOutput(output_.string() + ".err");
  pid_ = fork();
  if (pid_ == 0) {
    BecomeProgram(argument_pointers.data(), environment_pointers.data(), out, errors);
  }
  const int error = errno;
  close(out);
  close(errors);
  if (pid_ < 0) throw std::system_error(error, std::generic_category(), "fork");
  pid_fd_ = static_cast<int>(syscall(SYS_pidfd_open, pid_, 0));
  if (pid_fd_ >= 0) return;
  const int pid_fd_error = errno;
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
  throw std::system_error(pid_fd_error, std::generic_category(), "pidfd_open");
}

Process::~Process() {
  if (!Ended()) {
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  close(pid_fd_);
}

void Process::Signal(int signal) const {
  if (!ended_) kill(pid_, signal);
}

bool Process::Ended() { return Reap(milliseconds(0)); }

bool Process::Reap(milliseconds patience) {
  if (ended_) return true;
  pollfd wait = {.fd = pid_fd_, .events = POLLIN, .revents = 0};
  if (poll(&wait, 1, static_cast<int>(patience.count())) != 1) return false;
  int status = 0;
  waitpid(pid_, &status, 0);
  status_ = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  ended_ = true;
  return true;
}

int Process::Wait(milliseconds patience) {
  if (!Reap(patience)) {
    ADD_FAILURE() << "process " << pid_ << " has not ended; it said:\n" << Output() << Errors();
    kill(pid_, SIGKILL);
    Reap(kPatience);
  }
  return status_;
}

std::string Process::Output() const { return ReadFile(output_.string() + ".out"); }
std::string Process::Errors() const { return ReadFile(output_.string() + ".err"); }

ProcessResult RunProcess(const ProcessOptions& options) {
  const TempFolder folder;
  Process process(options, folder / "process");
  const int status = process.Wait();
  return {status, process.Output(), process.Errors()};
}

bool EventuallyTrue(bool (*condition)(const void*), const void* state, milliseconds patience) {
  constexpr milliseconds kPause{2};
  for (const auto end = steady_clock::now() + patience; steady_clock::now() < end;) {
    if (condition(state)) return true;
    std::this_thread::sleep_for(kPause);
  }
  return condition(state);
}

}  // namespace onsale::test
