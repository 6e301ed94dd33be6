// How the keyboard goes from seat to seat: along the row, to the rows beside it, to the sections.

import type { Plan } from "./document";
import { rowOf } from "./names";

export type Move =
  | "next"
  | "previous"
  | "row-start"
  | "row-end"
  | "next-row"
  | "previous-row"
  | "next-section"
  | "previous-section";

const KEYS: Record<string, Move> = {
  Home: "row-start",
  End: "row-end",
  PageDown: "next-section",
  PageUp: "previous-section",
};

// Arrows go where they point in the list, where a row runs from left to right.
const LIST_ARROWS: Record<string, Move> = {
  ArrowRight: "next",
  ArrowLeft: "previous",
  ArrowDown: "next-row",
  ArrowUp: "previous-row",
};

export const listMoveOf = (key: string, rightToLeft = false): Move | undefined =>
  KEYS[key] ?? LIST_ARROWS[rightToLeft ? mirrored(key) : key];

const mirrored = (key: string): string =>
  ({ ArrowLeft: "ArrowRight", ArrowRight: "ArrowLeft" })[key] ?? key;

/** Only for keys that mean the same wherever the row runs. */
export const planMoveOf = (key: string): Move | undefined => KEYS[key];

/** Where a move leads from a seat; the seat itself where there is nothing. */
export function move(plan: Plan, seat: number, by: Move): number {
  const row = rowOf(plan, seat);
  switch (by) {
    case "next":
      return Math.min(row.end - 1, seat + 1);
    case "previous":
      return Math.max(row.first, seat - 1);
    case "row-start":
      return row.first;
    case "row-end":
      return row.end - 1;
    case "next-row":
      return inRow(plan, seat, plan.rowOf[seat]!, 1);
    case "previous-row":
      return inRow(plan, seat, plan.rowOf[seat]!, -1);
    case "next-section":
      return inSection(plan, seat, row.section, 1);
    case "previous-section":
      return inSection(plan, seat, row.section, -1);
  }
}

/** The nearest seat of the next row that has seats; rows go on over the sections. */
function inRow(plan: Plan, seat: number, from: number, step: number): number {
  for (let i = from + step; i >= 0 && i < plan.rows.length; i += step) {
    const { first, end } = plan.rows[i]!;
    if (first < end) return nearestOf(plan, seat, first, end);
  }
  return seat;
}

function inSection(plan: Plan, seat: number, from: number, step: number): number {
  for (let i = from + step; i >= 0 && i < plan.sections.length; i += step) {
    const { first, end } = plan.sections[i]!;
    if (first < end) return first;
  }
  return seat;
}

function nearestOf({ x, y }: Plan, seat: number, first: number, end: number): number {
  let best = first;
  let least = Infinity;
  for (let i = first; i < end; ++i) {
    const distance = Math.hypot(x[i]! - x[seat]!, y[i]! - y[seat]!);
    if (distance >= least) continue;
    best = i;
    least = distance;
  }
  return best;
}

const DIRECTIONS: Record<string, [x: number, y: number]> = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowDown: [0, 1],
  ArrowUp: [0, -1],
};

// A step to the side costs more than one ahead, so that arrows keep to their row; not so much more
// that they would leap over a row whose seats stand between those of the others.
const SIDE_COST = 1.5;

/**
 * The seat that an arrow points to from a seat of the plan as it is drawn: the nearest one ahead,
 * those straight ahead first. Undefined where there is none, or the key is no arrow.
 */
export function seatTowards(plan: Plan, seat: number, key: string): number | undefined {
  const direction = DIRECTIONS[key];
  if (!direction) return undefined;
  const [dx, dy] = direction;
  let best: number | undefined;
  let least = Infinity;
  for (let i = 0; i < plan.count; ++i) {
    const x = plan.x[i]! - plan.x[seat]!;
    const y = plan.y[i]! - plan.y[seat]!;
    const ahead = x * dx + y * dy;
    const aside = Math.abs(x * dy) + Math.abs(y * dx);
    if (ahead < 0.3 || aside > ahead * 2) continue;
    const cost = ahead + SIDE_COST * aside;
    if (cost >= least) continue;
    best = i;
    least = cost;
  }
  return best;
}
