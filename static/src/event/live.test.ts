import { describe, expect, it } from "vitest";

import { newer, withAvailability, withState, type Availability } from "./live";
import { anEvent, aSection } from "./testing";

const availability: Availability = {
  sequence: 6, capacity: 10, available: 7, held: 2, confirmed: 1, kept: 0, waiting: 3,
  sections: [{ id: "floor", capacity: 10, available: 7, held: 2, confirmed: 1, kept: 0 }],
};

describe("withAvailability", () => {
  it("takes the numbers, and leaves the rest", () => {
    const found = withAvailability(anEvent({ waitlist: { offer_seconds: 60, waiting: 0 } }), availability);
    expect(found).toMatchObject({ name: "Gala", available: 7, held: 2, sequence: 6, waitlist: { offer_seconds: 60, waiting: 3 } });
    expect(found.sections).toEqual([aSection({ available: 7, held: 2, confirmed: 1 })]);
  });

  it("is not taken back by what is older", () => {
    const event = anEvent({ sequence: 7 });
    expect(withAvailability(event, availability)).toBe(event);
  });

  it("makes no waitlist of one that there is not", () => {
    expect(withAvailability(anEvent(), availability).waitlist).toBeNull();
  });
});

describe("withState", () => {
  const opened = { sequence: 5, state: "open", opens_at: "2026-12-01T18:00:00Z", closes_at: null } as const;

  it("takes a state that came without another change", () => {
    expect(withState(anEvent(), opened)).toMatchObject(opened);
  });

  it("is not taken back by what is older", () => {
    const event = anEvent({ sequence: 6 });
    expect(withState(event, opened)).toBe(event);
  });
});

describe("newer", () => {
  it("keeps what a message told when an answer is older", () => {
    const known = anEvent({ sequence: 9 });
    expect(newer(known, anEvent({ sequence: 8 }))).toBe(known);
  });

  it("takes an answer that is as new: the state turns without a change", () => {
    const found = anEvent({ state: "open" });
    expect(newer(anEvent(), found)).toBe(found);
    expect(newer(null, found)).toBe(found);
  });
});
