// The page's one request, with a clock, a storage and a server of the test's own.

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { en } from "../texts/en";
import type { SaleEvent } from "../lib/types";
import { anEvent, OPENS_MS } from "./testing";

vi.mock("../lib/clock", () => ({ serverNow: () => Date.now() }));

const SPREAD_MS = 200; // of each page

interface Sent {
  readonly key: string;
  readonly credential: string | undefined;
  readonly body: string;
  answer(status: number, body: unknown, headers?: Record<string, string>): Promise<unknown>;
}

let sent: Sent[];
let stored: Map<string, string>; // what the tabs share
let isDenied: boolean; // the storage

beforeEach(() => {
  vi.useFakeTimers({ now: OPENS_MS - 10_000 });
  vi.spyOn(Math, "random").mockReturnValue(SPREAD_MS / 250);
  sent = [];
  stored = new Map();
  isDenied = false;
  const told = new EventTarget();
  const events = {
    addEventListener: told.addEventListener.bind(told),
    removeEventListener: told.removeEventListener.bind(told),
    dispatchEvent: told.dispatchEvent.bind(told),
  };
  vi.stubGlobal("window", events);
  vi.stubGlobal("document", { ...events, getElementById: () => null });
  // One that rings nothing: the page's own timer does.
  vi.stubGlobal("Worker", class { postMessage() {} });
  vi.stubGlobal("location", { pathname: "/events/gala", assign: vi.fn() });
  vi.stubGlobal("localStorage", {
    getItem: (name: string) => stored.get(name) ?? null,
    setItem(name: string, value: string) {
      if (isDenied) throw new Error("denied");
      stored.set(name, value);
    },
    removeItem: (name: string) => stored.delete(name),
  });
  vi.stubGlobal("fetch", (_: string, { headers, body, signal }: RequestInit) => new Promise<Response>((resolve, reject) => {
    signal!.addEventListener("abort", () => reject(new Error("aborted")));
    sent.push({
      key: (headers as Record<string, string>)["Idempotency-Key"]!,
      credential: (headers as Record<string, string>)["Onsale-Credential"],
      body: body as string,
      answer(status, content, more = {}) {
        resolve(new Response(JSON.stringify(content), { status, headers: more }));
        return vi.advanceTimersByTimeAsync(0);
      },
    });
  }));
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

/** A tab of its own: nothing of it is shared with another but the storage. */
async function openPage(event: SaleEvent = anEvent()) {
  vi.resetModules();
  (await import("../lib/i18n")).useTexts(en, "en");
  const sale = await import("./sale");
  const order = await import("./order");
  const credential = await import("./credential");
  sale.event.value = event;
  (await import("../lib/now")).tickTowards(OPENS_MS);
  order.resume();
  return { ...sale, ...order, ...credential };
}

const open = anEvent({ state: "open" });
const body = JSON.stringify({ customer: "ada", quantity: 2 });
const inFlight = { type: "/problems/idempotency-in-flight" };
const keys = () => new Set(sent.map(({ key }) => key));

describe("an armed basket", () => {
  const armedPage = async () => {
    const page = await openPage();
    page.choose({ customer: "ada", quantity: 2 });
    page.arm();
    return page;
  };

  it("goes out at its time, whatever is told meanwhile", async () => {
    const page = await armedPage();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(sent).toHaveLength(0);
    for (let i = 0; i < 10; ++i) {
      page.event.value = anEvent({ state: "open", sequence: 6 + i });
      await vi.advanceTimersByTimeAsync(SPREAD_MS / 4);
    }
    expect(sent.map((one) => one.body)).toEqual([body]);
  });

  it("counts once, however many tabs have it", async () => {
    await armedPage();
    vi.spyOn(Math, "random").mockReturnValue(1);
    await openPage(); // finds it in the storage
    await vi.advanceTimersByTimeAsync(10_000 + SPREAD_MS);
    await sent[0]!.answer(201, { id: "r1" });
    await vi.advanceTimersByTimeAsync(SPREAD_MS);
    expect(sent).toHaveLength(2);
    expect(keys().size).toBe(1);
  });

  it("is dropped where another tab dropped it", async () => {
    const page = await armedPage();
    stored.clear();
    window.dispatchEvent(Object.assign(new Event("storage"), { key: "onsale.armed.gala" }));
    expect(page.armed.value).toBeNull();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(sent).toHaveLength(0);
  });

  it("is not lost behind a request of long ago", async () => {
    const page = await openPage(open);
    void page.send("reservations", body);
    vi.setSystemTime(OPENS_MS + 3_600_000);
    page.event.value = anEvent({ opens_at: "2026-12-02T19:00:00Z" });
    page.arm();
    expect((await openPage(page.event.value)).armed.value).not.toBeNull();
  });
});

describe("the key of a request", () => {
  /** Sends, has it answered, and sends once more. */
  const sendTwice = async (answer: (request: Sent) => Promise<unknown>, stop = false) => {
    const page = await openPage(open);
    const done = page.send("reservations", body);
    await answer(sent[0]!);
    if (stop) page.stopSending();
    await done;
    void page.send("reservations", body);
  };

  it("is another one after a refusal", async () => {
    await sendTwice((request) => request.answer(409, { type: "/problems/sold-out" }));
    expect(keys().size).toBe(2);
  });

  it("stays while the first request may still be carried out", async () => {
    await sendTwice((request) => request.answer(409, inFlight, { "Retry-After": "1" }), true);
    expect(keys().size).toBe(1);
  });

  it("stays when somebody in between refuses", async () => {
    await sendTwice((request) => request.answer(403, "<h1>No</h1>"));
    expect(keys().size).toBe(1);
  });

  it("stays where nothing can be stored", async () => {
    isDenied = true;
    await sendTwice(() => Promise.resolve(), true);
    expect(keys().size).toBe(1);
  });
});

describe("a page that comes back as it was left", () => {
  it("can be used again after the answer", async () => {
    const page = await openPage(open);
    const done = page.send("reservations", body);
    await sent[0]!.answer(201, { id: "r1" });
    await done;
    page.startAnew();
    expect(page.sending.value).toBeNull();
  });

  it("goes on with what was not answered", async () => {
    const page = await openPage(open);
    void page.send("reservations", body);
    page.startAnew();
    expect(page.sending.value).not.toBeNull();
  });
});

describe("at an event for verified customers", () => {
  const verifiedOnly = { verified_customers: true };
  /** In the next tab. */
  const hold = (credential: string | null) =>
    vi.stubGlobal("sessionStorage", { getItem: () => JSON.stringify(credential) });

  it("goes out with the credential, and nowhere else", async () => {
    hold("aa.bb.cc");
    const page = await openPage(anEvent({ state: "open", ...verifiedOnly }));
    void page.send("reservations", body);
    page.event.value = open;
    void page.send("waitlist", body);
    expect(sent.map(({ credential }) => credential)).toEqual(["aa.bb.cc", undefined]);
  });

  it("an armed basket goes out from a tab with its customer's credential alone", async () => {
    const page = await openPage(anEvent(verifiedOnly));
    page.verified.value = { customer: "ADA", hint: "" };
    page.choose({ customer: "ada", quantity: 2 });
    page.arm();
    const strange = await openPage(anEvent(verifiedOnly));
    strange.verified.value = { customer: "bob", hint: "" };
    expect([page.armedHere.value, strange.armedHere.value]).toEqual([page.armed.value, null]);
    await openPage(anEvent(verifiedOnly)); // has none
    await vi.advanceTimersByTimeAsync(10_000 + SPREAD_MS);
    expect(sent).toHaveLength(1);
    expect(page.sending.value).not.toBeNull();
  });

  it("a basket that waits for a credential goes out with it", async () => {
    const page = await openPage(anEvent(verifiedOnly));
    page.choose({ customer: "ada", quantity: 2 });
    page.arm();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(sent).toHaveLength(0);
    page.verified.value = { customer: "ada", hint: "" };
    await vi.advanceTimersByTimeAsync(SPREAD_MS);
    expect(sent).toHaveLength(1);
  });

  it("a request without an answer keeps its key in a tab that has no credential", async () => {
    const event = anEvent({ state: "open", ...verifiedOnly });
    hold("aa.bb.cc");
    const page = await openPage(event);
    void page.send("reservations", body);
    hold(null);
    const other = await openPage(event);
    expect(sent).toHaveLength(1);
    expect(other.progress.value).toContain("never answered");
    void other.send("reservations", body);
    expect(keys().size).toBe(1);
  });
});
