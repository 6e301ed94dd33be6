// The sale that this page is about, as signals, and everything that happens to it.

import { computed, effect, signal } from "@preact/signals";

import { isUnknown, Problem } from "../lib/api";
import { startClock } from "../lib/clock";
import { now, tick, tickTowards } from "../lib/now";
import { phaseAt, stateAt } from "../lib/sale";
import type { SaleEvent } from "../lib/types";
import { emptyBasket, type Basket } from "./basket";
import { follow, type Following } from "./follow";
import { newer, withAvailability, withState } from "./live";
import { KeptSeatFeed } from "./seat_feed";

export const eventId = decodeURIComponent(location.pathname.split("/").pop() ?? "");
export const eventPath = `/api/v1/events/${encodeURIComponent(eventId)}`;

/** As the page was filled with it, or null until it was fetched. */
export const event = signal<SaleEvent | null>(filledIn());
/** Whether numbers come by themselves; null while that is not known yet. */
export const live = signal<boolean | null>(null);
/** Why the numbers may be out of date; null while all is well. */
export const failure = signal<unknown>(null);
export const basket = signal<Basket>(emptyBasket);
export const seatFeed = new KeptSeatFeed();

export const phase = computed(() => event.value && phaseAt(event.value, now.value, basket.value.accessible));
export const gone = computed(() => isUnknown(failure.value));

export const choose = (change: Partial<Basket>): void => {
  basket.value = { ...basket.value, ...change };
};

// The server fills the page in; another server leaves the marker, which is no JSON.
function filledIn(): SaleEvent | null {
  try {
    return JSON.parse(document.getElementById("event")!.textContent!) as SaleEvent;
  } catch {
    return null;
  }
}

/** The next moment at which something changes by itself. */
function nextChange({ state, opens_at: opensAt, closes_at: closesAt }: SaleEvent, at: number | null): number | null {
  const opens = Date.parse(opensAt);
  if (state === "scheduled" && (at === null || at < opens)) return opens;
  return closesAt === null ? null : Date.parse(closesAt);
}

/** Another event that has the id later begins anew. */
function fail(error: unknown): void {
  failure.value = error;
  if (gone.value) event.value = null;
}

let following: Following | null = null;

/** Asks for the newest numbers, as after a refusal. */
export const refresh = (): void => following?.ask();

/** Begins to follow the sale. `staysAwake`: whether this page has something to do at the opening. */
export function startSale(staysAwake: () => boolean): void {
  void startClock().then(tick);
  effect(() => tickTowards(event.value && nextChange(event.value, now.value)));
  following = follow(eventPath, {
    onEvent: (found) => (event.value = newer(event.peek(), found)),
    onAvailability: (found) => (event.value = event.peek() && withAvailability(event.peek()!, found)),
    onState(change) {
      event.value = event.peek() && withState(event.peek()!, change);
      tick();
    },
    onSeats: (update) => seatFeed.tell(update),
    onDeleted: () => fail(new Problem(404, { type: "/problems/event-not-found" }, null)),
    onLive: (is) => (live.value = is),
    onFailure: fail,
    isOpen: () => event.peek() !== null && stateAt(event.peek()!, now.peek()) === "open",
    staysAwake,
  });
}
