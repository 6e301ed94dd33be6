// The draw of an event's waiting room, checked on this device from what the server publishes.

import { computed, signal } from "@preact/signals";

import { Problem, get } from "../lib/api";
import { insist } from "../lib/retry";
import { EntrantsDigest, keepsCommitment, positionsOf } from "./draw";
import { loadKept } from "./kept";
import { drawOf, type QueueDocument } from "./types";

const PAGE = 1000;
const LOOK_AGAIN_MS = 5_000;

interface EntrantPage {
  readonly items: readonly string[];
  readonly next: string | null;
}

export type EntrantsCheck = "open" | "checking" | "holds" | "fails";

export class Check {
  readonly queue = signal<QueueDocument | null>(null);
  readonly missing = signal(false);
  readonly trouble = signal<unknown>(null);
  readonly entrants = signal<EntrantsCheck>("open");
  /** How many of them were read. */
  readonly read = signal(0);
  /** The number of this device's own place; null where it has none. */
  readonly own: number | null;
  /** Whether the own value stands at the own number; null before the entrants were read. */
  readonly ownHolds = signal<boolean | null>(null);
  readonly draw = computed(() => this.queue.value && drawOf(this.queue.value));
  readonly seedHolds = computed(() => this.draw.value !== null && keepsCommitment(this.draw.value));
  readonly positionOf = computed(() => this.draw.value && positionsOf(this.draw.value));
  readonly #path: string;
  readonly #ownValue: string | null;

  constructor(event: string | null) {
    this.#path = `/api/v1/events/${encodeURIComponent(event ?? "")}/queue`;
    const kept = event === null ? null : loadKept(event);
    this.own = kept?.number ?? null;
    this.#ownValue = kept?.contribution ?? null;
    if (event === null || event === "") this.missing.value = true;
    else void this.#load();
  }

  /** Reads what is published, and again until there was a draw. */
  async #load(): Promise<void> {
    try {
      this.queue.value = await insist(() => get<QueueDocument>(this.#path), { onWait: (error) => (this.trouble.value = error) });
      this.trouble.value = null;
      if (this.draw.peek() === null && this.queue.peek()?.state !== "ended") {
        setTimeout(() => void this.#load(), LOOK_AGAIN_MS);
      }
    } catch (error) {
      if (error instanceof Problem && error.status === 404) this.missing.value = true;
      else this.trouble.value = error;
    }
  }

  /** Reads all entrants, and computes their digest. */
  async checkEntrants(): Promise<void> {
    const draw = this.draw.peek();
    if (draw === null || this.entrants.peek() === "checking") return;
    this.entrants.value = "checking";
    this.trouble.value = null;
    const digest = new EntrantsDigest(draw);
    try {
      for (let after: string | null = ""; after !== null;) {
        const query: string = after === "" ? "" : `&after=${encodeURIComponent(after)}`;
        const { items, next }: EntrantPage = await get(`${this.#path}/entrants?limit=${PAGE}${query}`);
        for (const item of items) {
          if (digest.count === this.own) this.ownHolds.value = item === this.#ownValue;
          digest.add(item);
        }
        this.read.value = digest.count;
        after = next;
      }
      const holds = digest.count === draw.drawn && digest.hex === draw.entrants_digest;
      this.entrants.value = holds ? "holds" : "fails";
    } catch (error) {
      this.trouble.value = error;
      this.entrants.value = "open";
    }
  }
}
