#pragma once

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

// What each file of targets/ defines: it feeds one input to the code that it is named after, and
// requires what has to hold of any input. 0 is libFuzzer's "go on".
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace onsale::fuzz {

// Something that has to hold does not: fuzz_tests catches it, and fails; under libFuzzer nobody
// does, which ends the program.
class Broken : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

inline void Require(bool holds, const std::string& what) {
  if (!holds) throw Broken(what);
}

// An input, taken apart from the front. What a target chooses by numbers of its input stands first
// in it, as text where the rest is text, so that seeds can be read and written by hand.
class Input {
 public:
  Input(const std::uint8_t* data, std::size_t size)
      : rest_(reinterpret_cast<const char*>(data), size) {}

  std::string_view rest() const { return rest_; }
  bool empty() const { return rest_.empty(); }

  // 0 where there is none left.
  std::uint8_t TakeOctet() {
    if (rest_.empty()) return 0;
    const auto octet = static_cast<std::uint8_t>(rest_.front());
    rest_.remove_prefix(1);
    return octet;
  }

  // At most so many.
  std::string_view Take(std::size_t count) {
    const std::string_view taken = rest_.substr(0, count);
    rest_.remove_prefix(taken.size());
    return taken;
  }

  // Up to the next line feed, which is taken, too.
  std::string_view TakeLine() {
    const std::string_view line = rest_.substr(0, rest_.find('\n'));
    rest_.remove_prefix(line.size() < rest_.size() ? line.size() + 1 : line.size());
    return line;
  }

 private:
  std::string_view rest_;
};

// Where to cut `text` so that a parser sees it come in pieces: by a hash of it, so that the same
// input is always cut alike. Ascending, without 0 and the end; some are cut into octets.
std::vector<std::size_t> CutsOf(std::string_view text);

// A text in a form that a terminal shows: what is not printable is escaped.
std::string Shown(std::string_view text);

}  // namespace onsale::fuzz
