// The server's clock, as Cristian's algorithm has it: of several round trips the shortest is the
// most exact, as the answer was made at most half of it away from its middle.

import { get } from "./api";
import { pause } from "./retry";

const SAMPLES_FIRST = 5;
const SAMPLES_LATER = 3;
const SAMPLE_GAP_MS = 80;
const SYNC_EVERY_MS = 60_000;
const DRIFT_PER_MS = 50e-6; // of a computer's quartz: by this a sample loses worth with age
const SLEEP_MS_MIN = 500;

/**
 * What several samples say of a clock elsewhere. Works on a monotonic local clock alone, so a
 * device whose time of day is hours wrong makes no difference. Times are in milliseconds.
 */
export class ClockEstimate {
  #best: { offset: number; error: number; takenAt: number } | null = null;
  #latest = -Infinity;

  /** One round trip: sent and received on the local clock, `answered` on the other one. */
  add(sent: number, received: number, answered: number): void {
    const offset = answered - (sent + received) / 2;
    const error = (received - sent) / 2;
    if (!Number.isFinite(offset) || error < 0) return;
    const best = this.#best;
    const aged = best === null ? Infinity : best.error + (received - best.takenAt) * DRIFT_PER_MS;
    if (error <= aged) this.#best = { offset, error, takenAt: received };
  }

  /** Any next sample is better than what there is, because the local clock may have stood still. */
  distrust(): void {
    if (this.#best !== null) this.#best.error = Infinity;
  }

  /** The other clock at `local`, never running backwards; null before the first sample. */
  at(local: number): number | null {
    if (this.#best === null) return null;
    this.#latest = Math.max(this.#latest, local + this.#best.offset);
    return this.#latest;
  }
}

const estimate = new ClockEstimate();
let epochGapMs = 0;
let syncing: Promise<void> | null = null; // the first sample of the round under way

/** Milliseconds since 1970 on the server's clock; null until it is known. */
export const serverNow = (): number | null => estimate.at(performance.now());

/** Starts keeping time. Resolves after the first sample, or the first failure. */
export function startClock(): Promise<void> {
  epochGapMs = Date.now() - performance.now();
  const first = sync(SAMPLES_FIRST);
  setInterval(() => {
    if (!document.hidden) void sync(SAMPLES_LATER);
  }, SYNC_EVERY_MS * (0.9 + Math.random() * 0.2));
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) void sync(SAMPLES_LATER);
  });
  window.addEventListener("online", () => void sync(SAMPLES_LATER));
  return first;
}

function sync(samples: number): Promise<void> {
  forgetAfterSleep();
  if (syncing === null) {
    const first = takeSample();
    syncing = first;
    void first.then(() => takeMore(samples - 1)).then(() => (syncing = null));
  }
  return syncing;
}

// performance.now() may stand still while the computer sleeps; then nothing it said before holds.
function forgetAfterSleep(): void {
  const gap = Date.now() - performance.now();
  if (Math.abs(gap - epochGapMs) > SLEEP_MS_MIN) estimate.distrust();
  epochGapMs = gap;
}

async function takeMore(count: number): Promise<void> {
  for (let i = 0; i < count; ++i) {
    await pause(SAMPLE_GAP_MS * (0.5 + Math.random()));
    await takeSample();
  }
}

async function takeSample(): Promise<void> {
  const sent = performance.now();
  try {
    const { now_ms: answered } = await get<{ now_ms: number }>("/api/v1/time", { timeoutMs: 5000 });
    estimate.add(sent, performance.now(), answered);
  } catch {
    // Offline or busy: the samples there are have to do, and the next round tries again.
  }
}
