// What a reservation is at a moment of the server's clock, and how near its end is. Pure, so that
// every second of a hold can be tested without waiting for it.

import type { Reservation } from "../lib/types";

/** What the person has in hand. An offer is a hold that came from the waitlist. */
export type Standing = "waiting" | "offered" | "held" | "confirmed" | "cancelled" | "expired";

/** How near the end of a hold is: `soon` asks for attention, `last` is the last call. */
export type Urgency = "calm" | "soon" | "last";

const SOON_MS = 120_000;
const LAST_MS = 30_000;
const HOLD_FACTOR_MAX = 4; // the server extends a hold to this many times its length, no further
const WORTH_EXTENDING_MS = 1000;

/** Milliseconds until a hold ends, never below 0; null where nothing is running. */
export function remainingMs(reservation: Reservation, now: number | null): number | null {
  if (now === null || reservation.status !== "held" || reservation.expires_at === null) return null;
  return Math.max(0, Date.parse(reservation.expires_at) - now);
}

/**
 * A hold is over at its end, whether or not the server was asked again. Before the server's clock
 * is known (`now` null) the server's last word counts.
 */
export function standingOf(reservation: Reservation, now: number | null): Standing {
  if (reservation.status !== "held") return reservation.status;
  if (remainingMs(reservation, now) === 0) return "expired";
  return reservation.waitlist === null ? "held" : "offered";
}

/**
 * Short holds warn later, so that one of a minute does not begin with an alarm: at half of their
 * length, and once more at a quarter. `lengthMs` is null while the event is not known.
 */
export function urgencyOf(leftMs: number, lengthMs: number | null): Urgency {
  const length = lengthMs ?? Infinity;
  if (leftMs <= Math.min(LAST_MS, length / 4)) return "last";
  return leftMs <= Math.min(SOON_MS, length / 2) ? "soon" : "calm";
}

/**
 * Whether asking for more time would give more than a second of it. The server has the last word;
 * it knows the hold's length as it was when it was made.
 */
export function canExtend(reservation: Reservation, holdMs: number | null, now: number | null): boolean {
  if (standingOf(reservation, now) !== "held" || reservation.expires_at === null) return false;
  if (holdMs === null || now === null) return true;
  const longest = Date.parse(reservation.created_at) + HOLD_FACTOR_MAX * holdMs;
  return Math.min(longest, now + holdMs) - Date.parse(reservation.expires_at) > WORTH_EXTENDING_MS;
}

/** Whether `next` may take the place of `known`: answers can overtake each other, and tabs too. */
export function isNewer(next: Reservation, known: Reservation | null): boolean {
  return known === null || (next.id === known.id && next.sequence >= known.sequence);
}

/** Minutes and seconds, as on a clock: a second is shown until it is over. */
export function clockDigits(leftMs: number): string {
  const seconds = Math.ceil(leftMs / 1000);
  const two = (value: number) => String(value).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0
    ? `${hours}:${two(minutes)}:${two(seconds % 60)}`
    : `${minutes}:${two(seconds % 60)}`;
}
