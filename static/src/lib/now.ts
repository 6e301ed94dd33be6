// The server's clock as a signal, for what is shown: it ticks once a second, at the full seconds of
// what is counted down to, so that nought is shown when it is nought.

import { signal } from "@preact/signals";

import { serverNow } from "./clock";

/** Milliseconds since 1970 on the server's clock, as of the last tick; null until it is known. */
export const now = signal<number | null>(null);

const UNKNOWN_MS = 50;
const AT_LEAST_MS = 4; // a timer may be early by less

let timer: ReturnType<typeof setTimeout> | undefined;
let target: number | null = null;

/** Milliseconds until the next tick: the next full second before `target`, or of the clock. */
export function untilTick(at: number | null, counting: number | null): number {
  if (at === null) return UNKNOWN_MS;
  const left = counting !== null && counting > at ? (counting - at) % 1000 : 1000 - (at % 1000);
  return left < AT_LEAST_MS ? left + 1000 : left;
}

/** Starts ticking, towards that time where there is one. */
export function tickTowards(time: number | null): void {
  if (timer !== undefined && time === target) return;
  target = time;
  tick();
}

/** Ticks now too, as after news from the server. */
export function tick(): void {
  clearTimeout(timer);
  now.value = serverNow();
  timer = setTimeout(tick, untilTick(now.value, target));
}
