import type { SeatFeed, SeatUpdate } from "../plan";

const KEPT_MAX = 1000;

/** Keeps what the stream told of seats, for a plan that is opened later. */
export class KeptSeatFeed implements SeatFeed {
  #kept: SeatUpdate[] = [];
  readonly #listeners = new Set<(update: SeatUpdate) => void>();

  tell(update: SeatUpdate): void {
    // What is read anew has all that came before.
    if (update.kind === "reload") this.#kept = [];
    this.#kept.push(update);
    if (this.#kept.length > KEPT_MAX) this.#kept = [{ kind: "reload", sequence: update.sequence }];
    for (const listener of this.#listeners) listener(update);
  }

  subscribe(listener: (update: SeatUpdate) => void): () => void {
    for (const update of [...this.#kept]) listener(update);
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}
