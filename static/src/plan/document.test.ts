// Against documents as the server gives them for plans of bench/plans and one of seats that stand
// anywhere: every seat has to be where its plan says. fixtures/ has `GET …/seats` of them; of the
// arena, three sections.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

import {
  ACCESSIBLE,
  axisOf,
  BLOCKED,
  COMPANION,
  decodePlan,
  decodeStates,
  FREE,
  HELD,
  KEPT,
  RESTRICTED_VIEW,
  stateOf,
  type Plan,
  type SeatsDocument,
} from "./document";
import { idOf } from "./names";

interface PlannedSeat {
  name: string;
  x?: number;
  y?: number;
  restricted_view?: boolean;
  category?: string;
  price?: string;
}

interface PlannedRow {
  name: string;
  x: number;
  y: number;
  angle?: number;
  seats: number | (string | null | PlannedSeat)[];
  accessible?: string[];
  companion?: string[];
  restricted_view?: string[];
  category?: string;
  price?: string;
}

interface PlannedSection {
  id: string;
  category?: string;
  price?: string;
  rows?: PlannedRow[];
}

const read = (path: string) => JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8"));
const documentOf = (name: string): SeatsDocument => read(`./fixtures/${name}.json`);

/** Seats by their ids, as the operator's plan has them. */
function planned(path: string, has: (section: string) => boolean) {
  const sections: PlannedSection[] = read(path).events[0].sections;
  return new Map(
    sections
      .filter(({ id, rows }) => rows && has(id))
      .flatMap((section) => section.rows!.flatMap((row) => plannedRow(section, row))),
  );
}

function plannedRow(section: PlannedSection, row: PlannedRow) {
  const places = typeof row.seats === "number" ? Array.from({ length: row.seats }, (_, i) => `${i + 1}`) : row.seats;
  const angle = ((row.angle ?? 0) * Math.PI) / 180;
  return places.flatMap((place, i) => {
    if (place === null) return [];
    const seat = typeof place === "string" ? { name: place } : place;
    const is = (marked: string[] | undefined) => marked?.includes(seat.name) ?? false;
    const id: string = `${section.id}-${row.name}-${seat.name}`;
    return [[
      id,
      {
        x: seat.x ?? row.x + i * Math.cos(angle),
        y: seat.y ?? row.y + i * Math.sin(angle),
        category: seat.category ?? row.category ?? section.category ?? null,
        price: seat.price ?? row.price ?? section.price ?? null,
        marks:
          (is(row.accessible) ? ACCESSIBLE : 0) |
          (is(row.companion) ? COMPANION : 0) |
          (seat.restricted_view || is(row.restricted_view) ? RESTRICTED_VIEW : 0),
      },
    ]] as const;
  });
}

function decoded(plan: Plan) {
  return Array.from({ length: plan.count }, (_, i) => {
    const { category, price } = plan.kinds[plan.kindOf[i]!]!;
    return [idOf(plan, i), { x: plan.x[i]!, y: plan.y[i]!, category, price, marks: plan.marks[i]! }] as const;
  });
}

describe.each([
  ["theatre", "../../../bench/plans/theatre.json"],
  ["arena", "../../../bench/plans/arena.json"],
  ["scatter", "./fixtures/scatter.plan.json"],
])("the document of the %s", (name, path) => {
  const document = documentOf(name);
  const plan = decodePlan(document);
  const ids = document.sections.map(({ id }) => id);
  const expected = planned(path, (section) => ids.includes(section));

  it("has every seat of the plan, and no other", () => {
    expect(decoded(plan).map(([id]) => id)).toEqual([...expected.keys()]);
  });

  it("says where each one stands", () => {
    for (const [id, { x, y }] of decoded(plan)) {
      // To the hundredth of a seat's width.
      expect(Math.abs(x - expected.get(id)!.x), id).toBeLessThan(0.0051);
      expect(Math.abs(y - expected.get(id)!.y), id).toBeLessThan(0.0051);
    }
  });

  it("says what each one costs, and how it is marked", () => {
    for (const [id, { category, price, marks }] of decoded(plan)) {
      const seat = expected.get(id)!;
      expect({ category, price, marks }, id).toEqual({ category: seat.category, price: seat.price, marks: seat.marks });
    }
  });

  it("keeps what is marked for those who need it, and has the rest free", () => {
    const states = decodeStates(document, plan);
    plan.marks.forEach((marks, i) => expect(states[i]).toBe(marks & (ACCESSIBLE | COMPANION) ? KEPT : FREE));
  });
});

describe("axisOf", () => {
  it("rounds a straight row", () => {
    expect(axisOf(361, 86.6, undefined, new Map([[2, 1]]), 4)).toEqual([361, 448, 621, 707]);
  });

  it("goes on as the row turned, but not over a gap", () => {
    expect(axisOf(10, 100, [5, 0, 1], new Map([[2, 1]]), 4)).toEqual([10, 115, 325, 431]);
  });
});

describe("decodeStates", () => {
  const document = documentOf("scatter");
  const plan = decodePlan(document);

  it("reads each letter", () => {
    expect([..."akhcb"].map(stateOf)).toEqual([0, 1, 2, 3, 4]);
    const states = decodeStates({ ...document, states: { "pit-1": "hb" } }, plan);
    expect([states[0], states[1]]).toEqual([HELD, BLOCKED]);
  });

  it("sells nothing that it does not understand", () => {
    expect(stateOf("z")).toBe(BLOCKED);
    expect(decodeStates({ ...document, states: {} }, plan)[3]).toBe(BLOCKED);
  });
});

it("an event without seats has an empty plan", () => {
  expect(decodePlan({ event: "x", sequence: 1, sections: [], states: {} }).count).toBe(0);
});
