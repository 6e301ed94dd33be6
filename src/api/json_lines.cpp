#include "onsale/api/json_lines.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace onsale::api {
namespace {

using Json = nlohmann::json;

// Lines that were begun before the octet that was read last. The parser stops at the last octet of
// a token, but for numbers, where it has to read the one behind: it makes no difference this way.
struct LineCount {
  std::size_t line = 1;
  bool line_ends = false;

  void Read(char c) {
    line += line_ends ? 1 : 0;
    line_ends = c == '\n';
  }
};

class CountingIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  CountingIterator(const char* at, LineCount* count) : at_(at), count_(count) {}

  reference operator*() const { return *at_; }
  CountingIterator& operator++() {
    count_->Read(*at_++);
    return *this;
  }
  bool operator==(const CountingIterator& other) const { return at_ == other.at_; }
  bool operator!=(const CountingIterator& other) const { return at_ != other.at_; }

 private:
  const char* at_;
  LineCount* count_;
};

// `a.b` of `a.b[3]`, `a` of that, and nothing of that.
std::string_view WholeOf(std::string_view member) {
  const std::size_t end = member.find_last_of(".[");
  return end == member.npos ? std::string_view() : member.substr(0, end);
}

// Follows the parser through a text and notes the lines of the members that are wanted.
class LineFinder final : public Json::json_sax_t {
 public:
  explicit LineFinder(const LineCount& count) : count_(count) { lines_.emplace("", 1); }

  // Members are wanted with all that they are a part of.
  void Want(std::string_view member) {
    for (; !member.empty(); member = WholeOf(member)) lines_.emplace(member, 0);
  }

  std::size_t LineOf(std::string_view member) const {
    std::size_t line = lines_.find(member)->second;
    for (; line == 0; line = lines_.find(member)->second) member = WholeOf(member);
    return line;
  }

  bool null() override { return Value(); }
  bool boolean(bool) override { return Value(); }
  bool number_integer(number_integer_t) override { return Value(); }
  bool number_unsigned(number_unsigned_t) override { return Value(); }
  bool number_float(number_float_t, const string_t&) override { return Value(); }
  bool string(string_t&) override { return Value(); }
  bool binary(binary_t&) override { return Value(); }
  bool start_object(std::size_t) override { return Open(/*is_array=*/false); }
  bool end_object() override { return Close(); }
  bool start_array(std::size_t) override { return Open(/*is_array=*/true); }
  bool end_array() override { return Close(); }
  bool parse_error(std::size_t, const std::string&, const Json::exception&) override {
    return false;
  }

  bool key(string_t& name) override {
    path_.resize(levels_.back().path_length);
    if (!path_.empty()) path_ += '.';
    path_ += name;
    return Visit();
  }

 private:
  struct Level {
    std::size_t path_length;
    bool is_array;
    std::size_t size = 0;
  };

  // A member of an object was visited with its name.
  bool Value() {
    if (levels_.empty()) return Visit();
    Level& top = levels_.back();
    if (!top.is_array) return true;
    path_.resize(top.path_length);
    path_ += '[' + std::to_string(top.size++) + ']';
    return Visit();
  }

  bool Open(bool is_array) {
    Value();
    levels_.push_back({path_.size(), is_array});
    return true;
  }

  bool Close() {
    path_.resize(levels_.back().path_length);
    levels_.pop_back();
    return true;
  }

  // Of a member that is there twice the last one counts.
  bool Visit() {
    const auto it = lines_.find(path_);
    if (it != lines_.end()) it->second = count_.line;
    return true;
  }

  const LineCount& count_;
  std::map<std::string, std::size_t, std::less<>> lines_;  // 0: not seen yet
  std::string path_;
  std::vector<Level> levels_;
};

}  // namespace

TextPosition PositionOf(std::string_view text, std::size_t read) {
  const std::string_view before = text.substr(0, read == 0 ? 0 : read - 1);
  const std::size_t line_end = before.rfind('\n');
  const std::size_t line_begin = line_end == before.npos ? 0 : line_end + 1;
  return {static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n')) + 1,
          before.size() - line_begin + 1};
}

void FindLines(std::string_view text, std::span<Fault> faults) {
  LineCount count;
  LineFinder finder(count);
  for (const Fault& fault : faults) finder.Want(fault.member);
  Json::sax_parse(CountingIterator(text.data(), &count),
                  CountingIterator(text.data() + text.size(), &count), &finder);
  for (Fault& fault : faults) {
    if (fault.line == 0) fault.line = finder.LineOf(fault.member);
  }
}

}  // namespace onsale::api
