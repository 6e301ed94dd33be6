// The accent of an event on pages that the server does not fill with one. The same colours as its
// AccentStyle gives (include/onsale/api/accent.h).

type Colour = readonly number[]; // red, green, blue in sRGB

const BLACK: Colour = [0, 0, 0];
const WHITE: Colour = [255, 255, 255];
const DARKEST_LIGHT_PAGE: Colour = [0xf5, 0xf5, 0xf5];
const LIGHTEST_DARK_PAGE: Colour = [0x16, 0x16, 0x16];
const TEXT_CONTRAST_MIN = 4.5;
const STEPS = 100; // from a colour to another

/** Custom properties and their values. `accent`: `#rrggbb`. */
export function accentProperties(accent: string): Record<string, string> {
  const colour = [1, 3, 5].map((at) => parseInt(accent.slice(at, at + 2), 16));
  return {
    "--accent": accent,
    "--on-accent": textOf(contrastOf(BLACK, colour) >= contrastOf(WHITE, colour) ? BLACK : WHITE),
    "--accent-text-light": textOf(readableOn(DARKEST_LIGHT_PAGE, colour, BLACK)),
    "--accent-text-dark": textOf(readableOn(LIGHTEST_DARK_PAGE, colour, WHITE)),
  };
}

const textOf = (colour: Colour) => `#${colour.map((part) => part.toString(16).padStart(2, "0")).join("")}`;

/** WCAG 2.2, relative luminance. */
function luminanceOf(colour: Colour): number {
  const [red, green, blue] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

/** WCAG 2.2, contrast ratio: 1 to 21. */
function contrastOf(a: Colour, b: Colour): number {
  const [one, other] = [luminanceOf(a), luminanceOf(b)];
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}

/** As near to `accent` as can be read on `page`; `end`, which can be, at the most. */
function readableOn(page: Colour, accent: Colour, end: Colour): Colour {
  for (let step = 0; step < STEPS; ++step) {
    const mixed = accent.map((part, i) => Math.floor((part * (STEPS - step) + end[i]! * step) / STEPS));
    if (contrastOf(mixed, page) >= TEXT_CONTRAST_MIN) return mixed;
  }
  return end;
}
