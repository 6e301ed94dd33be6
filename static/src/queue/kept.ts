// A person's place in a waiting room, kept on this device.

import { readStored, removeStored, writeStored } from "../lib/storage";

export interface Kept {
  /** Of joining: the same key is given the same place. */
  readonly key: string;
  readonly customer: string;
  /** Null while joining is not answered. */
  readonly place: string | null;
  readonly number: number | null;
  /** What it brought into the draw. */
  readonly contribution: string | null;
  /** Of the turn that has come. RFC 3339. */
  readonly admission: string | null;
  readonly expiresAt: string | null;
}

export const queueName = (eventId: string) => `onsale.queue.${eventId}`;

/** What is kept for an event, or null. What is not of our making counts as nothing. */
export function loadKept(eventId: string): Kept | null {
  const kept = readStored<Kept>(queueName(eventId));
  return typeof kept?.key === "string" && typeof kept.customer === "string" ? kept : null;
}

export const saveKept = (eventId: string, kept: Kept): void => writeStored(queueName(eventId), kept);

export const forgetKept = (eventId: string): void => removeStored(queueName(eventId));
