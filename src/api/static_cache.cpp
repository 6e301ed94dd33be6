#include "onsale/api/static_cache.h"

#include <cstddef>

namespace onsale::api {
namespace {

constexpr std::size_t kHashLengthMin = 8;
constexpr std::size_t kHashLengthMax = 32;
constexpr int kClassChangesMin = 2;

enum class CharacterClass { kUpper, kLower, kDigit, kMark, kForeign };

CharacterClass ClassOf(char c) {
  if (c >= 'A' && c <= 'Z') return CharacterClass::kUpper;
  if (c >= 'a' && c <= 'z') return CharacterClass::kLower;
  if (c >= '0' && c <= '9') return CharacterClass::kDigit;
  if (c == '-' || c == '_') return CharacterClass::kMark;
  return CharacterClass::kForeign;
}

bool LooksLikeHash(std::string_view text) {
  int changes = 0;
  CharacterClass last = CharacterClass::kMark;
  for (const char c : text) {
    const CharacterClass current = ClassOf(c);
    if (current == CharacterClass::kForeign) return false;
    if (current == CharacterClass::kMark) continue;
    if (last != CharacterClass::kMark && current != last) ++changes;
    last = current;
  }
  return changes >= kClassChangesMin;
}

// Where a hash would stand in a file's name: empty where there is no room for one. `after_dash` is
// for the first form, counted from the end, as a base64url hash may itself contain the dash.
struct HashPlaces {
  std::string_view after_dash;
  std::string_view after_dot;
};

HashPlaces FindHashPlaces(std::string_view path) {
  std::string_view stem = path.substr(path.rfind('/') + 1);
  if (stem.ends_with(".map")) stem.remove_suffix(4);
  const std::size_t extension = stem.rfind('.');
  if (extension == std::string_view::npos) return {};
  stem = stem.substr(0, extension);

  HashPlaces places;
  const std::size_t dot = stem.rfind('.');
  if (dot != std::string_view::npos && dot > 0) {
    const std::string_view hash = stem.substr(dot + 1);
    if (hash.size() >= kHashLengthMin && hash.size() <= kHashLengthMax) places.after_dot = hash;
  }
  if (stem.size() >= kHashLengthMin + 2 && stem[stem.size() - kHashLengthMin - 1] == '-') {
    places.after_dash = stem.substr(stem.size() - kHashLengthMin);
  }
  return places;
}

}  // namespace

bool HasContentHash(std::string_view path) {
  const HashPlaces places = FindHashPlaces(path);
  return LooksLikeHash(places.after_dot) || LooksLikeHash(places.after_dash);
}

bool MayHaveContentHash(std::string_view path) {
  const HashPlaces places = FindHashPlaces(path);
  return !places.after_dot.empty() || !places.after_dash.empty();
}

std::string_view StaticCacheControl(std::string_view path) {
  if (HasContentHash(path)) return "public, max-age=31536000, immutable";
  if (path == "/reservation.html") return "no-store";
  if (path == "/404.html") return "public, max-age=1";
  return "public, max-age=60";
}

}  // namespace onsale::api
