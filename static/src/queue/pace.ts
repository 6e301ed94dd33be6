// How often a page in a waiting room looks. All that wait look at one small document, which caches
// may keep; still, a crowd looks less often the larger it is, and those whose turn is far away leave
// it to those whose turn is near.

import type { QueueDocument } from "./types";

const NEAR_MS = 2000;
const BEFORE_DRAW_MS = { min: 8000, max: 60_000, perEntrant: 0.5 };
/** Over which a crowd finds out how it was drawn. */
const AFTER_DRAW_MS = { max: 20_000, perEntrant: 0.2 };
const WAITING_MS_MAX = 60_000;
const NEAR_SHARE = 0.1; // of the time there is still to wait

const clamp = (value: number, min: number, max: number) => Math.min(max, Math.max(min, value));

export interface Look {
  readonly queue: QueueDocument | null;
  /** How many people come first; null before the draw, and for who has not joined. */
  readonly ahead: number | null;
  /** How long they will take, where that is known. */
  readonly leftMs: number | null;
  /** On the server's clock, if known. */
  readonly now: number | null;
  /** From 0 to 1: this page's own. */
  readonly share: number;
}

/** Milliseconds until the next look. */
export function paceMs({ queue, ahead, leftMs, now, share }: Look): number {
  if (queue === null) return NEAR_MS;
  if (ahead !== null) {
    const left = leftMs ?? (ahead / Math.max(1, queue.target)) * 60_000;
    return clamp(left * NEAR_SHARE, NEAR_MS, WAITING_MS_MAX);
  }
  const { min, max, perEntrant } = BEFORE_DRAW_MS;
  const calm = clamp(queue.entrants * perEntrant, min, max);
  if (queue.seed !== null || now === null) return calm;
  const untilDraw = Math.max(0, Date.parse(queue.draws_at) - now);
  const spread = share * clamp(queue.entrants * AFTER_DRAW_MS.perEntrant, NEAR_MS / 2, AFTER_DRAW_MS.max);
  // Late already: the draw waits for its beacon, or is being made.
  if (untilDraw === 0) return NEAR_MS + spread;
  return Math.min(calm, untilDraw + spread);
}
