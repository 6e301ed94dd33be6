#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "onsale/base/clock.h"
#include "onsale/base/status.h"

namespace onsale::api {

// Parses a JSON text strictly: one object, UTF-8, no member twice at any depth, nothing behind it.
// The Status has a sentence for the client.
Result<nlohmann::json> ParseJsonObject(std::string_view text);

// Takes the members of one object one by one, each with its type, and keeps the first fault as a
// sentence: a wrong type, a missing member, or, by Finish(), one that nobody asked for. Strings
// come trimmed. For calls that are not in a hurry.
class MemberReader {
 public:
  // `path` names the object in sentences: empty, or like "sections[2].".
  explicit MemberReader(const nlohmann::json& object, std::string path = {});

  // Nothing when the member is absent, or wrong: then fault() says so.
  std::optional<std::string> String(const char* name);
  std::optional<std::int64_t> Integer(const char* name);
  std::optional<bool> Bool(const char* name);
  std::optional<TimeMs> Time(const char* name);
  const nlohmann::json* Array(const char* name);

  // As above, but `null` is there, too: the inner optional is empty then.
  std::optional<std::optional<std::string>> NullableString(const char* name);
  std::optional<std::optional<std::int64_t>> NullableInteger(const char* name);
  std::optional<std::optional<TimeMs>> NullableTime(const char* name);

  void Fail(const char* name, std::string_view what);

  // Whether all members were asked for and right.
  [[nodiscard]] bool Finish();

  const std::string& fault() const { return fault_; }

 private:
  const nlohmann::json* Find(const char* name);

  template <typename T>
  std::optional<std::optional<T>> OrNull(const char* name,
                                         std::optional<T> (MemberReader::*read)(const char*));

  const nlohmann::json& object_;
  std::string path_;
  std::set<std::string_view> asked_;
  std::string fault_;
};

}  // namespace onsale::api
