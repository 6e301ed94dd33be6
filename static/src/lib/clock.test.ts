import { describe, expect, it } from "vitest";

import { ClockEstimate } from "./clock";

const SERVER_MS = Date.parse("2026-12-01T19:00:00Z");

/** A clock whose local time began at nought when the server's was `SERVER_MS`. */
function estimate(...samples: [sent: number, received: number, answered: number][]) {
  const clock = new ClockEstimate();
  for (const sample of samples) clock.add(...sample);
  return clock;
}

describe("ClockEstimate", () => {
  it("knows nothing before the first sample", () => {
    expect(new ClockEstimate().at(5)).toBeNull();
  });

  it("takes an answer to be made in the middle of its round trip", () => {
    expect(estimate([100, 200, SERVER_MS + 150]).at(200)).toBe(SERVER_MS + 200);
  });

  it.each([
    [[[0, 400, SERVER_MS + 10], [500, 510, SERVER_MS + 505]]],
    [[[500, 510, SERVER_MS + 505], [600, 1000, SERVER_MS + 610]]],
  ] as const)("believes the shortest of several round trips, whichever came first", (samples) => {
    expect(estimate(...samples.map((sample) => [...sample] as [number, number, number])).at(2000)).toBe(SERVER_MS + 2000);
  });

  it("never runs backwards when a better sample says that it was fast", () => {
    const clock = estimate([0, 400, SERVER_MS + 300]);
    const before = clock.at(1000)!;
    clock.add(1000, 1002, SERVER_MS + 1001);
    expect(clock.at(1002)).toBe(before);
    expect(clock.at(2000)).toBe(SERVER_MS + 2000);
  });

  it("lets a good sample lose worth with age", () => {
    const clock = estimate([0, 2, SERVER_MS + 1]);
    const DAY_MS = 86_400_000;
    clock.add(DAY_MS, DAY_MS + 100, SERVER_MS + DAY_MS + 1050);
    expect(clock.at(DAY_MS + 100)).toBe(SERVER_MS + DAY_MS + 1100);
  });

  it("believes any sample after the local clock stood still", () => {
    const clock = estimate([0, 2, SERVER_MS + 1]);
    clock.distrust();
    clock.add(10, 1010, SERVER_MS + 60_510);
    expect(clock.at(1010)).toBe(SERVER_MS + 61_010);
  });

  it("leaves out what is no number", () => {
    expect(estimate([0, 2, Number.NaN]).at(5)).toBeNull();
  });
});
