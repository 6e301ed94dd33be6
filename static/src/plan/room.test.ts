import { expect, it } from "vitest";

import { decodePlan, type RowEntry } from "./document";
import { boxOf } from "./grid";
import { roomsFor } from "./room";

const row = (name: string, x: number, y: number, seats: number): RowEntry =>
  ({ name, seats, x: x * 100, y: y * 100, dx: 100, dy: 0 });

// Positions of rows are told as steps from the row before.
function planOf(rows: [x: number, y: number, seats: number][]) {
  let [atX, atY] = [0, 0];
  const entries = rows.map(([x, y, seats], i) => {
    const entry = row(String(i), x - atX, y - atY, seats);
    [atX, atY] = [x, y];
    return entry;
  });
  const seats = rows.reduce((sum, [, , count]) => sum + count, 0);
  return decodePlan({
    event: "e", sequence: 1, states: {},
    sections: [{ id: "s", name: "S", category: null, price: null, seats, rows: entries }],
  });
}

const roomsIn = (plan: ReturnType<typeof planOf>, count: number) => roomsFor(plan, boxOf(plan, 0, plan.count), count);

const lines = Array.from({ length: 30 }, (_, i) => i);
// A horseshoe: five seats on both sides, and a row of 60 at the end.
const horseshoe = planOf([
  ...lines.flatMap((y): [number, number, number][] => [[0, y, 5], [55, y, 5]]),
  [0, 30, 60],
]);

it("the middle of a horseshoe is for who stands, and touches no seat", () => {
  const [box] = roomsIn(horseshoe, 1);
  expect(box!.top).toBe(0);
  expect(box!.left).toBeCloseTo(6.5);
  expect(box!.right).toBeCloseTo(52.5);
  expect(box!.bottom).toBeGreaterThan(24);
  expect(box!.bottom).toBeLessThanOrEqual(28);
});

it("two share it, one behind the other", () => {
  const [front, back] = roomsIn(horseshoe, 2);
  expect(front!.bottom).toBeLessThan(back!.top);
  expect(front!.bottom - front!.top).toBeCloseTo(back!.bottom - back!.top);
  expect([front!.left, front!.right]).toEqual([back!.left, back!.right]);
});

it("where seats leave no room, it is behind the last row", () => {
  const [box] = roomsIn(planOf(lines.map((y) => [0, y, 40])), 1);
  expect(box!.top).toBeGreaterThan(29);
  expect(box!.left).toBeGreaterThan(0);
  expect(box!.right).toBeLessThan(39);
});

it("an aisle is no room", () => {
  const [box] = roomsIn(planOf([...lines.map((y): [number, number, number] => [0, y, 40]), [0, 37, 40]]), 1);
  expect(box!.top).toBeGreaterThan(37);
});

it("without such sections there is none", () => {
  expect(roomsIn(horseshoe, 0)).toEqual([]);
});
