import { expect, it } from "vitest";

import { accentProperties } from "./accent";

// The cases of the server's own test (tests/unit/api/accent_test.cpp).
it.each([
  ["#767676", "#000000", "#707070", "#7f7f7f"],
  ["#000000", "#ffffff", "#000000", "#7f7f7f"],
  ["#ffffff", "#000000", "#707070", "#ffffff"],
])("the accent %s has the colours that the server would give it", (accent, on, light, dark) => {
  expect(accentProperties(accent)).toEqual({
    "--accent": accent, "--on-accent": on, "--accent-text-light": light, "--accent-text-dark": dark,
  });
});

it.each([
  ["#c8102e", "#ffffff"],
  ["#ffd400", "#000000"],
])("on %s %s is read better", (accent, on) => {
  expect(accentProperties(accent)["--on-accent"]).toBe(on);
});
