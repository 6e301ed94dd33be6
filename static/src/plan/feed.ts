// Keeps the seats at what the server says: the document first, then what the event's stream tells.
// Where the stream began anew, the document is read again, so that no change is missed.

import { backoff } from "../lib/retry";
import type { SeatsDocument } from "./document";
import type { SeatUpdate } from ".";

type Change = SeatUpdate & { readonly kind: "seats" };

export interface FeedHandlers {
  /** All seats, as they are; the first call brings them, later ones replace them. */
  document(document: SeatsDocument): void;
  /** Changes that came after that. */
  change(change: Change): void;
  /** Reading failed; it is tried again. */
  trouble(error: unknown): void;
}

const SPREAD_MS = 500; // over which a crowd that lost the stream together reads again

export class Feed {
  private known = -1; // sequence up to which the seats are known
  private wanted = 0;
  private reading = false;
  private ended = false;
  private readonly waiting: Change[] = []; // came while the document was read

  /** `pause` waits so many milliseconds. */
  constructor(
    private readonly read: () => Promise<SeatsDocument>,
    private readonly handlers: FeedHandlers,
    private readonly pause: (ms: number) => Promise<void>,
  ) {
    void this.readUntilKnown(0);
  }

  end(): void {
    this.ended = true;
  }

  take(update: SeatUpdate): void {
    if (update.kind === "seats") {
      this.takeChange(update);
    } else if (update.sequence > this.known) {
      this.wanted = Math.max(this.wanted, update.sequence);
      if (!this.reading) void this.readUntilKnown(Math.random() * SPREAD_MS);
    }
  }

  private takeChange(change: Change): void {
    if (this.reading) {
      this.waiting.push(change);
    } else if (change.sequence > this.known) {
      this.known = change.sequence;
      this.handlers.change(change);
    }
  }

  private async readUntilKnown(delayMs: number): Promise<void> {
    this.reading = true;
    for (let tries = 0, ms = delayMs; !this.ended; ms = backoff(++tries)) {
      if (ms > 0) await this.pause(ms);
      try {
        const document = await this.read();
        if (this.ended) return;
        if (document.sequence < this.wanted) continue; // from a cache
        this.known = document.sequence;
        this.handlers.document(document);
        break;
      } catch (error) {
        if (!this.ended) this.handlers.trouble(error);
      }
    }
    this.reading = false;
    for (const change of this.waiting.splice(0)) this.takeChange(change);
  }
}
