#include "onsale/api/json_reader.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "onsale/api/json_lines.h"
#include "onsale/base/text.h"
#include "onsale/base/time_format.h"

namespace onsale::api {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kDepthMax = 32;

// The parser's words without its prefix and without what it read last, which need not be UTF-8.
std::string ReasonOf(std::string_view what) {
  constexpr std::string_view kPrefixEnd = " - ", kLastRead = "; last read: '";
  const std::size_t prefix = what.find(kPrefixEnd);
  if (prefix == what.npos) return "a number is too large";
  what.remove_prefix(prefix + kPrefixEnd.size());
  return std::string(what.substr(0, what.find(kLastRead)));
}

// Builds a value from the parser's events. The parser's own builder would say nothing of members
// that are there twice.
class Builder final : public Json::json_sax_t {
 public:
  Builder(std::string_view text, Faults& faults) : text_(text), faults_(faults) {}

  Json Take() { return std::move(root_); }

  bool null() override { return Put(nullptr) != nullptr; }
  bool boolean(bool value) override { return Put(value) != nullptr; }
  bool number_integer(number_integer_t value) override { return Put(value) != nullptr; }
  bool number_unsigned(number_unsigned_t value) override { return Put(value) != nullptr; }
  bool number_float(number_float_t value, const string_t&) override {
    return Put(value) != nullptr;
  }
  bool string(string_t& value) override { return Put(std::move(value)) != nullptr; }
  bool binary(binary_t&) override { return false; }  // none in a text
  bool start_object(std::size_t) override { return Open(Json::object()); }
  bool end_object() override { return Close(); }
  bool start_array(std::size_t) override { return Open(Json::array()); }
  bool end_array() override { return Close(); }

  bool key(string_t& name) override {
    Level& top = levels_.back();
    const auto [it, is_new] =
        top.value->get_ref<Json::object_t&>().try_emplace(std::move(name), nullptr);
    top.member = &*it;
    if (!is_new) faults_.Add({Path(), "is there twice"});
    return true;
  }

  bool parse_error(std::size_t position, const std::string&,
                   const Json::exception& error) override {
    const TextPosition at = PositionOf(text_, position);
    faults_.Add({.member = {},
                 .what = "The content is not JSON in UTF-8: " + ReasonOf(error.what()) +
                         " in line " + std::to_string(at.line) + ", column " +
                         std::to_string(at.column),
                 .line = at.line});
    return false;
  }

 private:
  struct Level {
    Json* value;                              // an object or an array that is open
    Json::object_t::value_type* member = {};  // of an object: the last one
  };

  Json* Put(Json value) {
    if (levels_.empty()) {
      root_ = std::move(value);
      return &root_;
    }
    const Level& top = levels_.back();
    if (top.member != nullptr) {
      top.member->second = std::move(value);
      return &top.member->second;
    }
    return &top.value->get_ref<Json::array_t&>().emplace_back(std::move(value));
  }

  bool Open(Json value) {
    Json* put = Put(std::move(value));
    if (levels_.size() == kDepthMax) {
      faults_.Add({Path(), "is nested too deeply"});
      return false;
    }
    levels_.push_back({put});
    return true;
  }

  bool Close() {
    levels_.pop_back();
    return true;
  }

  std::string Path() const {
    std::string path;
    for (const Level& level : levels_) {
      if (level.value->is_array()) {
        path += '[' + std::to_string(level.value->size() - 1) + ']';
      } else {
        path += (path.empty() ? "" : ".") + level.member->first;
      }
    }
    return path;
  }

  const std::string_view text_;
  Faults& faults_;
  Json root_;
  std::vector<Level> levels_;
};

}  // namespace

std::optional<Json> ParseJsonObject(std::string_view text, Faults& faults) {
  Builder builder(text, faults);
  if (!Json::sax_parse(text.begin(), text.end(), &builder)) return std::nullopt;
  Json value = builder.Take();
  if (value.is_object()) return value;
  faults.Add({.member = {}, .what = "The content must be a JSON object", .line = 1});
  return std::nullopt;
}

Result<Json> ParseJsonObject(std::string_view text) {
  Faults faults;
  auto value = ParseJsonObject(text, faults);
  if (!faults.empty()) return InvalidArgument(faults.first().Sentence());
  return *std::move(value);
}

MemberReader::MemberReader(const Json& object, std::string path, Faults& faults)
    : object_(object), path_(std::move(path)), faults_(faults) {}

MemberReader::MemberReader(const Json& object) : object_(object), faults_(own_faults_) {}

void MemberReader::Fail(const char* name, std::string what) {
  failed_ = true;
  faults_.Add({PathOf(name), std::move(what)});
}

void MemberReader::Fail(const char* name, domain::RefusalKind kind, std::string what) {
  failed_ = true;
  faults_.Add({PathOf(name), std::move(what), kind});
}

void MemberReader::FailMissing(const char* name, std::string what) {
  if (!Has(name)) Fail(name, std::move(what));
}

const Json* MemberReader::Find(const char* name) {
  asked_.emplace_back(name);
  const auto it = object_.find(name);
  if (it == object_.end()) return nullptr;
  ++found_;
  return &*it;
}

const Json* MemberReader::Any(const char* name) { return Find(name); }

std::optional<std::string> MemberReader::ExactString(const char* name) {
  const Json* value = Find(name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_string()) {
    Fail(name, "must be a string");
    return std::nullopt;
  }
  return value->get_ref<const std::string&>();
}

std::optional<std::string> MemberReader::String(const char* name) {
  const auto text = ExactString(name);
  return text ? std::optional(std::string(Trim(*text))) : std::nullopt;
}

std::optional<std::int64_t> MemberReader::Integer(const char* name) {
  const Json* value = Find(name);
  if (value == nullptr) return std::nullopt;
  const bool fits = value->is_number_integer() &&
                    (!value->is_number_unsigned() ||
                     value->get<std::uint64_t>() <= std::numeric_limits<std::int64_t>::max());
  if (!fits) {
    Fail(name, "must be a whole number");
    return std::nullopt;
  }
  return value->get<std::int64_t>();
}

std::optional<double> MemberReader::Number(const char* name) {
  const Json* value = Find(name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_number()) {
    Fail(name, "must be a number");
    return std::nullopt;
  }
  return value->get<double>();
}

std::optional<bool> MemberReader::Bool(const char* name) {
  const Json* value = Find(name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_boolean()) {
    Fail(name, "must be true or false");
    return std::nullopt;
  }
  return value->get<bool>();
}

std::optional<TimeMs> MemberReader::Time(const char* name) {
  const Json* value = Find(name);
  if (value == nullptr) return std::nullopt;
  if (value->is_string()) {
    if (const auto time = ParseRfc3339(value->get_ref<const std::string&>())) return time;
  }
  Fail(name, "must be a time as in RFC 3339, like 2026-12-01T19:00:00Z");
  return std::nullopt;
}

const Json* MemberReader::Array(const char* name) {
  const Json* value = Find(name);
  if (value == nullptr || value->is_array()) return value;
  Fail(name, "must be an array");
  return nullptr;
}

template <typename T>
std::optional<std::optional<T>> MemberReader::OrNull(
    const char* name, std::optional<T> (MemberReader::*read)(const char*)) {
  std::optional<std::optional<T>> result;
  if (const auto it = object_.find(name); it != object_.end() && it->is_null()) {
    Find(name);
    result.emplace();  // there, and nothing
  } else if (const std::optional<T> value = (this->*read)(name)) {
    result.emplace(value);
  }
  return result;
}

std::optional<std::optional<std::string>> MemberReader::NullableString(const char* name) {
  return OrNull(name, &MemberReader::String);
}

std::optional<std::optional<std::int64_t>> MemberReader::NullableInteger(const char* name) {
  return OrNull(name, &MemberReader::Integer);
}

std::optional<std::optional<TimeMs>> MemberReader::NullableTime(const char* name) {
  return OrNull(name, &MemberReader::Time);
}

bool MemberReader::Finish() {
  if (found_ == object_.size()) return !failed_;
  for (const auto& [name, value] : object_.items()) {
    const bool known = std::find(asked_.begin(), asked_.end(), name) != asked_.end();
    if (!known) Fail(name.c_str(), "is not known here");
  }
  return !failed_;
}

}  // namespace onsale::api
