import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { follow, type Follower } from "./follow";
import { anEvent } from "./testing";

let answer: () => Promise<Response>;
let streams: EventTarget[];

beforeEach(() => {
  vi.useFakeTimers();
  streams = [];
  answer = async () => new Response(JSON.stringify(anEvent()));
  vi.stubGlobal("window", new EventTarget());
  vi.stubGlobal("document", new EventTarget());
  vi.stubGlobal("fetch", () => answer());
  vi.stubGlobal("EventSource", class extends EventTarget {
    static readonly CLOSED = 2;
    readyState = 1;

    constructor() {
      super();
      streams.push(this);
    }

    close() {
      this.readyState = 2;
    }
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function start() {
  const follower = {
    onEvent: vi.fn(), onAvailability: vi.fn(), onState: vi.fn(), onSeats: vi.fn(), onDeleted: vi.fn(),
    onLive: vi.fn(), onFailure: vi.fn(), isOpen: () => true, staysAwake: () => false,
  } satisfies Follower;
  return { follower, following: follow("/api/v1/events/gala", follower) };
}

const tell = (kind: string, data: unknown) =>
  streams.at(-1)!.dispatchEvent(Object.assign(new Event(kind), { data: JSON.stringify(data) }));

it("has the seats read again where no stream tells of them", async () => {
  const { follower } = start();
  streams[0]!.dispatchEvent(new Event("error")); // it connects again by itself
  await vi.advanceTimersByTimeAsync(0);
  expect(follower.onLive).toHaveBeenLastCalledWith(false);
  expect(follower.onEvent).toHaveBeenCalledWith(anEvent());
  expect(follower.onSeats).toHaveBeenCalledWith({ kind: "reload", sequence: 5 });
});

it("leaves the seats to the stream while there is one", async () => {
  const { follower, following } = start();
  tell("snapshot", anEvent());
  follower.onSeats.mockClear();
  following.ask();
  await vi.advanceTimersByTimeAsync(0);
  expect(follower.onEvent).toHaveBeenCalledTimes(2);
  expect(follower.onSeats).not.toHaveBeenCalled();
});

it("has a stream only while it is seen", () => {
  const hide = (hidden: boolean) => {
    Object.assign(document, { hidden });
    document.dispatchEvent(new Event("visibilitychange"));
  };
  Object.assign(document, { hidden: true });
  start();
  expect(streams).toHaveLength(0);
  hide(false);
  expect(streams).toHaveLength(1);
  hide(true);
  window.dispatchEvent(new Event("online"));
  expect(streams).toHaveLength(1);
  expect(streams[0]).toHaveProperty("readyState", EventSource.CLOSED);
});

it("takes a look that failed for no failure when the stream is there again", async () => {
  const { follower } = start();
  let fail = (_: Error) => {};
  answer = () => new Promise((_, reject) => (fail = reject));
  streams[0]!.dispatchEvent(new Event("error"));
  tell("snapshot", anEvent());
  fail(new TypeError("lost"));
  await vi.advanceTimersByTimeAsync(0);
  expect(follower.onFailure.mock.calls).toEqual([[null]]);
});
