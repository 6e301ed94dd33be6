// The series of a report, prepared to be drawn and to be read as a table.

import type { Known, Series } from "./types";

/** Moments are in seconds from the opening. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

const lengthOf = (series: Series) => series.arrivals.length;
const momentsOf = (series: Series, offset: number): number[] =>
  Array.from({ length: lengthOf(series) }, (_, i) => (series.from_ms + (i + offset) * series.interval_ms) / 1000);

/** Where what was counted in an interval is drawn: its middle. */
export const middles = (series: Series): number[] => momentsOf(series, 0.5);
/** Where what was so at the end of an interval is drawn. */
export const ends = (series: Series): number[] => momentsOf(series, 1);

export function spanOf(series: Series): Span {
  const from = series.from_ms / 1000;
  return { from, to: from + (Math.max(lengthOf(series), 1) * series.interval_ms) / 1000 };
}

export const perSecond = (counts: readonly number[], series: Series): number[] =>
  counts.map((count) => (count * 1000) / series.interval_ms);

/** Each layer on top of those before it; unknown where one of them is. */
export function stack(layers: readonly (readonly Known[])[]): Known[][] {
  const stacked: Known[][] = [];
  for (const layer of layers) {
    const below = stacked.at(-1);
    stacked.push(layer.map((value, i) => {
      const base = below === undefined ? 0 : (below[i] ?? null);
      return value === null || base === null ? null : base + value;
    }));
  }
  return stacked;
}

/** Noughts among noughts are left out, so that a line shows where something was and not where nothing was. */
export const somewhere = (values: readonly number[]): Known[] =>
  values.map((value, i) => (value === 0 && !values[i - 1] && !values[i + 1] ? null : value));

export const largest = (values: readonly Known[]): Known =>
  values.reduce((max, value) => (value !== null && (max === null || value > max) ? value : max), null);

/** How many seconds after the opening the last place was taken or held; null when that never was. */
export function soldOutAfter(series: Series): Known {
  const moments = ends(series);
  const i = series.available.findIndex((places, at) => places === 0 && moments[at]! > 0);
  return i < 0 ? null : moments[i]!;
}

/** What stands in a table for several intervals together. */
export type Fold = "sum" | "largest" | "last";

export interface Column {
  readonly label: string;
  readonly values: readonly Known[];
  readonly fold: Fold;
}

export interface Row {
  /** The end of what the row is of. */
  readonly until: number;
  readonly values: readonly Known[];
}

const STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000];

/** At most `rows_max` rows, each of as many intervals as the others. */
export function tableOf(series: Series, columns: readonly Column[], rows_max = 60): Row[] {
  const length = lengthOf(series);
  const step = STEPS.find((size) => size * rows_max >= length) ?? length;
  const moments = ends(series);
  return Array.from({ length: Math.ceil(length / step) }, (_, row) => {
    const end = Math.min((row + 1) * step, length);
    return {
      until: moments[end - 1]!,
      values: columns.map(({ values, fold }) => folded(values.slice(row * step, end), fold)),
    };
  });
}

function folded(values: readonly Known[], fold: Fold): Known {
  if (fold === "largest") return largest(values);
  if (fold === "last") return values.findLast((value) => value !== null) ?? null;
  return values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
}
