import { expect, test } from "vitest";

import { flatten, formatMoment, formatMs, formatSeconds, sayDecisions, sayGenerator, saySoldOut, sayVerdict, sayWhat } from "./words";
import type { Report } from "./types";

/** As it is read: between a number and its unit stands a space that does not break. */
const plain = (text: string) => text.replaceAll("\u00a0", " ");

const reportWith = (more: object) => ({
  event: { id: "gala", name: "Gala", capacity: 200 },
  people: { planned: 20_000 },
  requests: [{ name: "reserve", answered: 9, latency_ms: { p50: 2, p99: 20, max: 40 } }],
  series: { interval_ms: 100, from_ms: 0, arrivals: [1, 1], available: [3, 0] },
  verdict: { passed: true, oversold: 0, undersold: 0, lost: 0, unexplained: 0, checks: [] },
  ...more,
}) as unknown as Report;

test("latencies have the digits that count", () => {
  expect([0, 0.0123, 0.42, 3.14159, 31.26, 125.4, 999.4, 999.6, 1254].map(formatMs).map(plain)).toEqual(
    ["0 ms", "0.012 ms", "0.42 ms", "3.14 ms", "31.3 ms", "125 ms", "999 ms", "1 s", "1.25 s"]);
  expect(formatMs(null)).toBe("–");
});

test("moments", () => {
  expect([-2.5, 0, 12, 200, -125].map(formatMoment).map(plain)).toEqual(["−2.5 s", "0 s", "12 s", "3:20", "−2:05"]);
  expect([0.3, 31.2, 125].map(formatSeconds).map(plain)).toEqual(["0.3 s", "31.2 s", "2 min 5 s"]);
});

test("what was rehearsed", () => {
  expect(sayWhat(reportWith({}))).toBe("Rehearsal of Gala");
  expect(sayWhat(reportWith({ event: { name: "Rehearsal" } }))).toBe("Rehearsal");
});

test("the verdict is said in a sentence", () => {
  expect(sayVerdict(reportWith({}))).toBe("20,000 people wanted 200 places. No place was sold twice, and no answer was taken back.");
  const verdict = { passed: false, oversold: 3, undersold: 0, lost: 1, unexplained: 0, checks: [] };
  expect(sayVerdict(reportWith({ verdict }))).toBe("20,000 people wanted 200 places: 3 oversold, 1 lost.");
});

test("a check of its own can fail", () => {
  const verdict = { passed: false, oversold: 0, undersold: 0, lost: 0, unexplained: 0, checks: [{ name: "p99", passed: false, detail: "" }] };
  expect(sayVerdict(reportWith({ verdict }))).toMatch(/One check has failed\.$/);
});

test("when the last place went", () => {
  expect(plain(saySoldOut(reportWith({})))).toBe("The last of 200 places was taken 0.2 s after the opening.");
});

test("what people feel is their decision, else the request for it", () => {
  expect(plain(sayDecisions(reportWith({}))!)).toMatch(/knew after 2 ms, 99 of 100 after 20 ms, all after 40 ms/);
  const decision = { count: 5, latency_ms: { p50: 100, p99: 1200, max: 1300 } };
  expect(plain(sayDecisions(reportWith({ decision }))!)).toMatch(/knew after 100 ms, 99 of 100 after 1.2 s, all after 1.3 s/);
  expect(sayDecisions(reportWith({ requests: [] }))).toBeNull();
});

test("the generator was late when its lag shows in the figures", () => {
  const of = (lag: number | null) => sayGenerator(reportWith({ generator: { lag_ms_p99: lag, lag_ms_max: lag, cpu_seconds: 1 } }));
  expect(of(0.8).wasLate).toBe(false);
  expect(of(2).wasLate).toBe(false);
  expect(of(2.1).wasLate).toBe(true);
  expect(of(null).sentence).toMatch(/did not measure/);
});

test("a scenario is told leaf by leaf", () => {
  expect(flatten({ people: 20_000, bots: { share: 0.05, insist: true }, kinds: ["a", "b"] })).toEqual([
    ["people", "20,000"], ["bots: share", "0.05"], ["bots: insist", "yes"], ["kinds", "a, b"],
  ]);
});
