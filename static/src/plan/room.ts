// Where standing sections are drawn. Nobody says where they are, so they take the place that the
// seats leave free: the middle of an arena, or else a strip behind the last row.

import type { Plan } from "./document";
import type { Box } from "./grid";

const CELLS = 48; // along the longer side
const MARGIN = 2.5; // seats' widths kept free around seats
const SHARE_MIN = 0.08; // of the whole, for room among the seats; less is an aisle
const BEHIND = 3; // seats' widths from the last row to a strip behind it

/** A box for each of `count` sections, in seats' widths; the first is nearest to the stage. */
export function roomsFor(plan: Plan, all: Box, count: number): Box[] {
  return count === 0 ? [] : split(freeAmong(plan, all) ?? stripBehind(all, count), count);
}

function split({ left, right, top, bottom }: Box, count: number): Box[] {
  const height = (bottom - top + MARGIN) / count;
  return Array.from({ length: count }, (_, i) => (
    { left, right, top: top + i * height, bottom: top + (i + 1) * height - MARGIN }));
}

function stripBehind({ left, right, bottom }: Box, count: number): Box {
  const width = right - left;
  const height = Math.max(6, width / 10);
  const top = bottom + BEHIND;
  return { left: left + width / 5, right: right - width / 5, top, bottom: top + count * (height + MARGIN) - MARGIN };
}

/** The largest box without seats that is as wide on both sides of the middle; null where it is small. */
function freeAmong({ count, x, y }: Plan, { left, right, top, bottom }: Box): Box | null {
  const cell = Math.max(right - left, bottom - top, 1) / CELLS;
  const middle = (left + right) / 2;
  // How far the middle is free to both sides, by line of cells.
  const free = new Float32Array(Math.ceil((bottom - top) / cell)).fill((right - left) / 2);
  const lineOf = (at: number) => Math.floor((at - top) / cell);
  for (let i = 0; i < count; ++i) {
    const half = Math.max(0, Math.abs(x[i]! - middle) - MARGIN);
    const last = Math.min(free.length - 1, lineOf(y[i]! + MARGIN));
    for (let line = Math.max(0, lineOf(y[i]! - MARGIN)); line <= last; ++line) free[line] = Math.min(free[line]!, half);
  }
  let best = SHARE_MIN * (right - left) * (bottom - top);
  let found: Box | null = null;
  for (let from = 0; from < free.length; ++from) {
    let half = Infinity;
    for (let end = from + 1; end <= free.length; ++end) {
      half = Math.min(half, free[end - 1]!);
      const area = 2 * half * (end - from) * cell;
      if (area <= best) continue;
      best = area;
      found = { left: middle - half, right: middle + half, top: top + from * cell, bottom: Math.min(bottom, top + end * cell) };
    }
  }
  return found;
}
