import { expect, test } from "vitest";

import { ends, largest, middles, perSecond, soldOutAfter, somewhere, spanOf, stack, tableOf } from "./timeline";
import type { Series } from "./types";

const seriesOf = (length: number, more: Partial<Series> = {}): Series => {
  const noughts = new Array<number>(length).fill(0);
  return {
    interval_ms: 100, from_ms: -200, arrivals: noughts, answers: noughts, failures: noughts, p50_ms: noughts,
    p99_ms: noughts, max_ms: noughts, connections: noughts, available: noughts, held: noughts, confirmed: noughts, ...more,
  };
};

test("moments count from the opening, in seconds", () => {
  const series = seriesOf(4);
  expect(middles(series)).toEqual([-0.15, -0.05, 0.05, 0.15]);
  expect(ends(series)).toEqual([-0.1, 0, 0.1, 0.2]);
  expect(spanOf(series)).toEqual({ from: -0.2, to: 0.2 });
});

test("one interval, or none, has a width", () => {
  expect(spanOf(seriesOf(1))).toEqual({ from: -0.2, to: -0.1 });
  expect(spanOf(seriesOf(0)).to).toBeGreaterThan(spanOf(seriesOf(0)).from);
  expect(middles(seriesOf(0))).toEqual([]);
});

test("counts are told by the second", () => {
  expect(perSecond([1, 0, 25], seriesOf(3))).toEqual([10, 0, 250]);
});

test("layers stand on each other, and what is not known leaves a gap", () => {
  expect(stack([[1, 2, null], [10, null, 30], [100, 200, 300]])).toEqual([
    [1, 2, null], [11, null, null], [111, null, null],
  ]);
  expect(stack([])).toEqual([]);
  expect(stack([[], []])).toEqual([[], []]);
});

test("a line of few counts begins and ends on nought", () => {
  expect(somewhere([0, 0, 3, 0, 0, 0, 1])).toEqual([null, 0, 3, 0, null, 0, 1]);
  expect(somewhere([0])).toEqual([null]);
  expect(somewhere([])).toEqual([]);
});

test("the largest of what is known", () => {
  expect(largest([null, 2, 7, null])).toBe(7);
  expect(largest([null])).toBeNull();
  expect(largest([])).toBeNull();
});

test("sold out is when nothing was left after the opening", () => {
  expect(soldOutAfter(seriesOf(5, { available: [0, 0, 5, 0, 2] }))).toBe(0.2);
  expect(soldOutAfter(seriesOf(5, { available: [9, 9, null, 5, 5] }))).toBeNull();
});

test("a table has few rows, which leave nothing out", () => {
  const arrivals = Array.from({ length: 250 }, () => 1);
  const p99 = Array.from({ length: 250 }, (_, i) => (i < 10 ? null : i));
  const rows = tableOf(seriesOf(250), [
    { label: "arrivals", values: arrivals, fold: "sum" },
    { label: "p99", values: p99, fold: "largest" },
    { label: "available", values: p99, fold: "last" },
  ], 60);
  expect(rows).toHaveLength(50);
  expect(rows[0]).toEqual({ until: 0.3, values: [5, null, null] });
  expect(rows[2]!.values).toEqual([5, 14, 14]);
  expect(rows.reduce((sum, { values }) => sum + values[0]!, 0)).toBe(250);
});

test("a table's last row may be of fewer intervals", () => {
  const rows = tableOf(seriesOf(5), [{ label: "arrivals", values: [1, 1, 1, 1, 1], fold: "sum" }], 3);
  expect(rows.map(({ values }) => values[0])).toEqual([2, 2, 1]);
});

test("a table of nothing is empty, one of one interval has it", () => {
  expect(tableOf(seriesOf(0), [])).toEqual([]);
  expect(tableOf(seriesOf(1), [{ label: "p50", values: [3], fold: "largest" }])).toEqual([{ until: -0.1, values: [3] }]);
});
