import { beforeEach, describe, expect, it, vi } from "vitest";

import { Problem, Unreachable } from "../lib/api";
import type { Reservation, SaleEvent } from "../lib/types";
import { Ticket, type Server } from "./model";

const CREATED = Date.parse("2026-12-01T19:00:00Z");
const HOLD_MS = 600_000;

const held: Reservation = {
  id: "r", event: "gala", customer: "ada", status: "held", quantity: 2, section: "floor", seats: [],
  accessible: false, created_at: "2026-12-01T19:00:00Z", expires_at: "2026-12-01T19:10:00Z",
  sequence: 7, waitlist: null,
};
const confirmed: Reservation = { ...held, status: "confirmed", expires_at: null, sequence: 8 };
const gala = { id: "gala", name: "Gala", hold_seconds: 600, waitlist: { offer_seconds: 900, waiting: 0 } } as SaleEvent;
const problem = (status: number, kind: string) =>
  new Problem(status, { type: `/problems/${kind}` }, null);

describe("a ticket", () => {
  const server = { reservation: vi.fn(), event: vi.fn(), act: vi.fn() } satisfies Server;
  const changed = vi.fn();
  let ticket: Ticket;

  beforeEach(async () => {
    vi.resetAllMocks();
    server.reservation.mockResolvedValue(held);
    server.event.mockResolvedValue(gala);
    ticket = new Ticket(server, changed);
    await ticket.refresh();
    ticket.now.value = CREATED + 60_000;
  });

  it("counts down on the server's clock, and runs out by it", () => {
    expect(ticket.leftMs.value).toBe(HOLD_MS - 60_000);
    expect(ticket.urgency.value).toBe("calm");
    ticket.now.value = CREATED + HOLD_MS - 60_000;
    expect(ticket.urgency.value).toBe("soon");
    ticket.now.value = CREATED + HOLD_MS;
    expect(ticket.standing.value).toBe("expired");
  });

  it("shows no time before it knows the server's", () => {
    ticket.now.value = null;
    expect(ticket.leftMs.value).toBeNull();
    expect(ticket.standing.value).toBe("held");
  });

  it("confirms, and tells what came of it", async () => {
    server.act.mockResolvedValue(confirmed);
    await ticket.act("confirm");
    expect(ticket.standing.value).toBe("confirmed");
    expect(ticket.outcome.value).toEqual({ action: "confirm", before: "held", after: "confirmed", error: undefined });
    expect(changed).toHaveBeenLastCalledWith(confirmed);
  });

  it("tells when a late confirm found the places still free", async () => {
    ticket.now.value = CREATED + HOLD_MS;
    server.act.mockResolvedValue(confirmed);
    await ticket.act("confirm");
    expect(ticket.outcome.value?.before).toBe("expired");
    expect(ticket.standing.value).toBe("confirmed");
  });

  it("keeps what it is when the server refuses", async () => {
    const refusal = problem(410, "reservation-expired");
    server.act.mockRejectedValue(refusal);
    await ticket.act("confirm");
    expect(ticket.outcome.value?.error).toBe(refusal);
    expect(ticket.reservation.value).toBe(held);
  });

  it("looks again when the server refuses, as things are other than they looked", async () => {
    server.act.mockRejectedValue(problem(409, "reservation-cancelled"));
    server.reservation.mockResolvedValue({ ...held, status: "cancelled", expires_at: null, sequence: 9 });
    await ticket.act("confirm");
    expect(ticket.standing.value).toBe("cancelled");
  });

  it("says nothing more of an action when things have moved on", async () => {
    server.act.mockResolvedValue({ ...held, expires_at: "2026-12-01T19:11:00Z", sequence: 8 });
    await ticket.act("extend");
    expect(ticket.outcome.value?.action).toBe("extend");
    ticket.now.value = CREATED + HOLD_MS + 60_000;
    expect(ticket.outcome.value).toBeNull();
  });

  it("insists while the server is away, and says so", async () => {
    vi.stubGlobal("window", new EventTarget());
    vi.useFakeTimers();
    server.act.mockRejectedValueOnce(new Unreachable("no answer")).mockResolvedValueOnce(confirmed);
    const acted = ticket.act("confirm");
    await vi.advanceTimersByTimeAsync(0);
    expect(ticket.obstacle.value).toBeInstanceOf(Unreachable);
    expect(ticket.doing.value).toBe("confirm");
    await vi.runAllTimersAsync();
    await acted;
    vi.useRealTimers();
    expect(ticket.obstacle.value).toBeNull();
    expect(ticket.standing.value).toBe("confirmed");
  });

  it("does one thing at a time", async () => {
    server.act.mockReturnValue(new Promise(() => {}));
    void ticket.act("confirm");
    await ticket.act("cancel");
    expect(server.act.mock.calls).toEqual([["confirm"]]);
  });

  it("is cancelled by an answer without content", async () => {
    server.act.mockResolvedValue(null);
    await ticket.act("cancel");
    expect(ticket.standing.value).toBe("cancelled");
  });

  it("takes from another tab what is newer, and nothing older", () => {
    expect(ticket.adopt(confirmed)).toBe(true);
    expect(ticket.adopt(held)).toBe(false);
    expect(ticket.standing.value).toBe("confirmed");
  });

  it("does not lose an action's answer to a look that was sent before it", async () => {
    let answerLook = (_: Reservation) => {};
    server.reservation.mockReturnValue(new Promise((resolve) => (answerLook = resolve)));
    const look = ticket.refresh();
    server.act.mockResolvedValue(confirmed);
    await ticket.act("confirm");
    answerLook(held);
    await look;
    expect(ticket.standing.value).toBe("confirmed");
  });

  it("goes on with what it knows while the server cannot be reached", async () => {
    server.reservation.mockRejectedValue(new Unreachable("no answer"));
    await expect(ticket.refresh()).rejects.toThrow("no answer");
    expect(ticket.standing.value).toBe("held");
    expect(ticket.trouble.value).toBeInstanceOf(Unreachable);
    server.reservation.mockResolvedValue(held);
    await ticket.refresh();
    expect(ticket.trouble.value).toBeNull();
  });

  it("asks no more about what the server does not know", async () => {
    server.reservation.mockRejectedValue(problem(404, "reservation-not-found"));
    await ticket.refresh();
    await ticket.refresh();
    expect(ticket.unknown.value).toBe(true);
    expect(server.reservation).toHaveBeenCalledTimes(2); // of which one before
  });

  it("does not believe a proxy that there is no such reservation", async () => {
    server.reservation.mockRejectedValue(new Problem(404, {}, null));
    await expect(ticket.refresh()).rejects.toThrow("HTTP 404");
    expect(ticket.unknown.value).toBe(false);
    expect(ticket.standing.value).toBe("held");
  });

  it("measures an offer by the waitlist's time", async () => {
    const offer: Reservation = { ...held, sequence: 9, waitlist: { place: null, skipped: null } };
    ticket.adopt(offer);
    expect(ticket.standing.value).toBe("offered");
    expect(ticket.lengthMs.value).toBe(900_000);
    expect(ticket.canExtend.value).toBe(false);
  });
});
