import type { SaleEvent, Section } from "../lib/types";

export const OPENS_MS = Date.parse("2026-12-01T19:00:00Z");

const counters = { capacity: 10, available: 10, held: 0, confirmed: 0, kept: 0 };

export const aSection = (more: Partial<Section> = {}): Section => ({ id: "floor", name: "Floor", kind: "general", ...counters, ...more });

/** An event for tests, which opens at OPENS_MS. */
export const anEvent = (more: Partial<SaleEvent> = {}): SaleEvent => ({
  id: "gala", name: "Gala", venue: "", description: "", starts_at: null, opens_at: "2026-12-01T19:00:00Z", closes_at: null,
  state: "scheduled", sections: [aSection()], limit_per_customer: null, hold_seconds: 0, waitlist: null, sequence: 5,
  ...counters, ...more,
});
