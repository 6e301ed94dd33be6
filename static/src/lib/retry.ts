// How to insist on a request until it is answered, without making a crowded server's day worse.

import { Problem, Unreachable } from "./api";

const BACKOFF_MS = { first: 500, max: 15_000 };
const SERVER_FAULT_TRIES_MAX = 5;
const OPENING_WAIT_MS_MAX = 30_000;

/** From 0 up to but not including 1, like Math.random; handed in by tests. */
export type Random = () => number;

export interface InsistOptions {
  readonly signal?: AbortSignal;
  /** Called before each pause, to tell the person. */
  readonly onWait: (error: Problem | Unreachable, ms: number) => void;
}

/**
 * Repeats `attempt` until it is answered for good. Only for what may be repeated: with an
 * idempotency key, or idempotent by itself. An abort of `signal` ends it with the last error.
 */
export async function insist<T>(attempt: () => Promise<T>, { signal, onWait }: InsistOptions): Promise<T> {
  for (let tries = 0; ; ++tries) {
    try {
      return await attempt();
    } catch (error) {
      const ms = pauseBeforeNextTry(error, tries);
      if (ms === null || signal?.aborted) throw error;
      const failure = error as Problem | Unreachable;
      onWait(failure, ms);
      await pause(ms, { ...(signal && { signal }), endsOnline: failure instanceof Unreachable });
      if (signal?.aborted) throw error;
    }
  }
}

/** Milliseconds until another try makes sense, after `tries` before this one; null when it does not. */
export function pauseBeforeNextTry(error: unknown, tries: number, random: Random = Math.random): number | null {
  if (error instanceof Unreachable) return backoff(tries, random);
  if (!(error instanceof Problem)) return null;
  const { status, kind, retryAfterMs } = error;
  if (status === 429 || status === 503 || kind === "idempotency-in-flight") {
    return retryAfterMs === null ? backoff(tries, random) : withJitter(retryAfterMs, random);
  }
  if (status >= 500) return tries < SERVER_FAULT_TRIES_MAX ? backoff(tries, random) : null;
  // The button came alive a little early: our idea of the server's clock is off.
  if (kind === "sale-not-open" && retryAfterMs !== null && retryAfterMs <= OPENING_WAIT_MS_MAX) {
    return withJitter(retryAfterMs, random);
  }
  return null;
}

/** Doubles with each try, and is spread over its upper half. */
export const backoff = (tries: number, random: Random = Math.random) =>
  Math.min(BACKOFF_MS.max, BACKOFF_MS.first * 2 ** tries) * (0.5 + random() / 2);

/** Never earlier than asked, and spread over a quarter of it, so that a crowd does not come back at once. */
const withJitter = (ms: number, random: Random) => ms + random() * Math.max(500, ms / 4);

export interface PauseOptions {
  readonly signal?: AbortSignal;
  /** Whether coming back online ends it early. */
  readonly endsOnline?: boolean;
}

export function pause(ms: number, { signal, endsOnline = false }: PauseOptions = {}): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
      window.removeEventListener("online", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal?.addEventListener("abort", end);
    if (endsOnline) window.addEventListener("online", end);
    if (signal?.aborted) end();
  });
}
