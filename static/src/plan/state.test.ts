import { readFileSync } from "node:fs";
import { signal } from "@preact/signals";
import { beforeEach, describe, expect, it, vi } from "vitest";

import type { Section } from "../lib/types";
import type { SeatsDocument } from "./document";
import { PlanState } from "./state";

const theatre: SeatsDocument = JSON.parse(
  readFileSync(new URL("./fixtures/theatre.json", import.meta.url), "utf8"),
);

const selection = signal<readonly string[]>([]);
const onChange = vi.fn();
let state: PlanState;

const seat = (id: string) => state.seats.value!.names.findId(id)!;
const tell = (letter: string, ...names: string[]) =>
  state.takeUpdate({
    kind: "seats",
    sequence: state.seats.value!.sequence + 1,
    changes: { stalls: { [letter]: names } },
  });

beforeEach(() => {
  selection.value = [];
  state = new PlanState(selection, onChange);
  state.limit.value = 3;
  state.takeDocument(theatre);
  onChange.mockClear();
});

describe("a standing section", () => {
  const floor = { id: "floor", name: "Floor" } as Section;
  const onStanding = vi.fn((section: string | null) => (state.standing.value = section));

  beforeEach(() => {
    onStanding.mockClear();
    state = new PlanState(selection, onChange, onStanding);
    state.limit.value = 3;
    state.takeDocument(theatre);
  });

  it("is chosen, and given back", () => {
    state.toggleStanding(floor);
    expect(state.standing.value).toBe("floor");
    expect(state.notice.value).toEqual({ kind: "standing", name: "Floor" });
    state.toggleStanding(floor);
    expect(state.standing.value).toBe(null);
  });

  it("is refused beside seats, and while a request is under way", () => {
    state.toggle(seat("stalls-A-2"));
    state.toggleStanding(floor);
    expect(state.notice.value).toEqual({ kind: "section" });
    state.remove(seat("stalls-A-2"));
    state.busy.value = true;
    state.toggleStanding(floor);
    expect(state.notice.value).toEqual({ kind: "busy" });
    expect(onStanding).not.toHaveBeenCalled();
  });
});

describe("choosing", () => {
  it("adds a seat, and takes it back", () => {
    state.toggle(seat("stalls-A-2"));
    state.toggle(seat("stalls-A-3"));
    expect(selection.value).toEqual(["stalls-A-2", "stalls-A-3"]);
    state.toggle(seat("stalls-A-2"));
    expect(selection.value).toEqual(["stalls-A-3"]);
    expect(onChange).toHaveBeenCalledTimes(3);
    expect(state.notice.value).toEqual({ kind: "removed", seat: seat("stalls-A-2") });
  });

  it.each([
    ["what is taken", "taken", () => tell("h", "A-9"), "stalls-A-9"],
    ["what is kept for others", "kept", () => {}, "stalls-K-1"],
    ["a seat of a second section", "section", () => state.toggle(seat("stalls-A-2")), "circle-A-1"],
    ["more than the limit", "limit", () => [2, 3, 4].forEach((n) => state.toggle(seat(`stalls-A-${n}`))), "stalls-A-5"],
  ])("refuses %s", (_, kind, prepare, id) => {
    prepare();
    const before = selection.value;
    state.toggle(seat(id));
    expect(selection.value).toBe(before);
    expect(state.notice.value).toEqual({ kind, seat: seat(id) });
  });

  it("gives kept seats to who asks for them, until they no longer do", () => {
    state.accessible.value = true;
    state.toggle(seat("stalls-K-1"));
    expect(selection.value).toEqual(["stalls-K-1"]);
    state.accessible.value = false;
    state.settle();
    expect(selection.value).toEqual([]);
    expect(state.notice.value).toEqual({ kind: "kept", seat: seat("stalls-K-1") });
  });

  it("changes nothing while the choice is being reserved", () => {
    state.busy.value = true;
    state.toggle(seat("stalls-A-2"));
    expect(selection.value).toEqual([]);
    expect(state.notice.value).toEqual({ kind: "busy", seat: seat("stalls-A-2") });
  });
});

describe("when others are faster", () => {
  beforeEach(() => {
    state.toggle(seat("stalls-A-2"));
    state.toggle(seat("stalls-A-3"));
  });

  it("takes off the seats that went, and keeps the others", () => {
    tell("c", "A-2", "A-9");
    expect(selection.value).toEqual(["stalls-A-3"]);
    expect(state.notice.value).toEqual({ kind: "lost", ids: ["stalls-A-2"] });
  });

  it("says nothing of seats that nobody chose", () => {
    state.notice.value = null;
    tell("h", "A-9");
    expect(state.notice.value).toBeNull();
    expect(state.changes.value).toBeGreaterThan(0);
  });

  it("does not take its own hold for somebody else's", () => {
    state.busy.value = true;
    tell("h", "A-2", "A-3");
    expect(selection.value).toHaveLength(2);
    state.busy.value = false;
    state.settle();
    expect(selection.value).toHaveLength(0);
  });

  it("keeps the choice over a new plan, but for seats that are gone", () => {
    state.cursor.value = seat("stalls-A-3");
    const [stalls, ...others] = theatre.sections;
    const [, second, ...rows] = stalls!.rows;
    const first = { name: "A", seats: ["3", "x"], x: 0, y: 0, dx: 100, dy: 0 };
    const sections = [...others, { ...stalls!, seats: stalls!.seats - 21, rows: [first, second!, ...rows] }];
    const states = { ...theatre.states, stalls: "a".repeat(stalls!.seats - 21) };
    state.takeDocument({ ...theatre, sequence: 9, sections, states });
    expect(selection.value).toEqual(["stalls-A-3"]);
    expect(state.cursor.value).toBe(seat("stalls-A-3"));
    expect(state.notice.value).toEqual({ kind: "lost", ids: ["stalls-A-2"] });
  });

  it("moves the cursor to a chosen seat where its own is gone", () => {
    state.cursor.value = seat("stalls-A-23");
    const [stalls, ...others] = theatre.sections;
    const [first, ...rows] = stalls!.rows;
    const shorter = { ...stalls!, seats: stalls!.seats - 1, rows: [{ ...first!, seats: 22, labels: [] }, ...rows] };
    state.takeDocument({ ...theatre, sequence: 9, sections: [shorter, ...others] });
    expect(state.cursor.value).toBe(seat("stalls-A-2"));
  });
});

it("passes over what is older than the document", () => {
  state.takeUpdate({ kind: "seats", sequence: theatre.sequence, changes: { stalls: { h: ["A-1"] } } });
  expect(state.seats.value!.isFree(seat("stalls-A-1"))).toBe(true);
});
