// The plan's colours: custom properties of its style sheet, as a canvas needs them resolved.

export interface Theme {
  ink: string;
  paper: string;
  muted: string; // names of rows, the stage
  taken: string;
  tone: number; // how light the kinds of seats are, 0 to 1
  font: string;
}

export function themeOf(element: Element): Theme {
  const style = getComputedStyle(element);
  const color = (name: string) => style.getPropertyValue(`--plan-${name}`).trim();
  return {
    ink: color("ink"),
    paper: color("paper"),
    muted: color("muted"),
    taken: color("taken"),
    tone: Number(color("tone")),
    font: style.fontFamily,
  };
}

const FIRST_HUE = 232;
const GOLDEN_ANGLE = 137.5; // puts each hue far from those before it, however many come

/** The colour of a kind of seats, by its number. Neighbours differ in lightness too. */
export const colorOf = (kind: number, { tone }: Theme): string =>
  `oklch(${tone + ((kind % 3) - 1) * 0.06} 0.12 ${(FIRST_HUE + kind * GOLDEN_ANGLE) % 360})`;
