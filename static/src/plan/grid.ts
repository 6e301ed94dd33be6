// A spatial index: the seats by square cells, so that the seats in view and the one under the
// finger are found without a look at all of them.

import type { Plan } from "./document";

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

const CELL_MIN = 4; // seats' widths
const CELLS_PER_SEAT_MAX = 2; // for plans that are mostly empty

/** What encloses the middles of the seats from `first` on; zero where there are none. */
export function boxOf({ x, y }: Plan, first: number, end: number): Box {
  if (first >= end) return { left: 0, top: 0, right: 0, bottom: 0 };
  const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (let i = first; i < end; ++i) {
    box.left = Math.min(box.left, x[i]!);
    box.right = Math.max(box.right, x[i]!);
    box.top = Math.min(box.top, y[i]!);
    box.bottom = Math.max(box.bottom, y[i]!);
  }
  return box;
}

export const grown = ({ left, top, right, bottom }: Box, by: number): Box => ({
  left: left - by,
  top: top - by,
  right: right + by,
  bottom: bottom + by,
});

export class Grid {
  readonly box: Box; // of all seats
  private readonly cell: number; // seats' widths
  private readonly columns: number;
  private readonly lines: number;
  private readonly starts: Uint32Array; // of each cell, in `seats`; one more at the end
  private readonly seats: Uint32Array;

  constructor(private readonly plan: Plan) {
    const { count, x, y } = plan;
    this.box = boxOf(plan, 0, count);
    const width = this.box.right - this.box.left;
    const height = this.box.bottom - this.box.top;
    const area = (width + 1) * (height + 1);
    const longest = Math.max(width, height) / Math.max(1, count); // of a plan that is one line
    this.cell = Math.max(CELL_MIN, Math.sqrt(area / (CELLS_PER_SEAT_MAX * Math.max(1, count))), longest);
    this.columns = Math.floor(width / this.cell) + 1;
    this.lines = Math.floor(height / this.cell) + 1;

    this.starts = new Uint32Array(this.columns * this.lines + 1);
    this.seats = new Uint32Array(count);
    const cells = new Uint32Array(count);
    for (let i = 0; i < count; ++i) {
      cells[i] = this.line(y[i]!) * this.columns + this.column(x[i]!);
      ++this.starts[cells[i]! + 1]!;
    }
    for (let i = 1; i < this.starts.length; ++i) this.starts[i]! += this.starts[i - 1]!;
    const next = this.starts.slice();
    for (let i = 0; i < count; ++i) this.seats[next[cells[i]!]!++] = i;
  }

  /** Calls `visit` for each seat whose middle is in the box, and for some near to it. */
  query({ left, top, right, bottom }: Box, visit: (seat: number) => void): void {
    const { box, columns, starts, seats } = this;
    if (right < box.left || left > box.right || bottom < box.top || top > box.bottom) return;
    const from = this.column(left);
    const to = this.column(right);
    for (let line = this.line(top), last = this.line(bottom); line <= last; ++line) {
      const end = starts[line * columns + to + 1]!;
      for (let i = starts[line * columns + from]!; i < end; ++i) visit(seats[i]!);
    }
  }

  /** The seat nearest to a point and no farther than `reach`; undefined where there is none. */
  nearest(
    x: number,
    y: number,
    reach: number,
    admits: (seat: number) => boolean = () => true,
  ): number | undefined {
    let best: number | undefined;
    let bestDistance = reach;
    this.query({ left: x - reach, top: y - reach, right: x + reach, bottom: y + reach }, (seat) => {
      const distance = Math.hypot(this.plan.x[seat]! - x, this.plan.y[seat]! - y);
      if (distance > bestDistance || !admits(seat)) return;
      best = seat;
      bestDistance = distance;
    });
    return best;
  }

  private column(x: number): number {
    return clampedIndex((x - this.box.left) / this.cell, this.columns);
  }

  private line(y: number): number {
    return clampedIndex((y - this.box.top) / this.cell, this.lines);
  }
}

const clampedIndex = (at: number, count: number): number =>
  Math.min(count - 1, Math.max(0, Math.floor(at)));
