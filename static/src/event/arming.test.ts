import { describe, expect, it } from "vitest";

import { sendAt, stillMeant } from "./arming";
import { anEvent, OPENS_MS } from "./testing";

const SPREAD = 100;
const armed = { body: "{}", opensAt: "2026-12-01T19:00:00Z" };

describe("sendAt", () => {
  it("is the opening and this page's share of the spread", () => {
    expect(sendAt(anEvent(), OPENS_MS - 5000, SPREAD, null)).toBe(OPENS_MS + SPREAD);
    expect(sendAt(anEvent(), OPENS_MS + 30, SPREAD, null)).toBe(OPENS_MS + SPREAD);
    expect(sendAt(anEvent({ state: "open" }), OPENS_MS + 30, SPREAD, null)).toBe(OPENS_MS + SPREAD);
  });

  it("is the share from now when a sale opens that nobody counted down to", () => {
    const now = OPENS_MS + 60_000;
    expect(sendAt(anEvent({ state: "open" }), now, SPREAD, null)).toBe(now + SPREAD);
    expect(sendAt(anEvent({ state: "open" }), now, SPREAD, now + 3_600_000)).toBe(now + SPREAD);
  });

  it("is not put off by what happens in between", () => {
    const due = OPENS_MS + SPREAD;
    expect(sendAt(anEvent({ state: "open" }), due, SPREAD, due)).toBe(due);
    expect(sendAt(anEvent({ state: "open" }), due + 50, SPREAD, due)).toBe(due);
  });

  it.each(["paused", "closed"] as const)("is not known while the sale is %s", (state) => {
    expect(sendAt(anEvent({ state }), OPENS_MS + 1, SPREAD, OPENS_MS)).toBeNull();
  });

  it("follows an opening that is put off", () => {
    const later = anEvent({ opens_at: "2026-12-01T20:00:00Z" });
    expect(sendAt(later, OPENS_MS, SPREAD, OPENS_MS + SPREAD)).toBe(OPENS_MS + 3_600_000 + SPREAD);
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
