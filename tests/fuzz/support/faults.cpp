#include "fuzz/support/faults.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>

#include "fuzz/fuzz.h"
#include "onsale/base/text.h"

namespace onsale::fuzz {
namespace {

// Follows `path`, like `sections[2].rows`, as far as its members are there: one that is not is what
// is wrong, or has a name with dots. An element that is not there is a mistake.
bool IsThere(const nlohmann::json& value, std::string_view path) {
  if (path.empty()) return true;
  if (value.is_array()) {
    const std::size_t end = path.find(']');
    if (!path.starts_with('[') || end == path.npos || end > 20) return false;
    const auto index = std::stoull(std::string(path.substr(1, end - 1)));
    return index < value.size() && IsThere(value[index], path.substr(end + 1));
  }
  if (path.starts_with('.')) path.remove_prefix(1);
  const std::string_view name = path.substr(0, path.find_first_of(".["));
  const auto it = value.find(std::string(name));
  return it == value.end() || IsThere(*it, path.substr(name.size()));
}

}  // namespace

void CheckSentence(std::string_view sentence) {
  Require(!sentence.empty() && sentence.ends_with('.'),
          "a fault is a sentence: " + Shown(sentence));
  Require(IsValidUtf8(sentence), "a fault can be written as JSON: " + Shown(sentence));
}

void CheckFaults(const std::vector<api::Fault>& faults, std::string_view text) {
  const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) + 1;
  const nlohmann::json value = nlohmann::json::parse(text, nullptr, /*allow_exceptions=*/false);
  for (const api::Fault& fault : faults) {
    CheckSentence(fault.Sentence());
    Require(fault.line <= lines, "a fault's line is there: " + Shown(fault.Sentence()));
    Require(value.is_discarded() || IsThere(value, fault.member),
            "a fault's member is there: " + Shown(fault.Sentence()));
  }
}

void CheckIsJsonObject(std::string_view text, bool is_object) {
  const nlohmann::json value = nlohmann::json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (is_object) Require(value.is_object(), "what is taken is a JSON object");
}

}  // namespace onsale::fuzz
