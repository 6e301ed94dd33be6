import { beforeEach, describe, expect, it, vi } from "vitest";

import type { Reservation } from "../lib/types";
import { arrange, forget, recall, remember, STORAGE_NAME, type Remembered } from "./my_reservations";

class FakeStorage {
  readonly #values = new Map<string, string>();
  getItem = (key: string) => this.#values.get(key) ?? null;
  setItem = (key: string, value: string) => void this.#values.set(key, value);
  removeItem = (key: string) => void this.#values.delete(key);
}

const entry = (id: string, sequence = 1): Remembered => ({
  reservation: {
    id, event: "gala", customer: "ada", status: "held", quantity: 2, section: "floor", seats: [],
    accessible: false, created_at: "2026-12-01T19:00:00Z", expires_at: null, sequence, waitlist: null,
  } satisfies Reservation,
  name: "Gala", venue: "", startsAt: null, section: "Floor",
});

const ids = () => recall().map(({ reservation }) => reservation.id);

describe("my reservations", () => {
  let store: FakeStorage;
  beforeEach(() => vi.stubGlobal("localStorage", (store = new FakeStorage())));

  it("has the one seen last first, each once", () => {
    for (const id of ["a", "b", "a"]) remember(entry(id));
    expect(ids()).toEqual(["a", "b"]);
  });

  it("does not go back to what is older", () => {
    remember(entry("a", 5));
    remember(entry("a", 4));
    expect(recall()[0]?.reservation.sequence).toBe(5);
  });

  it("keeps a hundred", () => {
    for (let i = 0; i < 120; ++i) remember(entry(`r${i}`));
    expect(ids()).toHaveLength(100);
    expect(ids()[0]).toBe("r119");
  });

  it("forgets, and leaves nothing behind with the last one", () => {
    for (const id of ["a", "b", "c"]) remember(entry(id));
    forget(["a", "c", "unknown"]);
    expect(ids()).toEqual(["b"]);
    forget(["b"]);
    expect(store.getItem(STORAGE_NAME)).toBeNull();
  });

  it.each(["no JSON", "{}", "[null, 1, {}, {\"reservation\":{}}]"])("reads %s as nothing", (text) => {
    store.setItem(STORAGE_NAME, text);
    expect(recall()).toEqual([]);
  });

  it("remembers while the page is open where the storage refuses", () => {
    const refuse = () => {
      throw new DOMException("denied", "SecurityError");
    };
    vi.stubGlobal("localStorage", { getItem: refuse, setItem: refuse, removeItem: refuse });
    remember(entry("a"));
    expect(ids()).toEqual(["a"]);
    forget(["a"]);
    expect(ids()).toEqual([]);
  });
});

describe("arrange", () => {
  const NOW = Date.parse("2026-12-01T19:00:00Z");
  const at = (id: string, more: Partial<Reservation>, startsAt: string | null = null): Remembered => {
    const plain = entry(id);
    return { ...plain, startsAt, reservation: { ...plain.reservation, ...more } };
  };
  const entries = [
    at("cancelled", { status: "cancelled" }),
    at("later", { status: "confirmed" }, "2026-12-09T19:00:00Z"),
    at("someday", { status: "confirmed" }),
    at("tonight", { status: "confirmed" }, "2026-12-01T17:00:00Z"),
    at("last month", { status: "confirmed" }, "2026-11-01T19:00:00Z"),
    at("waiting", { status: "waiting", waitlist: { place: 3, skipped: null } }),
    at("held", { expires_at: "2026-12-01T19:10:00Z" }),
    at("offered", { expires_at: "2026-12-01T19:05:00Z", waitlist: { place: null, skipped: null } }),
    at("run out", { expires_at: "2026-12-01T18:59:00Z" }),
  ];
  const names = (list: readonly Remembered[]) => list.map(({ reservation }) => reservation.id);

  it("puts first what cannot wait", () => {
    expect(names(arrange(entries, NOW).active)).toEqual(["offered", "held", "waiting", "tonight", "later", "someday"]);
  });

  it("puts aside what is over", () => {
    expect(names(arrange(entries, NOW).over)).toEqual(["cancelled", "last month", "run out"]);
  });

  it("puts nothing aside by a clock that it does not know", () => {
    expect(names(arrange(entries, null).over)).toEqual(["cancelled"]);
  });
});
