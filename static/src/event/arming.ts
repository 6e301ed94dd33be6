// A basket that is armed before the opening goes out by itself when the sale opens, so that the
// fastest finger does not decide.

import { loadKept, newKey, type KeptRequest } from "../lib/pending";
import { stateAt } from "../lib/sale";
import { removeStored, writeStored } from "../lib/storage";
import type { SaleEvent } from "../lib/types";

/** Over which the requests of a crowd are spread. */
export const SPREAD_MS = 250;

export const armedName = (eventId: string) => `onsale.armed.${eventId}`;

/** Has its key before it is sent: whichever of a person's tabs send it, it counts once. */
export interface Armed extends KeptRequest {
  /** The opening that was waited for, RFC 3339: whoever comes back long after it meant another moment. */
  readonly opensAt: string;
}

export const loadArmed = (eventId: string): Armed | null => loadKept(armedName(eventId));

export function saveArmed(eventId: string, body: string, opensAt: string): Armed {
  const armed = { key: newKey(), body, opensAt };
  writeStored(armedName(eventId), armed);
  return armed;
}

export const forgetArmed = (eventId: string): void => removeStored(armedName(eventId));

/** How an armed basket stands, from one look at the clock to the next. Times are on the server's clock. */
export interface Wait {
  /** When it goes out; Infinity while nobody knows, as during a pause. */
  readonly due: number;
  /** When it was last seen that it could not go out yet. */
  readonly waitedAt: number;
}

export const noWait: Wait = { due: Infinity, waitedAt: -Infinity };

const LATE_MS_MAX = 120_000;

/**
 * The next look; null when the basket no longer holds: the sale is closed, or has been open for
 * long while nobody waited here. `spread` is this page's share of SPREAD_MS. What opens unforeseen,
 * by an edit or after a pause, is spread as well; once known, the time only comes nearer.
 */
export function look(armed: Armed, event: SaleEvent, now: number, spread: number, before: Wait): Wait | null {
  const state = stateAt(event, now);
  const opens = Date.parse(event.opens_at);
  if (state === "scheduled") return { due: opens + spread, waitedAt: now };
  if (state === "paused") return { due: Infinity, waitedAt: now };
  const waitedAt = Math.max(before.waitedAt, Date.parse(armed.opensAt));
  if (state === "closed" || now - waitedAt > LATE_MS_MAX) return null;
  return { due: Math.min(before.due, Math.max(opens, now) + spread), waitedAt };
}
