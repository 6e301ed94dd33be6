// What the plots' axes are made of.

import type { Known } from "./types";

/** Whole powers of ten around all that is positive in `values`; a millisecond's own where nothing is. */
export function decades(values: Iterable<Known>): [number, number] {
  let min = Infinity;
  let max = 0;
  for (const value of values) {
    if (value === null || value <= 0) continue;
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  if (max === 0) return [1, 10];
  const from = 10 ** Math.floor(Math.log10(min));
  return [from, Math.max(10 ** Math.ceil(Math.log10(max)), from * 10)];
}

/** All powers of ten from one to another. */
export function powersOfTen(from: number, to: number): number[] {
  const first = Math.round(Math.log10(from));
  return Array.from({ length: Math.round(Math.log10(to)) - first + 1 }, (_, i) => 10 ** (first + i));
}

/** From nought to a little more than the largest. */
export function fromNought(values: Iterable<Known>): [number, number] {
  let max = 0;
  for (const value of values) max = Math.max(max, value ?? 0);
  return [0, max === 0 ? 1 : max * 1.06];
}

/** On a logarithmic axis, what took no measurable time stands at a microsecond. */
export const measurable = (values: readonly Known[]): Known[] =>
  values.map((ms) => (ms === null ? null : Math.max(ms, 0.001)));

/** The places in `values` that have nothing on either side: a line alone would not show them. */
export function lonely(values: ArrayLike<Known | undefined>): number[] {
  const is = (i: number) => values[i] !== null && values[i] !== undefined;
  return Array.from(values, (_, i) => i).filter((i) => is(i) && !is(i - 1) && !is(i + 1));
}

/**
 * Percentiles by the number of nines, the scale of HdrHistogram: 90 % is 1, 99 % is 2, 99.9 % is 3. The
 * largest of `count` values stands where the last of them is, at the percentile 100 - 100 / count, and
 * nothing goes beyond.
 */
export function onNines(percentiles: readonly (readonly [number, number])[], count: number): [number[], number[]] {
  const last = Math.log10(Math.max(count, 1));
  const points = new Map<number, number>();
  for (const [percentile, ms] of percentiles) {
    points.set(percentile >= 100 ? last : Math.min(Math.log10(100 / (100 - percentile)), last), ms);
  }
  return [[...points.keys()], [...points.values()]];
}

/** The percentile that stands at so many whole nines: 0 → “0 %”, 1 → “90 %”, 3 → “99.9 %”. */
export const percentileAt = (nines: number): string =>
  nines < 2 ? `${100 - 100 / 10 ** nines} %` : `99${nines > 2 ? "." : ""}${"9".repeat(nines - 2)} %`;
