import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

import { decodePlan } from "./document";
import { idOf, SeatNames } from "./names";

const plan = decodePlan(JSON.parse(readFileSync(new URL("./fixtures/scatter.json", import.meta.url), "utf8")));
const names = new SeatNames(plan);

it("finds every seat by its id, also in a section with a dash", () => {
  for (let i = 0; i < plan.count; ++i) expect(names.findId(idOf(plan, i))).toBe(i);
});

it("finds none that is not there", () => {
  const ids = ["pit-1-A-13", "pit-1-A-0", "pit-1-A-01", "pit-1-C-3", "pit-1-D-1", "pit-A-1", "pit", ""];
  expect(ids.map((id) => names.findId(id))).toEqual(ids.map(() => undefined));
});
