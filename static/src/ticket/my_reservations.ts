// The reservations that were opened on this device, so that nobody has to keep their addresses.
// Only here: the server has no accounts and knows nothing of this list.

import { readStored, removeStored, writeStored } from "../lib/storage";
import type { Reservation, SaleEvent } from "../lib/types";
import { isNewer, standingOf, type Standing } from "./hold";

/** What the list shows before the server was asked, and while it cannot be reached. */
export interface Remembered {
  readonly reservation: Reservation;
  /** Of its event, as it was when last seen. */
  readonly name: string;
  readonly venue: string;
  readonly startsAt: string | null;
  /** Of its section, or null while it waits for any. */
  readonly section: string | null;
  readonly accent?: string;
}

export function rememberedOf(reservation: Reservation, event: SaleEvent): Remembered {
  const section = event.sections.find(({ id }) => id === reservation.section)?.name ?? reservation.section;
  const { name, venue, starts_at: startsAt, accent } = event;
  return { reservation, name, venue, startsAt, section, ...(accent && { accent }) };
}

export const STORAGE_NAME = "onsale.reservations";
const COUNT_MAX = 100;

/** All that is remembered, the one seen last first. What cannot be read counts as not there. */
export function recall(): Remembered[] {
  const kept = readStored<unknown>(STORAGE_NAME);
  return Array.isArray(kept) ? kept.filter(isRemembered) : [];
}

/** Remembers it, or what is new about it. Nothing older replaces what is known. */
export function remember(entry: Remembered): void {
  const kept = recall();
  const known = kept.find(({ reservation }) => reservation.id === entry.reservation.id);
  if (known !== undefined && !isNewer(entry.reservation, known.reservation)) return;
  const others = kept.filter((other) => other !== known);
  writeStored(STORAGE_NAME, [entry, ...others].slice(0, COUNT_MAX));
}

export function forget(ids: readonly string[]): void {
  const kept = recall();
  const left = kept.filter(({ reservation }) => !ids.includes(reservation.id));
  if (left.length === kept.length) return;
  if (left.length === 0) removeStored(STORAGE_NAME);
  else writeStored(STORAGE_NAME, left);
}

function isRemembered(entry: unknown): entry is Remembered {
  const { reservation, name } = (entry ?? {}) as Partial<Remembered>;
  return typeof reservation?.id === "string" && typeof reservation.status === "string"
    && typeof name === "string";
}

export interface Arranged {
  /** What is held or wanted, most urgent first: holds by their end, the waitlist, tickets by their start. */
  readonly active: readonly Remembered[];
  /** What was given up or has run out, and tickets of what was long ago. */
  readonly over: readonly Remembered[];
}

const EVENING_MS = 12 * 3600_000; // after its start an event counts as going on for so long
const ORDER: readonly Standing[] = ["held", "waiting", "confirmed"];

/** `now` is on the server's clock, null while it is not known. */
export function arrange(entries: readonly Remembered[], now: number | null): Arranged {
  const isOver = ({ reservation, startsAt }: Remembered) => {
    const standing = standingOf(reservation, now);
    if (standing === "cancelled" || standing === "expired") return true;
    return standing === "confirmed" && startsAt !== null && now !== null && now > Date.parse(startsAt) + EVENING_MS;
  };
  const rank = ({ reservation }: Remembered) => {
    const standing = standingOf(reservation, now);
    return ORDER.indexOf(standing === "offered" ? "held" : standing);
  };
  const due = ({ reservation, startsAt }: Remembered) =>
    Date.parse(reservation.expires_at ?? startsAt ?? "") || Infinity;
  return {
    active: entries.filter((entry) => !isOver(entry)).sort((a, b) => rank(a) - rank(b) || compare(due(a), due(b))),
    over: entries.filter(isOver),
  };
}

const compare = (a: number, b: number) => (a === b ? 0 : a - b); // of which both may be Infinity
