import { expect, test } from "vitest";

import { decades, fromNought, lonely, measurable, onNines, percentileAt, powersOfTen } from "./scales";

test("decades go around all that is positive", () => {
  expect(decades([null, 0.4, 31, 0])).toEqual([0.1, 100]);
  expect(decades([2, 3])).toEqual([1, 10]);
});

test("a value on a power of ten has room above it", () => {
  expect(decades([10])).toEqual([10, 100]);
});

test("a decade's ends are powers of ten", () => {
  expect(powersOfTen(...decades([0.2, 200])).map((power) => power.toPrecision(3))).toEqual(["0.100", "1.00", "10.0", "100", "1.00e+3"]);
});

test("where nothing was measured there is an axis all the same", () => {
  expect(decades([])).toEqual([1, 10]);
  expect(decades([null, 0])).toEqual([1, 10]);
  expect(fromNought([])).toEqual([0, 1]);
  expect(fromNought([null, 0])).toEqual([0, 1]);
});

test("an axis of counts begins with nought and has room above", () => {
  const [from, to] = fromNought([3, null, 200]);
  expect(from).toBe(0);
  expect(to).toBeGreaterThan(200);
});

test("gaps stay gaps, and nought has a place on a logarithmic axis", () => {
  expect(measurable([null, 0, 2])).toEqual([null, 0.001, 2]);
});

test("lonely values are those without neighbours", () => {
  expect(lonely([1, null, 2, 3, null, undefined, 4])).toEqual([0, 6]);
  expect(lonely([5])).toEqual([0]);
  expect(lonely([null])).toEqual([]);
});

test("percentiles stand by their nines", () => {
  const [nines, ms] = onNines([[0, 1], [90, 2], [99, 3], [99.9, 4], [100, 5]], 1_000_000);
  expect(nines.map((x) => Math.round(x * 1000) / 1000)).toEqual([0, 1, 2, 3, 6]);
  expect(ms).toEqual([1, 2, 3, 4, 5]);
});

test("nothing stands beyond the largest value", () => {
  const [nines, ms] = onNines([[0, 1], [90, 2], [99, 5], [99.99, 5], [100, 5]], 50);
  expect(nines.at(-1)).toBeCloseTo(Math.log10(50));
  expect(nines).toHaveLength(3);
  expect(ms).toEqual([1, 2, 5]);
});

test("one value is one point, and none is none", () => {
  expect(onNines([[0, 7], [50, 7], [100, 7]], 1)).toEqual([[0], [7]]);
  expect(onNines([], 0)).toEqual([[], []]);
});

test("ticks name their percentile", () => {
  expect([0, 1, 2, 3, 5].map(percentileAt)).toEqual(["0 %", "90 %", "99 %", "99.9 %", "99.999 %"]);
});
