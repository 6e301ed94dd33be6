import { describe, expect, it } from "vitest";

import { Problem, retryAfterMs, Unreachable } from "./api";
import { backoff, pauseBeforeNextTry } from "./retry";

const problem = (status: number, kind: string, retryAfter: number | null = null) =>
  new Problem(status, { type: `/problems/${kind}` }, retryAfter);
const first = () => 0;
const last = () => 1;

describe("pauseBeforeNextTry", () => {
  it("comes again when nobody answered, less and less often, and never stops", () => {
    expect([0, 1, 2, 50].map((tries) => pauseBeforeNextTry(new Unreachable(), tries, last))).toEqual([500, 1000, 2000, 15_000]);
    expect(pauseBeforeNextTry(new Unreachable(), 0, first)).toBe(250);
  });

  it.each([
    problem(429, "rate-limited", 3000),
    problem(503, "overloaded", 3000),
    problem(409, "idempotency-in-flight", 3000),
  ])("waits as long as it was asked to, and a share more: $kind", (refused) => {
    expect(pauseBeforeNextTry(refused, 0, first)).toBe(3000);
    expect(pauseBeforeNextTry(refused, 0, last)).toBe(3750);
  });

  it("comes again after a fault of the server, but not forever", () => {
    expect(pauseBeforeNextTry(problem(500, ""), 4, last)).toBe(8000);
    expect(pauseBeforeNextTry(problem(500, ""), 5, last)).toBeNull();
  });

  it("waits for an opening that is near, and not for one that is far", () => {
    expect(pauseBeforeNextTry(problem(403, "sale-not-open", 1000), 0, first)).toBe(1000);
    expect(pauseBeforeNextTry(problem(403, "sale-not-open", 60_000), 0, first)).toBeNull();
    expect(pauseBeforeNextTry(problem(403, "sale-not-open"), 0, first)).toBeNull();
  });

  it.each([problem(409, "sold-out"), problem(422, "limit-exceeded"), problem(404, "event-not-found"), new TypeError()])(
    "takes no for an answer: %s",
    (refused) => expect(pauseBeforeNextTry(refused, 0)).toBeNull(),
  );
});

describe("backoff", () => {
  it("is spread over its upper half", () => {
    expect(backoff(3, first)).toBe(2000);
    expect(backoff(3, last)).toBe(4000);
  });
});

describe("retryAfterMs", () => {
  const NOW = Date.parse("2026-12-01T19:00:00Z");
  it.each([
    ["3", 3000],
    ["Tue, 01 Dec 2026 19:00:05 GMT", 5000],
    ["Tue, 01 Dec 2026 18:00:00 GMT", 0],
    ["soon", null],
    [null, null],
  ])("reads %s", (field, ms) => expect(retryAfterMs(field, NOW)).toBe(ms));
});
