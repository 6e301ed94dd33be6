import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

import { decodePlan } from "./document";
import { listMoveOf, move, planMoveOf, seatTowards } from "./moves";
import { idOf, SeatNames } from "./names";

const plan = decodePlan(JSON.parse(readFileSync(new URL("./fixtures/theatre.json", import.meta.url), "utf8")));
const names = new SeatNames(plan);
const seat = (id: string) => names.findId(id)!;
const after = (id: string, by: Parameters<typeof move>[2]) => idOf(plan, move(plan, seat(id), by));
const towards = (id: string, key: string) => {
  const to = seatTowards(plan, seat(id), key);
  return to === undefined ? undefined : idOf(plan, to);
};

describe("in the list", () => {
  it("goes along the row, over its aisles, and stops at its ends", () => {
    expect(after("stalls-A-5", "next")).toBe("stalls-A-6");
    expect(after("stalls-A-23", "next")).toBe("stalls-A-23");
    expect(after("stalls-A-1", "previous")).toBe("stalls-A-1");
    expect(after("stalls-C-7", "row-start")).toBe("stalls-C-1");
    expect(after("stalls-C-7", "row-end")).toBe("stalls-C-25");
  });

  it("goes to the nearest seat of the next row, and on to the next section", () => {
    expect(after("stalls-A-12", "next-row")).toMatch(/^stalls-B-1[23]$/);
    expect(after("stalls-A-1", "previous-row")).toBe("stalls-A-1");
    const last = plan.rows[plan.sections[0]!.endRow - 1]!;
    expect(plan.rowOf[move(plan, last.first, "next-row")]).toBe(plan.sections[1]!.firstRow);
  });

  it("goes to the first seat of the section beside", () => {
    expect(move(plan, seat("stalls-D-4"), "next-section")).toBe(plan.sections[1]!.first);
    expect(move(plan, seat("stalls-D-4"), "previous-section")).toBe(seat("stalls-D-4"));
  });

  it("has arrows that follow the writing", () => {
    expect(listMoveOf("ArrowRight")).toBe("next");
    expect(listMoveOf("ArrowRight", true)).toBe("previous");
    expect(listMoveOf("ArrowDown", true)).toBe("next-row");
    expect(listMoveOf("x")).toBeUndefined();
  });
});

describe("on the picture", () => {
  it("goes where the arrow points", () => {
    expect(towards("stalls-B-12", "ArrowRight")).toBe("stalls-B-13");
    expect(towards("stalls-B-12", "ArrowLeft")).toBe("stalls-B-11");
    expect(towards("stalls-B-12", "ArrowDown")).toMatch(/^stalls-C-/);
    expect(towards("stalls-B-12", "ArrowUp")).toMatch(/^stalls-A-/);
  });

  it("stops at the edge", () => {
    expect(towards("stalls-A-12", "ArrowUp")).toBeUndefined();
    expect(seatTowards(plan, 0, "x")).toBeUndefined();
  });

  it("leads out of a section, and to every seat", () => {
    const reached = new Set([0]);
    for (const from of reached) {
      for (const key of ["ArrowRight", "ArrowLeft", "ArrowDown", "ArrowUp"]) {
        const to = seatTowards(plan, from, key);
        if (to !== undefined) reached.add(to);
      }
    }
    expect(reached.size).toBe(plan.count);
  });

  it("leaves the arrows to it, and knows the other keys", () => {
    expect(planMoveOf("ArrowDown")).toBeUndefined();
    expect(planMoveOf("End")).toBe("row-end");
  });
});
