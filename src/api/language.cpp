#include "onsale/api/language.h"

#include <algorithm>
#include <optional>

#include "onsale/api/weighted_list.h"
#include "onsale/base/text.h"

namespace onsale::api {
namespace {

constexpr std::size_t kLanguageLengthMin = 2;
constexpr std::size_t kLanguageLengthMax = 3;
constexpr std::size_t kSubtagLengthMax = 8;

bool IsLetterOrDigit(char c) { return IsLetterAscii(c) || (c >= '0' && c <= '9'); }

// Whether `whole` begins with `part`, as a whole number of subtags.
bool BeginsWithTag(std::string_view whole, std::string_view part) {
  return !part.empty() && whole.size() >= part.size() &&
         EqualsIgnoreCaseAscii(whole.substr(0, part.size()), part) &&
         (whole.size() == part.size() || whole[part.size()] == '-');
}

std::optional<std::size_t> FindTag(std::string_view range, std::span<const std::string> tags) {
  if (range == "*") return 0;
  std::optional<std::size_t> found;
  for (std::size_t i = 0; i < tags.size(); ++i) {
    const bool longer = !found || tags[i].size() > tags[*found].size();
    if (longer && BeginsWithTag(range, tags[i])) found = i;
  }
  if (found) return found;
  const auto longer =
      std::ranges::find_if(tags, [&](const auto& tag) { return BeginsWithTag(tag, range); });
  if (longer == tags.end()) return std::nullopt;
  return static_cast<std::size_t>(longer - tags.begin());
}

}  // namespace

std::size_t ChooseLanguage(std::string_view accept_language, std::span<const std::string> tags) {
  std::size_t best = 0;
  int best_weight = 0;
  while (!accept_language.empty()) {
    const WeightedName member = TakeWeightedName(accept_language);
    if (member.weight.value_or(0) <= best_weight) continue;
    if (const auto found = FindTag(member.name, tags)) {
      best = *found;
      best_weight = *member.weight;
    }
  }
  return best;
}

bool IsLanguageTag(std::string_view text) {
  // What TakeUntil() leaves out.
  if (text.ends_with('-') || text.find_first_of(" \t") != text.npos) return false;
  const std::string_view language = TakeUntil(text, '-');
  if (language.size() < kLanguageLengthMin || language.size() > kLanguageLengthMax ||
      !std::ranges::all_of(language, IsLetterAscii)) {
    return false;
  }
  while (!text.empty()) {
    const std::string_view subtag = TakeUntil(text, '-');
    if (subtag.empty() || subtag.size() > kSubtagLengthMax ||
        !std::ranges::all_of(subtag, IsLetterOrDigit)) {
      return false;
    }
  }
  return true;
}

}  // namespace onsale::api
