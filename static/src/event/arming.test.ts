import { describe, expect, it } from "vitest";

import { stillMeant, untilSent } from "./arming";
import { anEvent, OPENS_MS } from "./testing";

const SPREAD = 100;
const armed = { body: "{}", opensAt: "2026-12-01T19:00:00Z" };

describe("untilSent", () => {
  it("is the time to the opening and this page's share of the spread", () => {
    expect(untilSent(anEvent(), OPENS_MS - 5000, SPREAD)).toBe(5100);
  });

  it("is what is left of the share when the opening has just been", () => {
    expect(untilSent(anEvent(), OPENS_MS + 30, SPREAD)).toBe(70);
    expect(untilSent(anEvent({ state: "open" }), OPENS_MS + 30, SPREAD)).toBe(70);
  });

  it("is the whole share when a sale opens that nobody counted down to", () => {
    expect(untilSent(anEvent({ state: "open" }), OPENS_MS + 60_000, SPREAD)).toBe(SPREAD);
  });

  it.each(["paused", "closed"] as const)("is not known while the sale is %s", (state) => {
    expect(untilSent(anEvent({ state }), OPENS_MS + 1, SPREAD)).toBeNull();
  });

  it("is not known without the server's clock", () => {
    expect(untilSent(anEvent(), null, SPREAD)).toBeNull();
  });

  it("follows an opening that is put off", () => {
    expect(untilSent(anEvent({ opens_at: "2026-12-01T20:00:00Z" }), OPENS_MS, 0)).toBe(3_600_000);
  });
});

describe("stillMeant", () => {
  it("holds until the opening, however far", () => {
    expect(stillMeant(armed, anEvent(), OPENS_MS - 1e9)).toBe(true);
  });

  it("holds for who comes back right after the opening, and not for who comes much later", () => {
    expect(stillMeant(armed, anEvent(), OPENS_MS + 60_000)).toBe(true);
    expect(stillMeant(armed, anEvent(), OPENS_MS + 600_000)).toBe(false);
  });

  it("holds while a sale is paused, and ends with it", () => {
    expect(stillMeant(armed, anEvent({ state: "paused" }), OPENS_MS + 600_000)).toBe(true);
    expect(stillMeant(armed, anEvent({ state: "closed" }), OPENS_MS + 1)).toBe(false);
  });
});
