import { expect, it } from "vitest";

import { paceMs } from "./pace";
import { queueDocument } from "./testing";

const MINUTE = 60_000;
const DRAW = Date.parse(queueDocument().draws_at);
const before = { ahead: null, leftMs: null, share: 0.5 };

it("looks soon where nothing is known yet", () => {
  expect(paceMs({ ...before, queue: null, now: null })).toBe(2000);
});

it("looks less often in a larger crowd, while the draw is to come", () => {
  const at = (entrants: number) => paceMs({ ...before, queue: queueDocument({ entrants }), now: DRAW - 60 * MINUTE });
  expect([10, 40_000, 10_000_000].map(at)).toEqual([8000, 20_000, MINUTE]);
});

it("looks right after the draw, each page at a moment of its own", () => {
  const at = (share: number) => paceMs({ ...before, queue: queueDocument({ entrants: 50_000 }), now: DRAW - 3000, share });
  expect([0, 0.5, 1].map(at)).toEqual([3000, 8000, 13_000]);
});

it("goes on looking where the draw is late", () => {
  const late = paceMs({ ...before, queue: queueDocument({ entrants: 10 }), now: DRAW + 5000 });
  expect(late).toBe(2500);
});

it("looks more often the nearer the turn is", () => {
  const queue = queueDocument({ seed: "00", drawn: 1000, target: 100 });
  const at = (ahead: number, leftMs: number | null) => paceMs({ ...before, queue, ahead, leftMs, now: DRAW });
  expect([at(0, 0), at(500, 5 * MINUTE), at(10_000, 90 * MINUTE)]).toEqual([2000, 30_000, MINUTE]);
  expect(at(50, null)).toBe(3000);
});
