// What happens to a person in a waiting room: they join, wait for the draw, wait for their turn,
// and take it. No part of it depends on how often or when this page looks: it can be reloaded, or
// closed and opened again, and goes on where it was.

import { computed, signal, type ReadonlySignal, type Signal } from "@preact/signals";

import { Problem, get, request } from "../lib/api";
import { serverNow } from "../lib/clock";
import { newKey } from "../lib/pending";
import { loadRefusals } from "../lib/problems";
import { poll } from "../lib/poll";
import { insist } from "../lib/retry";
import { positionsOf } from "./draw";
import { nextEstimate, remainingMs, type Estimate } from "./estimate";
import { forgetKept, loadKept, queueName, saveKept, type Kept } from "./kept";
import { paceMs } from "./pace";
import { drawOf, type Place, type QueueDocument, type Turn } from "./types";

const ADMITTED_MS = 30_000; // of looking, while there is nothing to wait for

export type Standing =
  /** Not joined: nothing is kept, or the place lapsed. */
  | "outside"
  | "joining"
  /** Joined, with the draw to come. */
  | "drawing"
  | "waiting"
  /** The turn is there, and about to be taken. */
  | "called"
  | "admitted"
  /** The turn came and went. */
  | "lapsed";

export class Room {
  readonly queue = signal<QueueDocument | null>(null);
  readonly kept: Signal<Kept | null>;
  readonly lapsed = signal(false);
  /** Why no answer comes; null while all is well. */
  readonly trouble = signal<unknown>(null);
  /** Why joining was refused. */
  readonly refusal = signal<unknown>(null);
  readonly estimate = signal<Estimate | null>(null);
  readonly position = computed(() => this.#positionIn(this.queue.value));
  /** How many people come first, below nought once it is this one's turn; null before the draw. */
  readonly ahead = computed(() => (this.position.value === null ? null : this.position.value - this.queue.value!.serving));
  readonly #eventId: string;
  readonly #path: string;
  readonly #poll;
  #positions: { seed: string; of: (number: number) => number } | null = null;
  readonly #share = Math.random();
  readonly #credential: ReadonlySignal<string | null>;
  #taking = false;
  #isSure = false;

  /** `credential`: goes with joining; null where the event asks for none. */
  constructor(eventId: string, credential: ReadonlySignal<string | null>) {
    this.#eventId = eventId;
    this.#credential = credential;
    this.#path = `/api/v1/events/${encodeURIComponent(eventId)}/queue`;
    this.kept = signal(loadKept(eventId));
    window.addEventListener("storage", ({ key }) => {
      if (key === queueName(eventId)) this.kept.value = loadKept(eventId);
    });
    this.#poll = poll(() => this.#look(), () => this.#paceMs(), { whileHidden: true });
    const { value: kept } = this.kept;
    if (kept !== null && kept.place === null) void this.join(kept.customer);
    void loadRefusals();
  }

  /** `now`: on the server's clock, if known. */
  standing(now: number | null): Standing {
    const kept = this.kept.value;
    if (kept === null) return this.lapsed.value ? "lapsed" : "outside";
    if (kept.place === null) return "joining";
    if (kept.expiresAt !== null) return now === null || now < Date.parse(kept.expiresAt) ? "admitted" : "lapsed";
    if (this.ahead.value === null) return "drawing";
    return this.ahead.value >= 0 ? "waiting" : "called";
  }

  async join(customer: string): Promise<void> {
    const before = this.kept.peek();
    // A place that is over is not asked for again.
    const key = before?.customer === customer && before.place === null ? before.key : newKey();
    const asked: Kept = { key, customer, place: null, number: null, contribution: null, admission: null, expiresAt: null };
    this.#keep(asked);
    this.lapsed.value = false;
    this.refusal.value = null;
    const body = JSON.stringify({ customer });
    try {
      const { place, number, contribution } = await insist(
        () => request<Place>("POST", this.#path, { body, idempotencyKey: key, credential: this.#credential.peek() }),
        { onWait: (error) => (this.trouble.value = error) },
      );
      this.trouble.value = null;
      this.#keep({ ...asked, place, number, contribution });
      this.#poll.ask();
    } catch (error) {
      this.trouble.value = null;
      this.refusal.value = error;
      this.#keep(null);
    }
  }

  /** Gives the place up, or ends the turn: somebody else gets it. */
  async leave(): Promise<void> {
    const kept = this.kept.peek();
    this.#keep(null);
    this.estimate.value = null;
    if (kept?.place) await insist(() => request("DELETE", placePath(kept.place!)), { onWait: () => {} }).catch(() => {});
  }

  /** The server knows better: the turn is over. */
  lapse(): void {
    this.#keep(null);
    this.estimate.value = null;
    this.lapsed.value = true;
  }

  #keep(kept: Kept | null): void {
    this.kept.value = kept;
    if (kept === null) forgetKept(this.#eventId);
    else saveKept(this.#eventId, kept);
  }

  #positionIn(queue: QueueDocument | null): number | null {
    const number = this.kept.value?.number ?? null;
    const draw = queue && drawOf(queue);
    if (draw === null || number === null) return null;
    if (this.#positions?.seed !== draw.seed) this.#positions = { seed: draw.seed, of: positionsOf(draw) };
    return this.#positions.of(number);
  }

  #paceMs(): number {
    const now = serverNow();
    if (this.standing(now) === "admitted") return ADMITTED_MS;
    const estimate = this.estimate.peek();
    const leftMs = estimate && remainingMs(estimate, now ?? Date.now());
    return paceMs({ queue: this.queue.peek(), ahead: this.ahead.peek(), leftMs, now, share: this.#share });
  }

  async #look(): Promise<void> {
    try {
      await this.#follow();
      this.trouble.value = null;
    } catch (error) {
      this.trouble.value = error;
      throw error;
    }
  }

  async #follow(): Promise<void> {
    const queue = await get<QueueDocument>(this.#path);
    this.queue.value = queue;
    const ahead = this.ahead.peek();
    const now = serverNow() ?? Date.now();
    if (ahead !== null) this.estimate.value = nextEstimate(this.estimate.peek(), Math.max(0, ahead), queue.rate_per_minute, now);
    // A turn that was kept may have ended since, on another page: asking again gives the same.
    const standing = this.standing(serverNow());
    if (standing === "called" || (standing === "admitted" && !this.#isSure)) await this.#takeTurn();
  }

  async #takeTurn(): Promise<void> {
    const kept = this.kept.peek();
    if (kept?.place == null || this.#taking) return;
    this.#taking = true;
    try {
      const turn = await request<Turn>("POST", `${placePath(kept.place)}/admission`);
      this.#isSure = "admission" in turn;
      if ("admission" in turn) this.#keep({ ...kept, admission: turn.admission, expiresAt: turn.expires_at });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.kind === "place-lapsed" || error.kind === "place-not-found") this.lapse();
      else if (error.status >= 500 || error.status === 429) throw error;
    } finally {
      this.#taking = false;
    }
  }
}

const placePath = (place: string) => `/api/v1/queue/${encodeURIComponent(place)}`;
