import { expect, it } from "vitest";

import { decodePlan, type RowEntry } from "./document";
import { Grid, type Box } from "./grid";

const planOf = (rows: RowEntry[]) =>
  decodePlan({
    event: "e",
    sequence: 1,
    sections: [{ id: "s", name: "S", category: null, price: null, seats: rows.reduce((n, row) => n + (row.seats as number), 0), rows }],
    states: {},
  });

const hall = planOf(Array.from({ length: 40 }, (_, i) => ({ name: `${i}`, seats: 50, x: i ? 7 : 0, y: 125, dx: 100, dy: 3 })));

function found(grid: Grid, box: Box): Set<number> {
  const seats: number[] = [];
  grid.query(box, (seat) => seats.push(seat));
  expect(new Set(seats).size).toBe(seats.length); // each once
  return new Set(seats);
}

it("gives all seats of a box, and few others", () => {
  const grid = new Grid(hall);
  const box = { left: 3, top: 8, right: 20, bottom: 18 };
  const seats = found(grid, box);
  const inside = [...hall.x.keys()].filter(
    (i) => hall.x[i]! >= 3 && hall.x[i]! <= 20 && hall.y[i]! >= 8 && hall.y[i]! <= 18,
  );
  expect(inside.filter((seat) => !seats.has(seat))).toEqual([]);
  expect(seats.size).toBeLessThan(inside.length * 3);
});

it("gives nothing far from the plan", () => {
  expect(found(new Grid(hall), { left: 500, top: 0, right: 600, bottom: 9 }).size).toBe(0);
});

it("finds the nearest seat within reach", () => {
  const grid = new Grid(hall);
  expect(grid.nearest(hall.x[777]! + 0.3, hall.y[777]! - 0.2, 0.7)).toBe(777);
  expect(grid.nearest(-3, -3, 0.7)).toBeUndefined();
});

it("stays small where seats are very far apart", () => {
  const far = planOf([
    { name: "A", seats: 2, x: 0, y: 0, dx: 100_000_000, dy: 0 },
    { name: "B", seats: 2, x: 0, y: 100_000_000, dx: 100_000_000, dy: 0 },
  ]);
  const grid = new Grid(far);
  expect(found(grid, grid.box).size).toBe(4);
  expect(grid.nearest(1_000_000, 1_000_000, 1)).toBe(3);
});

it("takes a plan of one seat, and of none", () => {
  const one = new Grid(planOf([{ name: "A", seats: 1, x: 5, y: 5, dx: 0, dy: 0 }]));
  expect(one.nearest(0.05, 0.05, 1)).toBe(0);
  const none = new Grid(planOf([]));
  expect(none.nearest(0, 0, 1)).toBeUndefined();
});
