import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { clearAlarm, setAlarm } from "./alarm";

/** What the page sent to its worker, and the way back. */
class FakeWorker {
  static one: FakeWorker;
  onmessage: ((message: { data: number }) => void) | null = null;
  readonly sent: (readonly [number, number])[] = [];

  constructor() {
    FakeWorker.one = this;
  }

  postMessage(message: readonly [number, number]) {
    this.sent.push(message);
  }

  answer(index: number) {
    this.onmessage!({ data: this.sent.at(index)![0] });
  }
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("Worker", FakeWorker);
});
afterEach(() => {
  clearAlarm();
  vi.useRealTimers();
});

test("rings by the worker, once", () => {
  const ring = vi.fn();
  setAlarm(1000, ring);
  expect(FakeWorker.one.sent.at(-1)![1]).toBe(1000);
  FakeWorker.one.answer(-1);
  FakeWorker.one.answer(-1);
  vi.advanceTimersByTime(2000);
  expect(ring).toHaveBeenCalledTimes(1);
});

test("rings by itself when the worker is silent", () => {
  const ring = vi.fn();
  setAlarm(1000, ring);
  vi.advanceTimersByTime(999);
  expect(ring).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(ring).toHaveBeenCalledTimes(1);
});

test("what was set before does not ring, nor what was cleared", () => {
  const first = vi.fn();
  const second = vi.fn();
  setAlarm(1000, first);
  setAlarm(2000, second);
  FakeWorker.one.answer(-2);
  vi.advanceTimersByTime(1500);
  clearAlarm();
  FakeWorker.one.answer(-1);
  vi.advanceTimersByTime(1500);
  expect(first).not.toHaveBeenCalled();
  expect(second).not.toHaveBeenCalled();
});
