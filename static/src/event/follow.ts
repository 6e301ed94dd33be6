// Follows an event: by Server-Sent Events while this page is seen, and by asking again and again
// where no stream comes through, as behind some proxies.

import { get } from "../lib/api";
import { poll, type Poll } from "../lib/poll";
import type { SaleEvent } from "../lib/types";
import type { SeatUpdate } from "../plan";
import type { Availability, StateChange } from "./live";

const POLL_OPEN_MS = 2000;
const POLL_QUIET_MS = 15_000;
const FIRST_MESSAGE_MS = 8000; // a stream that says nothing for so long is held back
const STREAM_AGAIN_MS = 120_000;

export interface Follower {
  onEvent(event: SaleEvent): void;
  onAvailability(availability: Availability): void;
  onState(change: StateChange): void;
  onSeats(update: SeatUpdate): void;
  onDeleted(): void;
  /** Whether numbers come by themselves. */
  onLive(live: boolean): void;
  /** An answer that should have come did not; null: one came again. */
  onFailure(error: unknown): void;
  /** Whether the numbers change from moment to moment. */
  isOpen(): boolean;
  /** Whether a page that is not seen goes on watching, as it has something to do in time. */
  staysAwake(): boolean;
}

export interface Following {
  /** Asks for the event now, whatever the stream does. */
  ask(): void;
}

export function follow(path: string, follower: Follower): Following {
  let stream: EventSource | null = null;
  let asking: Poll | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function load() {
    try {
      const event = await get<SaleEvent>(path);
      follower.onEvent(event);
      follower.onFailure(null);
      if (asking !== null) follower.onSeats({ kind: "reload", sequence: event.sequence });
    } catch (error) {
      // While the stream tells everything, nothing is missed.
      if (asking !== null) follower.onFailure(error);
      throw error;
    }
  }

  function askInstead() {
    follower.onLive(false);
    asking ??= poll(load, () => (follower.isOpen() ? POLL_OPEN_MS : POLL_QUIET_MS));
  }

  function fallBack() {
    closeStream();
    askInstead();
    timer = setTimeout(openStream, STREAM_AGAIN_MS * (0.75 + Math.random() / 2));
  }

  function closeStream() {
    clearTimeout(timer);
    stream?.close();
    stream = null;
  }

  function onMessage() {
    clearTimeout(timer);
    asking?.stop();
    asking = null;
    follower.onLive(true);
    follower.onFailure(null);
  }

  function openStream() {
    closeStream();
    if (typeof EventSource === "undefined") return fallBack();
    stream = new EventSource(`${path}/stream`);
    timer = setTimeout(fallBack, FIRST_MESSAGE_MS);
    listen(stream, follower, onMessage);
    stream.addEventListener("error", () => {
      // While it connects again by itself, numbers are asked for; where it gave up, for longer.
      if (stream?.readyState === EventSource.CLOSED) fallBack();
      else askInstead();
    });
  }

  // A browser has few connections for a server, and tabs share them.
  function watch() {
    if (document.hidden && !follower.staysAwake()) closeStream();
    else openStream();
  }

  document.addEventListener("visibilitychange", watch);
  window.addEventListener("online", watch);
  watch();
  return { ask: () => (asking === null ? void load().catch(() => {}) : asking.ask()) };
}

function listen(stream: EventSource, follower: Follower, onMessage: () => void) {
  const on = <T>(kind: string, take: (data: T) => void) =>
    stream.addEventListener(kind, ({ data }: MessageEvent<string>) => {
      onMessage();
      take(JSON.parse(data) as T);
    });
  on<SaleEvent>("snapshot", (event) => {
    follower.onEvent(event);
    follower.onSeats({ kind: "reload", sequence: event.sequence });
  });
  on<Availability>("availability", (found) => follower.onAvailability(found));
  on<StateChange>("state", (change) => follower.onState(change));
  on<{ sequence: number; seats: (SeatUpdate & { kind: "seats" })["changes"] }>("seats", ({ sequence, seats }) =>
    follower.onSeats({ kind: "seats", sequence, changes: seats }));
  on<{ sequence: number }>("plan", ({ sequence }) => follower.onSeats({ kind: "reload", sequence }));
  on("deleted", () => {
    stream.close();
    follower.onDeleted();
  });
}
