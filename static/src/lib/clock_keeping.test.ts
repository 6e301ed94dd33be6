// Keeping time with a server that is away for a while, on a computer that sleeps.

import { afterEach, beforeEach, expect, it, vi } from "vitest";

const SERVER_MS = Date.parse("2026-12-01T19:00:00Z");
const TRIP_MS = 10; // there, and back
const SLEPT_MS = 3_600_000;

let isAway: boolean;

beforeEach(() => {
  vi.useFakeTimers({ now: SERVER_MS, toFake: ["setTimeout", "clearTimeout", "Date", "performance"] });
  vi.resetModules();
  isAway = false;
  vi.stubGlobal("window", new EventTarget());
  vi.stubGlobal("document", new EventTarget());
  vi.stubGlobal("fetch", async () => {
    if (isAway) throw new TypeError("refused");
    await new Promise((resolve) => setTimeout(resolve, TRIP_MS));
    const body = JSON.stringify({ now_ms: Date.now() });
    await new Promise((resolve) => setTimeout(resolve, TRIP_MS));
    return new Response(body);
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function start() {
  const { serverNow, startClock } = await import("./clock");
  const started = startClock();
  await vi.advanceTimersByTimeAsync(2 * TRIP_MS);
  await started;
  return serverNow;
}

/** The time of day goes on, performance.now() does not. */
const sleep = () => vi.setSystemTime(Date.now() + SLEPT_MS);

it("tries again soon while the server is away", async () => {
  isAway = true;
  const serverNow = await start();
  await vi.advanceTimersByTimeAsync(5000);
  expect(serverNow()).toBeNull();
  isAway = false;
  await vi.advanceTimersByTimeAsync(10_000);
  expect(serverNow()).toBe(Date.now());
});

it("is right soon after the computer slept, though nobody looked away", async () => {
  const serverNow = await start();
  await vi.advanceTimersByTimeAsync(5000);
  sleep();
  serverNow();
  await vi.advanceTimersByTimeAsync(1000);
  expect(serverNow()).toBe(Date.now());
});

it("leaves out an answer that the computer slept over", async () => {
  const serverNow = await start();
  await vi.advanceTimersByTimeAsync(5000);
  sleep();
  serverNow(); // asks
  await vi.advanceTimersByTimeAsync(TRIP_MS + 1);
  sleep();
  await vi.advanceTimersByTimeAsync(TRIP_MS);
  serverNow();
  await vi.advanceTimersByTimeAsync(1000);
  expect(serverNow()).toBe(Date.now());
});
