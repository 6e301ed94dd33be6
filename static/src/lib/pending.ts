// Requests under way, kept over reloads until they are answered. The same request always goes out
// with the same key, so it can never be carried out twice.

import { readStored, removeStored, writeStored } from "./storage";

/** A request that is kept in the device's storage. */
export interface KeptRequest {
  /** Its idempotency key. */
  readonly key: string;
  readonly body: string;
}

export interface Pending extends KeptRequest {
  /** The last part of the request's path: `reservations`, `confirm`. */
  readonly call: string;
  /** By the device's clock, milliseconds since 1970. */
  readonly sentAt: number;
}

const nameOf = (subject: string) => `onsale.pending.${subject}`;

/** What is kept under a name, or null. What is not of our making counts as nothing. */
export function loadKept<T extends KeptRequest>(name: string): T | null {
  const kept = readStored<T>(name);
  return typeof kept?.key === "string" && typeof kept.body === "string" ? kept : null;
}

/** What was sent for `subject` (an event's or a reservation's id) and not answered, or null. */
export const loadPending = (subject: string): Pending | null => loadKept(nameOf(subject));

/**
 * The request to send: the one that is pending when it asks for the same, or a new one. `key`: of
 * one that has its key already.
 */
export function openPending(subject: string, call: string, body: string, key?: string): Pending {
  const known = loadPending(subject);
  if (key === undefined && known?.call === call && known.body === body) return known;
  const pending = { key: key ?? newKey(), call, body, sentAt: Date.now() };
  writeStored(nameOf(subject), pending);
  return pending;
}

/** Forgets the request with this key, and not one that another tab has sent since. */
export function closePending(subject: string, key: string): void {
  if (loadPending(subject)?.key === key) removeStored(nameOf(subject));
}

// crypto.randomUUID() is there only on HTTPS and localhost. These are 128 bits, as it has.
export const newKey = (): string => crypto.getRandomValues(new BigUint64Array(2)).join("-");
