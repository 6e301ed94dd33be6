import { afterEach, expect, it, vi } from "vitest";

import type { Follower } from "./follow";
import { anEvent } from "./testing";

const followed = vi.hoisted(() => ({ follower: null as Follower | null }));
vi.mock("../lib/clock", () => ({ serverNow: () => null, startClock: () => new Promise(() => {}) }));
vi.mock("./follow", () => ({
  follow(_: string, follower: Follower) {
    followed.follower = follower;
    return { ask() {} };
  },
}));

afterEach(() => vi.unstubAllGlobals());

it("begins anew with another event that has the id of one that was deleted", async () => {
  vi.stubGlobal("location", { pathname: "/events/gala" });
  vi.stubGlobal("document", { getElementById: () => null });
  const { event, gone, startSale } = await import("./sale");
  startSale(() => false);
  const follower = followed.follower!;
  follower.onEvent(anEvent({ sequence: 900 }));
  follower.onDeleted();
  expect(gone.value).toBe(true);
  follower.onFailure(null);
  follower.onEvent(anEvent({ name: "Gala, again", sequence: 1 }));
  expect(gone.value).toBe(false);
  expect(event.value!.name).toBe("Gala, again");
});
