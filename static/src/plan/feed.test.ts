import { beforeEach, expect, it, vi } from "vitest";

import type { SeatsDocument } from "./document";
import { Feed } from "./feed";
import type { SeatUpdate } from ".";

const told: string[] = [];
let answer: (document: SeatsDocument | Error) => void;
const read = vi.fn(
  () =>
    new Promise<SeatsDocument>((resolve, reject) => {
      answer = (result) => (result instanceof Error ? reject(result) : resolve(result));
    }),
);
const handlers = {
  document: ({ sequence }: SeatsDocument) => void told.push(`document ${sequence}`),
  change: ({ sequence }: SeatUpdate) => void told.push(`change ${sequence}`),
  trouble: () => void told.push("trouble"),
};

const at = (sequence: number): SeatsDocument => ({ event: "e", sequence, sections: [], states: {} });
const change = (sequence: number): SeatUpdate => ({ kind: "seats", sequence, changes: {} });
const reload = (sequence: number): SeatUpdate => ({ kind: "reload", sequence });
const settled = () => new Promise((resolve) => setImmediate(resolve));

const pause = vi.fn((_ms: number) => Promise.resolve());

let feed: Feed;
beforeEach(() => {
  told.length = 0;
  read.mockClear();
  pause.mockClear();
  feed = new Feed(read, handlers, pause);
});

async function answered(result: SeatsDocument | Error): Promise<void> {
  answer(result);
  await settled();
}

it("tells the document, then the changes behind it", async () => {
  feed.take(change(4));
  feed.take(change(6));
  await answered(at(5));
  feed.take(change(7));
  feed.take(change(7));
  expect(told).toEqual(["document 5", "change 6", "change 7"]);
});

it("reads again where the stream began anew, once, and not for what is known", async () => {
  await answered(at(5));
  feed.take(reload(5));
  expect(read).toHaveBeenCalledTimes(1);
  feed.take(reload(8));
  feed.take(reload(9));
  feed.take(change(10));
  await settled();
  expect(read).toHaveBeenCalledTimes(2);
  await answered(at(9));
  expect(told).toEqual(["document 5", "document 9", "change 10"]);
});

it("does not take a cache's word", async () => {
  await answered(at(5));
  feed.take(reload(8));
  await settled();
  await answered(at(6));
  expect(told).toEqual(["document 5"]);
  await answered(at(8));
  expect(told).toEqual(["document 5", "document 8"]);
});

it("tries again after a failure", async () => {
  await answered(new Error("no answer"));
  await answered(at(5));
  expect(told).toEqual(["trouble", "document 5"]);
});

it("asks a server that fails less and less often, not in step with others", async () => {
  for (let i = 0; i < 8; ++i) await answered(new Error("no answer"));
  const pauses = pause.mock.calls.map(([ms]) => ms);
  expect(pauses[7]).toBeGreaterThan(4 * pauses[0]!);
  expect(new Set(pauses).size).toBe(8);
});

it("tells nothing after its end", async () => {
  feed.end();
  await answered(at(5));
  feed.take(change(6));
  expect(told).toEqual([]);
});
