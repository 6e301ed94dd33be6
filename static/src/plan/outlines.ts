// What sections look like from far: their rows as thick lines, which together make blocks of any
// form that a hall has.

import type { Plan, Section } from "./document";
import { boxOf, type Box } from "./grid";
import type { Seats } from "./seats";
import type { Point } from "./view";

/** The seats of one kind in one section. */
export interface Block {
  section: number;
  kind: number;
  path: Path2D; // lines through the seats, in seats' widths
  box: Box; // of the section
}

export interface SectionName {
  name: string;
  anchor: Point; // on a seat near to the section's middle
  width: number; // of the section
}

const GAP = 1.6; // seats' widths: neighbours farther apart than this have an aisle between them

export class Outlines {
  readonly blocks: Block[] = [];
  readonly names: SectionName[] = [];
  readonly thickness: number; // of the lines, seats' widths
  private shares = new Map<string, number>(); // of blocks, see openShare()

  constructor(private readonly plan: Plan) {
    this.thickness = Math.min(2, rowPitch(plan)) * 1.06;
    plan.sections.forEach((section, index) => {
      if (section.first === section.end) return;
      this.addBlocks(index);
      this.names.push(nameOf(plan, section));
    });
  }

  /** What share of a block is open; remembered until `forgetShares`. */
  openShare({ section, kind }: Block, seats: Seats, accessible: boolean): number {
    const key = `${section} ${kind} ${accessible}`;
    let share = this.shares.get(key);
    if (share === undefined) {
      const { first, end } = this.plan.sections[section]!;
      let open = 0;
      let all = 0;
      for (let i = first; i < end; ++i) {
        if (this.plan.kindOf[i] !== kind) continue;
        ++all;
        if (seats.isOpen(i, accessible)) ++open;
      }
      share = open / all;
      this.shares.set(key, share);
    }
    return share;
  }

  /** To be called when seats have changed. */
  forgetShares(): void {
    this.shares.clear();
  }

  private addBlocks(index: number): void {
    const { plan } = this;
    const section = plan.sections[index]!;
    const box = boxOf(plan, section.first, section.end);
    const paths = new Map<number, Path2D>();
    for (const { first, end } of plan.rows.slice(section.firstRow, section.endRow)) {
      for (let from = first; from < end; ) {
        const kind = plan.kindOf[from]!;
        const to = endOfRun(plan, from, end);
        let path = paths.get(kind);
        if (!path) paths.set(kind, (path = new Path2D()));
        addRun(path, plan, from, to);
        from = to;
      }
    }
    for (const [kind, path] of paths) {
      this.blocks.push({ section: index, kind, path, box });
    }
  }
}

/** How far apart rows mostly are. */
function rowPitch({ rows, x, y }: Plan): number {
  const pitches: number[] = [];
  for (let i = 1; i < rows.length; ++i) {
    const [before, row] = [rows[i - 1]!, rows[i]!];
    if (before.section !== row.section || before.first === before.end || row.first === row.end) continue;
    const [a, b] = [middleOf(before), middleOf(row)];
    pitches.push(Math.hypot(x[a]! - x[b]!, y[a]! - y[b]!));
  }
  pitches.sort((a, b) => a - b);
  return pitches[pitches.length >> 1] || 1;
}

const middleOf = ({ first, end }: { first: number; end: number }): number => (first + end - 1) >> 1;

/** Behind the last of the seats side by side of one kind. */
function endOfRun({ x, y, kindOf }: Plan, from: number, end: number): number {
  let to = from + 1;
  while (
    to < end &&
    kindOf[to] === kindOf[from] &&
    Math.hypot(x[to]! - x[to - 1]!, y[to]! - y[to - 1]!) < GAP
  ) {
    ++to;
  }
  return to;
}

/** A line through the seats, and half a seat's width longer at both ends. */
function addRun(path: Path2D, { x, y }: Plan, from: number, end: number): void {
  const last = end - 1;
  const dx = from < last ? x[from + 1]! - x[from]! : 1;
  const dy = from < last ? y[from + 1]! - y[from]! : 0;
  path.moveTo(x[from]! - dx / 2, y[from]! - dy / 2);
  for (let i = from + 1; i < last; ++i) {
    // A straight row needs no more than its ends.
    const bend = Math.abs(x[i + 1]! - 2 * x[i]! + x[i - 1]!) + Math.abs(y[i + 1]! - 2 * y[i]! + y[i - 1]!);
    if (bend > 0.01) path.lineTo(x[i]!, y[i]!);
  }
  const ex = from < last ? x[last]! - x[last - 1]! : 1;
  const ey = from < last ? y[last]! - y[last - 1]! : 0;
  path.lineTo(x[last]! + ex / 2, y[last]! + ey / 2);
}

function nameOf(plan: Plan, { name, first, end }: Section): SectionName {
  const { left, right, top, bottom } = boxOf(plan, first, end);
  let best = first;
  let least = Infinity;
  for (let i = first; i < end; ++i) {
    const distance = Math.hypot(plan.x[i]! - (left + right) / 2, plan.y[i]! - (top + bottom) / 2);
    if (distance >= least) continue;
    best = i;
    least = distance;
  }
  return { name, anchor: { x: plan.x[best]!, y: plan.y[best]! }, width: right - left };
}
