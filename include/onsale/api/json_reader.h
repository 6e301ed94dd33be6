#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "onsale/api/faults.h"
#include "onsale/base/clock.h"
#include "onsale/base/status.h"

namespace onsale::api {

// Parses a JSON text strictly: one object, UTF-8, nothing behind it, no more than 32 levels.
// Nothing when it is not; `faults` has why, with the line. Members that are there twice are faults
// as well, and the last one counts.
std::optional<nlohmann::json> ParseJsonObject(std::string_view text, Faults& faults);

// The same for a short text: the Status has the first fault as a sentence for the client.
Result<nlohmann::json> ParseJsonObject(std::string_view text);

// Takes the members of one object one by one, each with its type. What is wrong goes to the faults:
// a wrong type, a missing member, or, by Finish(), one that nobody asked for. For calls that are
// not in a hurry.
class MemberReader {
 public:
  // `path` names the object: empty, or like "sections[2].". Object and faults outlive the reader.
  MemberReader(const nlohmann::json& object, std::string path, Faults& faults);
  // One that keeps the faults of a whole text itself, see fault().
  explicit MemberReader(const nlohmann::json& object);
  MemberReader(const MemberReader&) = delete;
  MemberReader& operator=(const MemberReader&) = delete;

  bool Has(const char* name) const { return object_.contains(name); }

  // Nothing when the member is absent, or wrong.
  std::optional<std::string> String(const char* name);  // trimmed
  std::optional<std::string> ExactString(const char* name);
  std::optional<std::int64_t> Integer(const char* name);
  std::optional<double> Number(const char* name);
  std::optional<bool> Bool(const char* name);
  std::optional<TimeMs> Time(const char* name);
  const nlohmann::json* Array(const char* name);
  const nlohmann::json* Any(const char* name);

  // As above, but `null` is there, too: the inner optional is empty then.
  std::optional<std::optional<std::string>> NullableString(const char* name);
  std::optional<std::optional<std::int64_t>> NullableInteger(const char* name);
  std::optional<std::optional<TimeMs>> NullableTime(const char* name);

  void Fail(const char* name, std::string what);
  void Fail(const char* name, domain::RefusalKind kind, std::string what);
  // The same for a member that is needed, unless it is there: then what was wrong with it was said.
  void FailMissing(const char* name, std::string what = "is missing");

  // The member's name from the whole text's beginning.
  std::string PathOf(std::string_view name) const { return path_ + std::string(name); }

  // Once all members were asked for: true when they were right, and there are no others.
  bool Finish();

  // The first fault as a sentence.
  std::string fault() const { return faults_.empty() ? "" : faults_.first().Sentence(); }

 private:
  const nlohmann::json* Find(const char* name);

  template <typename T>
  std::optional<std::optional<T>> OrNull(const char* name,
                                         std::optional<T> (MemberReader::*read)(const char*));

  const nlohmann::json& object_;
  const std::string path_;
  Faults own_faults_;
  Faults& faults_;
  std::vector<std::string_view> asked_;
  std::size_t found_ = 0;  // of those asked for
  bool failed_ = false;
};

}  // namespace onsale::api
