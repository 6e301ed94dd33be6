#include "onsale/api/accent.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace onsale::api {
namespace {

using Colour = std::array<std::uint8_t, 3>;  // red, green, blue in sRGB

constexpr Colour kBlack = {0, 0, 0};
constexpr Colour kWhite = {255, 255, 255};
constexpr Colour kDarkestLightPage = {0xf5, 0xf5, 0xf5};
constexpr Colour kLightestDarkPage = {0x16, 0x16, 0x16};
constexpr double kTextContrastMin = 4.5;
constexpr int kSteps = 100;  // from a colour to another

std::uint8_t DigitValue(char c) {
  return static_cast<std::uint8_t>(c <= '9' ? c - '0' : c - 'a' + 10);
}

Colour ParseColour(std::string_view text) {
  Colour colour;
  for (std::size_t i = 0; i < colour.size(); ++i) {
    colour[i] =
        static_cast<std::uint8_t>(DigitValue(text[1 + 2 * i]) << 4 | DigitValue(text[2 + 2 * i]));
  }
  return colour;
}

void AppendColour(std::string& out, const Colour& colour) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  out += '#';
  for (const std::uint8_t part : colour) {
    out += kDigits[part >> 4];
    out += kDigits[part & 15];
  }
}

// WCAG 2.2, relative luminance.
double LuminanceOf(const Colour& colour) {
  constexpr std::array<double, 3> kWeights = {0.2126, 0.7152, 0.0722};
  double luminance = 0;
  for (std::size_t i = 0; i < colour.size(); ++i) {
    const double part = colour[i] / 255.0;
    luminance +=
        kWeights[i] * (part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4));
  }
  return luminance;
}

// WCAG 2.2, contrast ratio: 1 to 21.
double ContrastOf(const Colour& a, const Colour& b) {
  const auto [darker, lighter] = std::minmax({LuminanceOf(a), LuminanceOf(b)});
  return (lighter + 0.05) / (darker + 0.05);
}

Colour Mix(const Colour& from, const Colour& to, int step) {
  Colour mixed;
  for (std::size_t i = 0; i < mixed.size(); ++i) {
    mixed[i] = static_cast<std::uint8_t>((from[i] * (kSteps - step) + to[i] * step) / kSteps);
  }
  return mixed;
}

// As near to `accent` as can be read on `page`; `end`, which can be, at the most.
Colour ReadableOn(const Colour& page, const Colour& accent, const Colour& end) {
  for (int step = 0; step < kSteps; ++step) {
    const Colour mixed = Mix(accent, end, step);
    if (ContrastOf(mixed, page) >= kTextContrastMin) return mixed;
  }
  return end;
}

}  // namespace

std::string AccentStyle(std::string_view accent) {
  if (accent.empty()) return {};
  const Colour colour = ParseColour(accent);
  const bool black_is_better = ContrastOf(kBlack, colour) >= ContrastOf(kWhite, colour);
  std::string style = ":root{--accent:";
  AppendColour(style, colour);
  style += ";--on-accent:";
  AppendColour(style, black_is_better ? kBlack : kWhite);
  style += ";--accent-text-light:";
  AppendColour(style, ReadableOn(kDarkestLightPage, colour, kBlack));
  style += ";--accent-text-dark:";
  AppendColour(style, ReadableOn(kLightestDarkPage, colour, kWhite));
  return style + "}";
}

}  // namespace onsale::api
