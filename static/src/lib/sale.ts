// The state of a sale at this moment: what the server said last, moved on by its clock. And what
// is left in it for one person.

import type { Counters, SaleEvent, SaleState } from "./types";

/** As `stateAt`, and `sold_out` where it is open and nothing is left. */
export type SalePhase = SaleState | "sold_out";

/** Turns at `opens_at` and `closes_at` without asking. `now`: on the server's clock, if known. */
export function stateAt(event: SaleEvent, now: number | null): SaleState {
  if (now === null) return event.state;
  if (event.closes_at !== null && now >= Date.parse(event.closes_at)) return "closed";
  if (event.state === "scheduled" && now >= Date.parse(event.opens_at)) return "open";
  return event.state;
}

/**
 * How many places of an event or a section are left for somebody: the kept ones are only for
 * those who need accessible seats.
 */
export const leftFor = ({ available, kept }: Counters, accessible: boolean): number =>
  available - (accessible ? 0 : kept);

export function phaseAt(event: SaleEvent, now: number | null, accessible = false): SalePhase {
  const state = stateAt(event, now);
  return state === "open" && leftFor(event, accessible) <= 0 ? "sold_out" : state;
}
