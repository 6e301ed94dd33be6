import { describe, expect, it } from "vitest";

import type { SeatUpdate } from "../plan";
import { KeptSeatFeed } from "./seat_feed";

const seats = (sequence: number): SeatUpdate => ({ kind: "seats", sequence, changes: { stalls: { h: [`A-${sequence}`] } } });

function heard(feed: KeptSeatFeed) {
  const updates: SeatUpdate[] = [];
  const end = feed.subscribe((update) => updates.push(update));
  return { updates, end };
}

describe("KeptSeatFeed", () => {
  it("tells a plan that is opened late what came before, and then what comes", () => {
    const feed = new KeptSeatFeed();
    feed.tell(seats(1));
    const { updates } = heard(feed);
    feed.tell(seats(2));
    expect(updates).toEqual([seats(1), seats(2)]);
  });

  it("forgets what a plan that is read anew has anyway", () => {
    const feed = new KeptSeatFeed();
    feed.tell(seats(1));
    feed.tell({ kind: "reload", sequence: 2 });
    expect(heard(feed).updates).toEqual([{ kind: "reload", sequence: 2 }]);
  });

  it("has the plan read anew instead of keeping more and more", () => {
    const feed = new KeptSeatFeed();
    for (let sequence = 1; sequence <= 1001; ++sequence) feed.tell(seats(sequence));
    expect(heard(feed).updates).toEqual([{ kind: "reload", sequence: 1001 }]);
  });

  it("tells nothing to who left", () => {
    const feed = new KeptSeatFeed();
    const { updates, end } = heard(feed);
    end();
    feed.tell(seats(1));
    expect(updates).toEqual([]);
  });
});
