// Requests under way, kept over reloads until they are answered. The same request always goes out
// with the same key, so it can never be carried out twice.

import { readStored, removeStored, writeStored } from "./storage";

export interface Pending {
  readonly key: string;
  /** The last part of the request's path: `reservations`, `confirm`. */
  readonly call: string;
  readonly body: string;
  /** By the device's clock, milliseconds since 1970. */
  readonly sentAt: number;
}

const nameOf = (subject: string) => `onsale.pending.${subject}`;

/** What was sent for `subject` (an event's or a reservation's id) and not answered, or null. */
export function loadPending(subject: string): Pending | null {
  const pending = readStored<Pending>(nameOf(subject));
  return typeof pending?.key === "string" && typeof pending.body === "string" ? pending : null;
}

/** The request to send: the one that is pending when it asks for the same, or a new one. */
export function openPending(subject: string, call: string, body: string): Pending {
  const known = loadPending(subject);
  if (known?.call === call && known.body === body) return known;
  const pending = { key: newKey(), call, body, sentAt: Date.now() };
  writeStored(nameOf(subject), pending);
  return pending;
}

/** Forgets the request with this key, and not one that another tab has sent since. */
export function closePending(subject: string, key: string): void {
  if (loadPending(subject)?.key === key) removeStored(nameOf(subject));
}

// crypto.randomUUID() is there only on HTTPS and localhost.
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
