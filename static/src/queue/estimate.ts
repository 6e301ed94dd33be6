// How long there is to wait. Somebody who waits wants to see a number that goes down: it follows
// good news at once, and bad news only where it would be a lie not to.

/** Made at a time on any clock, in milliseconds, as `leftMs` is. */
export interface Estimate {
  readonly leftMs: number;
  readonly at: number;
}

const RISE = 1.25; // of the estimate that is shown
const RISE_MS = 30_000;

/** What remains of it at `now`. */
export const remainingMs = ({ leftMs, at }: Estimate, now: number): number => Math.max(0, leftMs - (now - at));

/** The next estimate: null where nothing is known. `ahead`: how many people come first. */
export function nextEstimate(before: Estimate | null, ahead: number, ratePerMinute: number | null, now: number): Estimate | null {
  if (ratePerMinute === null || ratePerMinute <= 0) return before;
  const found = { leftMs: (ahead / ratePerMinute) * 60_000, at: now };
  if (before === null) return found;
  const shown = remainingMs(before, now);
  return found.leftMs < shown || found.leftMs > shown * RISE + RISE_MS ? found : before;
}

/** As it is said: in whole minutes, from ten on in fives, from an hour on in quarters; upwards. */
export function saidMinutes(leftMs: number): number {
  const minutes = Math.ceil(leftMs / 60_000);
  const step = minutes > 60 ? 15 : minutes > 10 ? 5 : 1;
  return Math.ceil(minutes / step) * step;
}
