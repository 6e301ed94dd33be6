import { describe, expect, it } from "vitest";

import { untilTick } from "./now";

describe("untilTick", () => {
  it("ticks at the full seconds of what is counted down to", () => {
    expect(untilTick(10_300, 20_500)).toBe(200);
    expect(untilTick(19_600, 20_500)).toBe(900);
  });

  it("ticks at the full seconds of the clock when nothing is counted down, or it is over", () => {
    expect(untilTick(10_300, null)).toBe(700);
    expect(untilTick(10_300, 10_000)).toBe(700);
  });

  it("does not tick twice for one second where a timer is early", () => {
    expect(untilTick(10_498, 20_500)).toBe(1002);
  });

  it("looks often for a clock that is not known yet", () => {
    expect(untilTick(null, 20_500)).toBe(50);
  });
});
