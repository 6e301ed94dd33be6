// A basket that is armed before the opening goes out by itself when the sale opens, so that the
// fastest finger does not decide.

import { stateAt } from "../lib/sale";
import { readStored, removeStored, writeStored } from "../lib/storage";
import type { SaleEvent } from "../lib/types";

/** Over which the requests of a crowd are spread. */
export const SPREAD_MS = 250;

const nameOf = (eventId: string) => `onsale.armed.${eventId}`;

export interface Armed {
  /** The request's content. */
  readonly body: string;
  /** The opening that was waited for, RFC 3339: whoever comes back long after it meant another moment. */
  readonly opensAt: string;
}

export const loadArmed = (eventId: string): Armed | null => readStored<Armed>(nameOf(eventId));
export const saveArmed = (eventId: string, armed: Armed): void => writeStored(nameOf(eventId), armed);
export const forgetArmed = (eventId: string): void => removeStored(nameOf(eventId));

/**
 * When an armed request goes out, on the server's clock; null while nobody knows, as before the
 * opening of a paused sale. `spread`: this page's share of SPREAD_MS. What opens unforeseen, by an
 * edit or after a pause, is spread as well. `before`: what was said last, which stands when it is
 * due, so that news of a sale that goes fast put nothing off.
 */
export function sendAt(event: SaleEvent, now: number, spread: number, before: number | null): number | null {
  const state = stateAt(event, now);
  if (state !== "scheduled" && state !== "open") return null;
  const planned = Date.parse(event.opens_at) + spread;
  return planned > now ? planned : Math.min(before ?? Infinity, now + spread);
}

const LATE_MS_MAX = 120_000;

/** Whether what was armed still holds: for an opening that was just missed, yes; for an old one, no. */
export function stillMeant(armed: Armed, event: SaleEvent, now: number): boolean {
  const state = stateAt(event, now);
  if (state === "closed") return false;
  return state !== "open" || now - Date.parse(armed.opensAt) <= LATE_MS_MAX;
}
