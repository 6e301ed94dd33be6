// The list of this device's reservations: what it remembers, refreshed by what the server says.

import { batch, signal } from "@preact/signals";

import { get, isUnknown } from "../lib/api";
import type { Reservation, SaleEvent } from "../lib/types";
import { forget, recall, remember, rememberedOf, type Remembered } from "./my_reservations";

const AT_ONCE = 4; // requests, so that a long list does not crowd out what the person does

export class MyList {
  readonly entries = signal<readonly Remembered[] | null>(null);
  /** The server's clock, null until it is known. */
  readonly now = signal<number | null>(null);
  /** How many were taken off, because the server does not know them any more. */
  readonly removed = signal(0);
  /** Why the server could not be asked; null when it could. */
  readonly trouble = signal<unknown>(null);

  recall(): void {
    this.entries.value = recall();
  }

  /** Asks the server about each. Rejects when one could not be asked, after all were tried. */
  async refresh(): Promise<void> {
    const left = recall().filter(({ reservation }) => reservation.status !== "cancelled");
    const events = new Map<string, Promise<SaleEvent | null>>(); // each asked for once
    const eventOf = (id: string) => {
      const known = events.get(id) ?? get<SaleEvent>(`/api/v1/events/${id}`).catch(() => null);
      events.set(id, known);
      return known;
    };
    const unknown: string[] = [];
    let trouble: unknown = null;
    const work = async () => {
      for (let entry = left.pop(); entry !== undefined; entry = left.pop()) {
        try {
          const reservation = await get<Reservation>(`/api/v1/reservations/${entry.reservation.id}`);
          const event = await eventOf(reservation.event);
          remember(event === null ? { ...entry, reservation } : rememberedOf(reservation, event));
        } catch (error) {
          if (isUnknown(error)) unknown.push(entry.reservation.id);
          else trouble = error;
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    forget(unknown);
    batch(() => {
      this.removed.value += unknown.length;
      this.trouble.value = trouble;
      this.recall();
    });
    if (trouble !== null) throw trouble;
  }

  forget(ids: readonly string[]): void {
    forget(ids);
    this.recall();
  }
}
