// What the API says of waiting rooms.

import type { PublicDraw } from "./draw";

export type QueueState = "scheduled" | "joining" | "closed" | "serving" | "paused" | "sold-out" | "ended";

/** `GET /api/v1/events/{event}/queue`: the same for all who wait. */
export interface QueueDocument {
  readonly event: string;
  readonly state: QueueState;
  /** RFC 3339, as `draws_at`. */
  readonly opens_at: string;
  readonly draws_at: string;
  readonly entrants: number;
  readonly commitment: string;
  /** How many were drawn; null before it closed for the draw, as `entrants_digest`. */
  readonly drawn: number | null;
  readonly entrants_digest: string | null;
  /** Null before the draw. */
  readonly seed: string | null;
  readonly beacon_source: string | null;
  readonly beacon: string | null;
  /** Positions below it have their turn, or had it. */
  readonly serving: number;
  readonly shopping: number;
  readonly target: number;
  readonly rate_per_minute: number | null;
  readonly claim_seconds: number;
  readonly admission_seconds: number;
  /** The operator's, for all who wait. */
  readonly message: string | null;
}

/** What joining answers. */
export interface Place {
  /** A capability: whoever has it has the place. */
  readonly place: string;
  readonly number: number;
  /** What this entrant brought into the draw, in hexadecimal. */
  readonly contribution: string;
}

/** What taking one's turn answers: it has come, or not yet. */
export type Turn =
  | { readonly admission: string; readonly expires_at: string }
  | { readonly state: QueueState; readonly position: number | null };

/** The draw, where it was made. */
export function drawOf(queue: QueueDocument): PublicDraw | null {
  const { seed, entrants_digest: digest, drawn } = queue;
  return seed === null || digest === null || drawn === null ? null : { ...queue, seed, entrants_digest: digest, drawn };
}
