#include "onsale/api/json_reader.h"

#include <limits>
#include <vector>

#include "onsale/base/text.h"
#include "onsale/base/time_format.h"

namespace onsale::api {
namespace {

using nlohmann::json;

// Sees every key while a text is parsed; the parser itself would keep the last of two.
class DuplicateFinder {
 public:
  bool operator()(int, json::parse_event_t event, json& parsed) {
    if (event == json::parse_event_t::object_start) keys_.emplace_back();
    if (event == json::parse_event_t::object_end) keys_.pop_back();
    if (event == json::parse_event_t::key) {
      const auto& key = parsed.get_ref<const std::string&>();
      if (!keys_.back().insert(key).second && duplicate_.empty()) duplicate_ = key;
    }
    return true;
  }

  const std::string& duplicate() const { return duplicate_; }

 private:
  std::vector<std::set<std::string>> keys_;  // of the objects that are open
  std::string duplicate_;
};

}  // namespace

Result<json> ParseJsonObject(std::string_view text) {
  DuplicateFinder duplicates;
  json value = json::parse(
      text.begin(), text.end(),
      [&](int depth, json::parse_event_t event, json& parsed) {
        return duplicates(depth, event, parsed);
      },
      /*allow_exceptions=*/false);
  if (value.is_discarded()) return InvalidArgument("The content is not JSON in UTF-8.");
  if (!value.is_object()) return InvalidArgument("The content must be a JSON object.");
  if (!duplicates.duplicate().empty()) {
    return InvalidArgument("The member " + duplicates.duplicate() + " is there twice.");
  }
  return value;
}

MemberReader::MemberReader(const json& object, std::string path)
    : object_(object), path_(std::move(path)) {}

void MemberReader::Fail(const char* name, std::string_view what) {
  if (fault_.empty()) fault_ = path_ + name + " " + std::string(what) + ".";
}

const json* MemberReader::Find(const char* name) {
  asked_.insert(name);
  const auto it = object_.find(name);
  return it == object_.end() ? nullptr : &*it;
}

std::optional<std::string> MemberReader::String(const char* name) {
  const json* value = Find(name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_string()) {
    Fail(name, "must be a string");
    return std::nullopt;
  }
  return std::string(Trim(value->get_ref<const std::string&>()));
}

std::optional<std::int64_t> MemberReader::Integer(const char* name) {
  const json* value = Find(name);
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

std::optional<bool> MemberReader::Bool(const char* name) {
  const json* value = Find(name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_boolean()) {
    Fail(name, "must be true or false");
    return std::nullopt;
  }
  return value->get<bool>();
}

std::optional<TimeMs> MemberReader::Time(const char* name) {
  const json* value = Find(name);
  if (value == nullptr) return std::nullopt;
  if (value->is_string()) {
    if (const auto time = ParseRfc3339(value->get_ref<const std::string&>())) return time;
  }
  Fail(name, "must be a time as in RFC 3339, like 2026-12-01T19:00:00Z");
  return std::nullopt;
}

const json* MemberReader::Array(const char* name) {
  const json* value = Find(name);
  if (value == nullptr || value->is_array()) return value;
  Fail(name, "must be an array");
  return nullptr;
}

template <typename T>
std::optional<std::optional<T>> MemberReader::OrNull(
    const char* name, std::optional<T> (MemberReader::*read)(const char*)) {
  std::optional<std::optional<T>> result;
  if (const auto it = object_.find(name); it != object_.end() && it->is_null()) {
    asked_.insert(name);
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
  for (const auto& [name, value] : object_.items()) {
    if (!asked_.contains(name)) Fail(name.c_str(), "is not known here");
  }
  return fault_.empty();
}

}  // namespace onsale::api
