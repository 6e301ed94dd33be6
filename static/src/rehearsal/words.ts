// Numbers and sentences of a report, in English as the program's own output is.

import { mainCurve } from "./curves";
import { largest, soldOutAfter } from "./timeline";
import type { Known, Leaf, Report, Requests, Tree } from "./types";

const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const compact = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });

/** Between a number and its unit no line breaks. */
const GAP = "\u00a0";

export const UNKNOWN = "–";

export const formatCount = (count: Known): string => (count === null ? UNKNOWN : whole.format(count));
/** “12K”, for axes. */
export const formatCompact = (count: number): string => compact.format(count);

/** Three digits that count: “0.42 ms”, “3.1 ms”, “125 ms”, “1.25 s”. */
export function formatMs(ms: Known): string {
  if (ms === null) return UNKNOWN;
  if (ms >= 999.5) return `${digits(ms / 1000)}${GAP}s`;
  return `${digits(ms)}${GAP}ms`;
}

const digits = (value: number) => {
  if (value === 0) return "0";
  const places = value < 1 ? (value < 0.1 ? 3 : 2) : value < 10 ? 2 : value < 100 ? 1 : 0;
  return String(Number(value.toFixed(places)));
};

/** “−2.5 s”, “0 s”, “12 s”, “3:20”. */
export function formatMoment(seconds: number): string {
  const sign = seconds < 0 ? "−" : "";
  const size = Math.abs(seconds);
  if (size < 120) return `${sign}${Number(size.toFixed(2))}${GAP}s`;
  const rest = String(Math.round(size) % 60).padStart(2, "0");
  return `${sign}${Math.floor(Math.round(size) / 60)}:${rest}`;
}

export const formatSeconds = (seconds: number): string =>
  seconds < 120 ? `${digits(seconds)}${GAP}s` : `${Math.floor(seconds / 60)}${GAP}min ${Math.round(seconds % 60)}${GAP}s`;

export const people = (count: number): string => `${formatCount(count)} ${count === 1 ? "person" : "people"}`;
export const places = (count: number): string => `${formatCount(count)} ${count === 1 ? "place" : "places"}`;

/** What was rehearsed; an event that was made for it is called so itself. */
export const sayWhat = ({ event: { name } }: Report): string => (name === "Rehearsal" ? name : `Rehearsal of ${name}`);

/** What the verdict means, in a sentence. */
export function sayVerdict({ verdict, event, people: crowd }: Report): string {
  const scene = `${people(crowd.planned)} wanted ${places(event.capacity)}`;
  if (verdict.passed) return `${scene}. No place was sold twice, and no answer was taken back.`;
  const faults = (["oversold", "undersold", "lost", "unexplained"] as const)
    .filter((name) => verdict[name] > 0)
    .map((name) => `${formatCount(verdict[name])} ${name}`);
  if (faults.length > 0) return `${scene}: ${faults.join(", ")}.`;
  const failed = verdict.checks.filter((check) => !check.passed).length;
  return `${scene}. ${failed === 1 ? "One check has" : `${formatCount(failed)} checks have`} failed.`;
}

export function saySoldOut({ series, event }: Report): string {
  const seconds = soldOutAfter(series);
  return seconds === null ? `Not all of ${places(event.capacity)} were taken at once.`
    : `The last of ${places(event.capacity)} was taken ${formatSeconds(seconds)} after the opening.`;
}

/** How long people waited to be told whether they have their places; null when nobody was. */
export function sayDecisions(report: Report): string | null {
  const main = mainCurve(report)?.latency_ms;
  return main === undefined ? null
    : `Half of those who wanted places knew after ${formatMs(main.p50)}, 99 of 100 after ${formatMs(main.p99)}, all after ${formatMs(main.max)}.`;
}

export const failuresOf = ({ failures }: Requests): number => Object.values(failures).reduce((sum, n) => sum + n, 0);

/** The most requests that were due in one interval, by the second. */
export const peakPerSecond = ({ series }: Report): number =>
  ((largest(series.arrivals) ?? 0) * 1000) / series.interval_ms;

export interface GeneratorWords {
  readonly wasLate: boolean;
  readonly sentence: string;
}

/**
 * Whether the generator was the bottleneck: it was when 1 of 100 requests left late by more than a
 * millisecond and more than a tenth of what the slowest 1 of 100 requests to reserve took.
 */
export function sayGenerator(report: Report): GeneratorWords {
  const { lag_ms_p99: lag, lag_ms_max: worst } = report.generator;
  if (lag === null) return { wasLate: false, sentence: "The generator did not measure how late its requests left." };
  const reserve = report.requests.filter(({ name }) => name === "reserve");
  const p99 = largest((reserve.length > 0 ? reserve : report.requests).map(({ latency_ms }) => latency_ms.p99));
  const wasLate = lag > Math.max(1, (p99 ?? 0) / 10);
  const late = `99 of 100 requests left within ${formatMs(lag)} of their time, the latest one ${formatMs(worst)} after it`;
  return {
    wasLate,
    sentence: wasLate
      ? `The generator was part of the bottleneck: ${late}. The server may be faster than it looks here; give the generator a machine of its own, or a smaller crowd.`
      : `The generator was not the bottleneck: ${late}. What is slow here is the server, or the way to it.`,
  };
}

/** A tree's leaves with their paths: “bots: share” → “0.05”. */
export const flatten = (tree: Tree, path = ""): [string, string][] =>
  Object.entries(tree).flatMap(([name, value]): [string, string][] => {
    const label = (path === "" ? name : `${path}: ${name}`).replaceAll("_", " ");
    if (value === null || typeof value !== "object") return [[label, sayLeaf(value)]];
    return isList(value) ? [[label, value.map(sayLeaf).join(", ")]] : flatten(value, label);
  });

const isList = (value: Tree | readonly Leaf[]): value is readonly Leaf[] => Array.isArray(value);

function sayLeaf(value: Leaf): string {
  if (value === null) return UNKNOWN;
  if (typeof value === "boolean") return value ? "yes" : "no";
  return typeof value === "number" ? value.toLocaleString("en") : value;
}
