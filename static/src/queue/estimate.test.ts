import { expect, it } from "vitest";

import { nextEstimate, remainingMs, saidMinutes } from "./estimate";

const MINUTE = 60_000;

it("knows nothing without a rate, and keeps what it knew", () => {
  expect(nextEstimate(null, 100, null, 0)).toBeNull();
  expect(nextEstimate(null, 100, 0, 0)).toBeNull();
  const known = { leftMs: MINUTE, at: 0 };
  expect(nextEstimate(known, 100, null, 10)).toBe(known);
});

it("runs down by itself, and never below nought", () => {
  const estimate = nextEstimate(null, 100, 50, 1000)!;
  expect(estimate.leftMs).toBe(2 * MINUTE);
  expect(remainingMs(estimate, 1000 + MINUTE)).toBe(MINUTE);
  expect(remainingMs(estimate, 1000 + 5 * MINUTE)).toBe(0);
});

it("follows good news at once", () => {
  const estimate = nextEstimate({ leftMs: 10 * MINUTE, at: 0 }, 100, 100, MINUTE)!;
  expect(estimate).toEqual({ leftMs: MINUTE, at: MINUTE });
});

it("rises only when it must", () => {
  const before = { leftMs: 10 * MINUTE, at: 0 };
  expect(nextEstimate(before, 110, 10, MINUTE)).toBe(before); // 11 minutes where 9 are shown
  expect(nextEstimate(before, 200, 10, MINUTE)).toEqual({ leftMs: 20 * MINUTE, at: MINUTE });
});

it("is said in steps that grow with it", () => {
  expect([0, 1, MINUTE, 9.5 * MINUTE, 11 * MINUTE, 59 * MINUTE, 61 * MINUTE].map(saidMinutes)).toEqual([0, 1, 1, 10, 15, 60, 75]);
});
