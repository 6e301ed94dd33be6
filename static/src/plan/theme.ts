// The plan's colours: custom properties of its style sheet, as a canvas needs them resolved.

export interface Theme {
  ink: string;
  paper: string;
  muted: string; // names of rows, the stage
  taken: string;
  kinds: string[]; // one after the other for the kinds of seats, then again from the first
  font: string;
}

const KINDS = 10;

export function themeOf(element: Element): Theme {
  const style = getComputedStyle(element);
  const color = (name: string) => style.getPropertyValue(`--plan-${name}`).trim();
  return {
    ink: color("ink"),
    paper: color("paper"),
    muted: color("muted"),
    taken: color("taken"),
    kinds: Array.from({ length: KINDS }, (_, i) => color(`kind-${i}`)),
    font: style.fontFamily,
  };
}

/** The number of the colour that a kind of seats has. */
export const colorOf = (kind: number): number => kind % KINDS;
