import { describe, expect, it } from "vitest";

import { look, noWait } from "./arming";
import { anEvent, OPENS_MS } from "./testing";

const SPREAD = 100;
const LONG_MS = 600_000;
const armed = { key: "k", body: "{}", opensAt: "2026-12-01T19:00:00Z" };
const open = anEvent({ state: "open" });
const paused = anEvent({ state: "paused" });

const dueAt = (event = anEvent(), now = OPENS_MS, before = noWait) => look(armed, event, now, SPREAD, before)?.due;

describe("what is armed", () => {
  it("goes out at the opening and this page's share of the spread", () => {
    expect(dueAt(anEvent(), OPENS_MS - 5000)).toBe(OPENS_MS + SPREAD);
    expect(dueAt(anEvent(), OPENS_MS)).toBe(OPENS_MS + SPREAD);
  });

  it("has one time, however often one looks", () => {
    const first = look(armed, anEvent(), OPENS_MS - 5000, SPREAD, noWait)!;
    const second = look(armed, open, OPENS_MS + 30, SPREAD, first)!;
    expect(second.due).toBe(OPENS_MS + SPREAD);
    expect(dueAt(open, OPENS_MS + 800, second)).toBe(OPENS_MS + SPREAD);
  });

  it("waits for the whole share when a sale opens that nobody counted down to", () => {
    const early = look(armed, anEvent(), OPENS_MS - LONG_MS, SPREAD, noWait)!;
    const opened = anEvent({ state: "open", opens_at: "2026-12-01T18:50:00Z" });
    expect(dueAt(opened, OPENS_MS - LONG_MS + 5000, early)).toBe(OPENS_MS - LONG_MS + 5000 + SPREAD);
  });

  it("has no time while the sale is paused", () => {
    expect(dueAt(paused, OPENS_MS + 1)).toBe(Infinity);
  });

  it("follows an opening that is put off", () => {
    expect(dueAt(anEvent({ opens_at: "2026-12-01T20:00:00Z" }))).toBe(OPENS_MS + 3_600_000 + SPREAD);
  });

  it("holds for who comes back right after the opening, and not for who comes much later", () => {
    expect(dueAt(open, OPENS_MS + 60_000)).toBe(OPENS_MS + 60_000 + SPREAD);
    expect(dueAt(open, OPENS_MS + LONG_MS)).toBeUndefined();
  });

  it("holds for who was there all the time", () => {
    const waited = look(armed, paused, OPENS_MS + LONG_MS, SPREAD, noWait)!;
    expect(dueAt(open, OPENS_MS + LONG_MS + 1000, waited)).toBe(OPENS_MS + LONG_MS + 1000 + SPREAD);
    const late = "2026-12-01T20:00:00Z";
    const putOff = look(armed, anEvent({ opens_at: late }), Date.parse(late) - 1, SPREAD, noWait)!;
    expect(dueAt(anEvent({ opens_at: late }), Date.parse(late), putOff)).toBe(Date.parse(late) + SPREAD);
  });

  it("does not hold for a computer that slept through the opening", () => {
    const waited = look(armed, anEvent(), OPENS_MS - 1000, SPREAD, noWait)!;
    expect(dueAt(open, OPENS_MS + LONG_MS, waited)).toBeUndefined();
  });

  it("ends with the sale", () => {
    expect(dueAt(anEvent({ state: "closed" }), OPENS_MS + 1)).toBeUndefined();
  });
});
