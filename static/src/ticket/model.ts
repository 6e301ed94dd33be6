// What the reservation page knows and does. It holds what the server said last, lets time pass on
// the server's clock, and asks again; the components only show it.

import { batch, computed, signal } from "@preact/signals";

import { isUnknown } from "../lib/api";
import { insist } from "../lib/retry";
import type { Reservation, SaleEvent } from "../lib/types";
import { canExtend, isNewer, remainingMs, standingOf, urgencyOf, type Standing } from "./hold";

export type Action = "confirm" | "extend" | "cancel";

/** How an action ended: what there was when the button was pressed, and then. */
export interface Outcome {
  readonly action: Action;
  readonly before: Standing;
  readonly after: Standing | null;
  readonly error: unknown; // undefined when it was done
}

/** The calls that a ticket needs. They reject as `request` of lib/api.ts does. */
export interface Server {
  reservation(): Promise<Reservation>;
  event(id: string): Promise<SaleEvent>;
  /** The reservation as it is now; null where the server has nothing to say about it. */
  act(action: Action): Promise<Reservation | null>;
}

export class Ticket {
  readonly reservation = signal<Reservation | null>(null);
  readonly event = signal<SaleEvent | null>(null);
  /** The server's clock, null until it is known. Whoever owns the ticket lets it go on. */
  readonly now = signal<number | null>(null);
  /** The server has no such reservation. Nothing is asked any more. */
  readonly unknown = signal(false);
  /** Why the last look at the reservation failed; null when it did not. */
  readonly trouble = signal<unknown>(null);
  readonly doing = signal<Action | null>(null);
  /** Why the action under way is being repeated. */
  readonly obstacle = signal<unknown>(null);

  readonly standing = computed(() => {
    const reservation = this.reservation.value;
    return reservation && standingOf(reservation, this.now.value);
  });
  /** Of the last action, until another one or until things have moved on. */
  readonly outcome = computed(() => {
    const last = this.#lastOutcome.value;
    return last?.after === this.standing.value ? last : null;
  });
  readonly leftMs = computed(() => this.reservation.value && remainingMs(this.reservation.value, this.now.value));
  /** The full length of the hold or the offer, null while it is not known. */
  readonly lengthMs = computed(() => {
    const event = this.event.value;
    if (event === null) return null;
    const isOffer = this.reservation.value?.waitlist != null;
    const seconds = isOffer ? event.waitlist?.offer_seconds : event.hold_seconds;
    return seconds === undefined ? null : seconds * 1000;
  });
  readonly urgency = computed(() =>
    this.leftMs.value === null ? "calm" : urgencyOf(this.leftMs.value, this.lengthMs.value));
  readonly canExtend = computed(() =>
    this.reservation.value !== null && canExtend(this.reservation.value, this.lengthMs.value, this.now.value));

  readonly #lastOutcome = signal<Outcome | null>(null);

  /** `changed` is told each answer that was new here, to remember it and tell other tabs. */
  constructor(private readonly server: Server, private readonly changed: (reservation: Reservation) => void = () => {}) {}

  /** Takes what another tab, or this device's memory, knows. */
  adopt(reservation: Reservation): boolean {
    if (!isNewer(reservation, this.reservation.value)) return false;
    this.reservation.value = reservation;
    return true;
  }

  /** Looks at the reservation. Rejects when that failed, so that the next look can come later. */
  async refresh(): Promise<void> {
    if (this.unknown.value) return;
    try {
      this.#learn(await this.server.reservation());
      this.trouble.value = null;
    } catch (error) {
      batch(() => {
        this.unknown.value = isUnknown(error);
        this.trouble.value = error;
      });
      if (!this.unknown.value) throw error;
      return;
    }
    await this.#learnEvent();
  }

  /**
   * Insists until it is answered. Each action may be repeated as often as it takes: the server does
   * it once.
   */
  async act(action: Action): Promise<void> {
    const before = this.standing.value;
    if (before === null || this.doing.value !== null) return;
    batch(() => {
      this.doing.value = action;
      this.#lastOutcome.value = null;
    });
    let error: unknown;
    try {
      const onWait = (obstacle: unknown) => (this.obstacle.value = obstacle);
      const answer = await insist(() => this.server.act(action), { onWait });
      this.#learn(answer ?? this.#cancelled());
      this.trouble.value = null;
    } catch (refusal) {
      error = refusal;
      await this.refresh().catch(() => {}); // things are other than they looked
    }
    batch(() => {
      this.doing.value = null;
      this.obstacle.value = null;
      this.#lastOutcome.value = { action, before, after: this.standing.value, error };
    });
  }

  #learn(reservation: Reservation): void {
    if (this.adopt(reservation)) this.changed(reservation);
  }

  // A cancel is answered without content; what it did is clear. It is newer than any answer before.
  #cancelled(): Reservation {
    const cancelled = this.reservation.value!;
    return { ...cancelled, status: "cancelled", expires_at: null, sequence: cancelled.sequence + 1 };
  }

  // Once is enough; without it, the ticket shows its ids.
  async #learnEvent(): Promise<void> {
    if (this.event.value !== null || this.reservation.value === null) return;
    this.event.value = await this.server.event(this.reservation.value.event).catch(() => null);
    if (this.event.value !== null) this.changed(this.reservation.value);
  }
}
