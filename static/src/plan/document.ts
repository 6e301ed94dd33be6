// The document of an event's seats, as `GET …/seats` gives it; its form is told in
// include/onsale/api/seats_json.h. Everything about a seat is kept in arrays, by its index in the
// order of the document, as there are up to 100,000.

export interface LabelEntry {
  category: string | null;
  price: string | null;
}

export interface RowEntry {
  name: string;
  seats: number | string[];
  gaps?: [index: number, widths: number][];
  x?: number; // absent, as all positions are, in a row without seats
  y?: number;
  dx?: number;
  dy?: number;
  xs?: number[];
  ys?: number[];
  label?: number;
  labels?: number[];
}

export interface SectionEntry extends LabelEntry {
  id: string;
  name: string;
  seats: number;
  labels?: LabelEntry[];
  marks?: string;
  rows: RowEntry[];
}

export interface SeatsDocument {
  event: string;
  sequence: number;
  sections: SectionEntry[];
  states: Record<string, string>;
}

/** Bits of a seat's marks. */
export const ACCESSIBLE = 1;
export const COMPANION = 2; // beside an accessible seat, for who comes along
export const RESTRICTED_VIEW = 4;
export const KEPT_MARKS = ACCESSIBLE | COMPANION;

/** States of a seat. Only the first two are free. */
export const FREE = 0;
export const KEPT = 1; // free, but only for who asks for accessible seats
export const HELD = 2;
export const CONFIRMED = 3;
export const BLOCKED = 4;
const LETTERS = "akhcb";

/** The state that a letter stands for; one that is not known is not for sale. */
export function stateOf(letter: string): number {
  const state = letter === "" ? -1 : LETTERS.indexOf(letter);
  return state < 0 ? BLOCKED : state;
}

export interface Section {
  id: string;
  name: string;
  firstRow: number;
  endRow: number;
  first: number; // seat
  end: number;
}

export interface Row {
  name: string;
  section: number;
  first: number; // seat
  end: number;
  names: string[] | null; // of its seats; null: 1, 2, 3, …
  gaps: Map<number, number>; // by index in the row: widths left out before that seat
}

/** What a seat costs: seats of the same category and price are of one kind. */
export interface Kind extends LabelEntry {
  count: number;
}

export interface Plan {
  sections: Section[];
  rows: Row[];
  kinds: Kind[];
  count: number;
  /** Positions in seats' widths: to the right, and away from the stage. */
  x: Float32Array;
  y: Float32Array;
  rowOf: Uint32Array;
  kindOf: Uint16Array;
  marks: Uint8Array;
}

/** Where the seats of a row stand on one axis, in hundredths of a seat's width. */
export function axisOf(
  first: number,
  step: number,
  turns: number[] | undefined,
  gaps: ReadonlyMap<number, number>,
  count: number,
): number[] {
  const positions = [first];
  let offset = 0;
  for (let i = 1; i < count; ++i) {
    const widths = 1 + (gaps.get(i) ?? 0);
    offset += widths;
    if (turns) {
      positions[i] = positions[i - 1]! + widths * step + turns[i - 1]!;
      if (widths === 1) step = positions[i]! - positions[i - 1]!;
    } else {
      positions[i] = first + Math.round(offset * step);
    }
  }
  return positions;
}

export function decodePlan(document: SeatsDocument): Plan {
  const count = document.sections.reduce((sum, section) => sum + section.seats, 0);
  const plan: Plan = {
    sections: [],
    rows: [],
    kinds: [],
    count,
    x: new Float32Array(count),
    y: new Float32Array(count),
    rowOf: new Uint32Array(count),
    kindOf: new Uint16Array(count),
    marks: new Uint8Array(count),
  };
  const kinds = new Map<string, number>();
  let first = 0;
  for (const entry of document.sections) {
    addSection(plan, entry, first, kindsOf(plan, entry, kinds));
    first += entry.seats;
  }
  for (const kind of plan.kindOf) ++plan.kinds[kind]!.count;
  return plan;
}

/** The kinds of a section's labels, by label: 0 is the section's own. */
function kindsOf(plan: Plan, entry: SectionEntry, known: Map<string, number>): number[] {
  return [entry, ...(entry.labels ?? [])].map(({ category, price }) => {
    const key = JSON.stringify([category, price]);
    let kind = known.get(key);
    if (kind === undefined) {
      kind = plan.kinds.push({ category, price, count: 0 }) - 1;
      known.set(key, kind);
    }
    return kind;
  });
}

function addSection(plan: Plan, entry: SectionEntry, first: number, kinds: number[]): void {
  const section = {
    id: entry.id,
    name: entry.name,
    firstRow: plan.rows.length,
    endRow: plan.rows.length + entry.rows.length,
    first,
    end: first + entry.seats,
  };
  for (let i = 0; entry.marks && i < entry.seats; ++i) {
    plan.marks[first + i] = parseInt(entry.marks[i]!, 16);
  }
  let x = 0; // of the row's first seat
  let y = 0;
  let seat = first;
  for (const row of entry.rows) {
    x += row.x ?? 0;
    y += row.y ?? 0;
    seat = addRow(plan, row, seat, x, y, kinds);
  }
  plan.sections.push(section);
}

/** Gives the index of the seat that comes next. */
function addRow(
  plan: Plan,
  entry: RowEntry,
  first: number,
  x: number,
  y: number,
  kinds: number[],
): number {
  const names = typeof entry.seats === "number" ? null : entry.seats;
  const count = names ? names.length : (entry.seats as number);
  const gaps = new Map(entry.gaps);
  const xs = axisOf(x, entry.dx ?? 0, entry.xs, gaps, count);
  const ys = axisOf(y, entry.dy ?? 0, entry.ys, gaps, count);
  for (let i = 0; i < count; ++i) {
    plan.x[first + i] = xs[i]! / 100;
    plan.y[first + i] = ys[i]! / 100;
    plan.rowOf[first + i] = plan.rows.length;
    plan.kindOf[first + i] = kinds[entry.labels?.[i] ?? entry.label ?? 0]!;
  }
  plan.rows.push({
    name: entry.name,
    section: plan.sections.length,
    first,
    end: first + count,
    names,
    gaps,
  });
  return first + count;
}

/** The state of each seat of the plan that was made of the document. */
export function decodeStates(document: SeatsDocument, plan: Plan): Uint8Array {
  const states = new Uint8Array(plan.count).fill(BLOCKED);
  for (const { id, first, end } of plan.sections) {
    const letters = document.states[id] ?? "";
    for (let i = first; i < end; ++i) states[i] = stateOf(letters.charAt(i - first));
  }
  return states;
}
