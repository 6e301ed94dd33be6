import { describe, expect, it } from "vitest";

import type { Reservation } from "../lib/types";
import { canExtend, clockDigits, isNewer, remainingMs, standingOf, urgencyOf } from "./hold";

const CREATED = Date.parse("2026-12-01T19:00:00.000Z");
const HOLD_MS = 600_000;

const held: Reservation = {
  id: "r", event: "gala", customer: "ada", status: "held", quantity: 2, section: "floor", seats: [],
  accessible: false, created_at: "2026-12-01T19:00:00.000Z", expires_at: "2026-12-01T19:10:00.000Z",
  sequence: 7, waitlist: null,
};
const offered: Reservation = { ...held, waitlist: { place: null, skipped: null } };

describe("standingOf", () => {
  it("ends a hold at its end, to the millisecond, without asking the server", () => {
    expect(standingOf(held, CREATED + HOLD_MS - 1)).toBe("held");
    expect(standingOf(held, CREATED + HOLD_MS)).toBe("expired");
  });

  it("believes the server while its clock is not known", () => {
    expect(standingOf(held, null)).toBe("held");
  });

  it("calls a hold from the waitlist an offer", () => {
    expect(standingOf(offered, CREATED)).toBe("offered");
    expect(standingOf(offered, CREATED + HOLD_MS)).toBe("expired");
  });

  it.each(["confirmed", "cancelled", "waiting", "expired"] as const)("leaves %s alone", (status) => {
    expect(standingOf({ ...held, status, expires_at: null }, CREATED + HOLD_MS)).toBe(status);
  });
});

describe("remainingMs", () => {
  it("counts down to 0 and not below", () => {
    expect(remainingMs(held, CREATED)).toBe(HOLD_MS);
    expect(remainingMs(held, CREATED + HOLD_MS + 5)).toBe(0);
  });

  it("is null where nothing runs, or the time is not known", () => {
    expect(remainingMs({ ...held, status: "confirmed", expires_at: null }, CREATED)).toBeNull();
    expect(remainingMs(held, null)).toBeNull();
  });
});

describe("urgencyOf", () => {
  it("warns two minutes and half a minute before the end of a long hold", () => {
    expect(urgencyOf(120_001, HOLD_MS)).toBe("calm");
    expect(urgencyOf(120_000, HOLD_MS)).toBe("soon");
    expect(urgencyOf(30_000, HOLD_MS)).toBe("last");
  });

  it("begins calmly with a short hold too", () => {
    expect(urgencyOf(60_000, 60_000)).toBe("calm");
    expect(urgencyOf(30_000, 60_000)).toBe("soon");
    expect(urgencyOf(15_000, 60_000)).toBe("last");
  });

  it("warns in time when the length is not known", () => {
    expect(urgencyOf(100_000, null)).toBe("soon");
  });
});

describe("canExtend", () => {
  it("needs a second to have gone by", () => {
    expect(canExtend(held, HOLD_MS, CREATED + 1000)).toBe(false);
    expect(canExtend(held, HOLD_MS, CREATED + 1001)).toBe(true);
  });

  it("ends at four times the hold", () => {
    const longest = { ...held, expires_at: "2026-12-01T19:40:00.000Z" };
    expect(canExtend(longest, HOLD_MS, CREATED + 3 * HOLD_MS + 60_000)).toBe(false);
  });

  it("is not for offers, as others wait behind them, nor for what is over", () => {
    expect(canExtend(offered, HOLD_MS, CREATED + 60_000)).toBe(false);
    expect(canExtend(held, HOLD_MS, CREATED + HOLD_MS)).toBe(false);
  });

  it("lets the server decide while the event is not known", () => {
    expect(canExtend(held, null, CREATED)).toBe(true);
  });
});

describe("isNewer", () => {
  it("refuses what is older, and what is another's", () => {
    expect(isNewer(held, null)).toBe(true);
    expect(isNewer(held, held)).toBe(true);
    expect(isNewer({ ...held, sequence: 6 }, held)).toBe(false);
    expect(isNewer({ ...held, id: "other", sequence: 9 }, held)).toBe(false);
  });
});

describe("clockDigits", () => {
  it("shows a second until it is over", () => {
    expect(clockDigits(600_000)).toBe("10:00");
    expect(clockDigits(599_999)).toBe("10:00");
    expect(clockDigits(1)).toBe("0:01");
    expect(clockDigits(0)).toBe("0:00");
  });

  it("shows hours when there are", () => {
    expect(clockDigits(3_600_000 + 61_000)).toBe("1:01:01");
  });
});
