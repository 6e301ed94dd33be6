import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { MyList } from "./my_list";
import { forget, recall, remember } from "./my_reservations";

const held = {
  id: "r", event: "gala", customer: "ada", status: "held", quantity: 2, section: "floor", seats: [],
  accessible: false, created_at: "2026-12-01T19:00:00Z", expires_at: "2026-12-01T19:10:00Z", sequence: 7, waitlist: null,
} as const;

let answer: Response;

beforeEach(() => {
  remember({ reservation: held, name: "Gala", venue: "", startsAt: null, section: "Floor" });
  vi.stubGlobal("fetch", async () => answer);
});
afterEach(() => {
  forget(["r"]);
  vi.unstubAllGlobals();
});

it("takes off what the server does not know", async () => {
  answer = Response.json({ type: "/problems/reservation-not-found" }, { status: 404 });
  const list = new MyList();
  await list.refresh();
  expect(list.removed.value).toBe(1);
  expect(recall()).toEqual([]);
});

it("keeps what a proxy finds nothing at", async () => {
  answer = new Response("<h1>404</h1>", { status: 404 });
  const list = new MyList();
  await expect(list.refresh()).rejects.toThrow("HTTP 404");
  expect(list.entries.value).toHaveLength(1);
});
