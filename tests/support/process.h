#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace onsale::test {

// How long a test waits for what must come before it calls it a failure: far longer than it takes
// on a busy machine with a sanitizer.
inline constexpr std::chrono::seconds kPatience{60};

// Asks `condition` again and again until it holds. False when it did not within `patience`.
template <typename Condition>
[[nodiscard]] bool Eventually(const Condition& condition,
                              std::chrono::milliseconds patience = kPatience);

// A program to start: its arguments, and variables on top of our own environment, of which those
// that begin with ONSALE_ are not handed on.
struct ProcessOptions {
  std::filesystem::path program;
  std::vector<std::string> arguments;
  std::map<std::string, std::string> environment;
};

// A child process. Its standard output and error go to one file each. It is ended, by its id, when
// this object goes, and by the kernel when the test itself dies. Throws std::system_error when it
// cannot be started. Belongs to the thread that made it.
class Process {
 public:
  // `output` names the files: `output.out`, `output.err`.
  Process(const ProcessOptions& options, const std::filesystem::path& output);
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  pid_t pid() const { return pid_; }

  void Signal(int signal) const;

  // The exit status, or minus the number of the signal that ended it. Fails the test and kills it
  // when it has not ended within `patience`.
  int Wait(std::chrono::milliseconds patience = kPatience);

  // Whether it has ended, without waiting.
  bool Ended();

  // What it has written so far.
  std::string Output() const;
  std::string Errors() const;

 private:
  bool Reap(std::chrono::milliseconds patience);

  std::filesystem::path output_;
  pid_t pid_ = -1;
  int pid_fd_ = -1;
  bool ended_ = false;
  int status_ = 0;
};

// What a program that was run to its end left behind.
struct ProcessResult {
  int status = 0;
  std::string output;
  std::string errors;
};
ProcessResult RunProcess(const ProcessOptions& options);

// Implementation.

bool EventuallyTrue(bool (*condition)(const void*), const void* state,
                    std::chrono::milliseconds patience);

template <typename Condition>
bool Eventually(const Condition& condition, std::chrono::milliseconds patience) {
  return EventuallyTrue([](const void* state) { return (*static_cast<const Condition*>(state))(); },
                        &condition, patience);
}

}  // namespace onsale::test
