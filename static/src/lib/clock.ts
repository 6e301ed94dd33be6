// The server's clock, as Cristian's algorithm has it: of several round trips the shortest is the
// most exact, as the answer was made at most half of it away from its middle.

import { get } from "./api";
import { poll, type Poll } from "./poll";
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

  /** Whether a sample says something of the clock as it is now. */
  get isKnown(): boolean {
    return this.#best !== null && this.#best.error < Infinity;
  }

  /** The other clock at `local`, never running backwards; null before the first sample. */
  at(local: number): number | null {
    if (this.#best === null) return null;
    this.#latest = Math.max(this.#latest, local + this.#best.offset);
    return this.#latest;
  }
}

const estimate = new ClockEstimate();
let asking: Poll | null = null;
let gapMs = clockGap();

/** Of the time of day, which goes on while the computer sleeps, to what performance.now() says, which may not. */
function clockGap(): number {
  return Date.now() - performance.now();
}

const hasSlept = (gapBefore: number) => Math.abs(clockGap() - gapBefore) > SLEEP_MS_MIN;

/** Milliseconds since 1970 on the server's clock; null until it is known. */
export function serverNow(): number | null {
  if (hasSlept(gapMs)) {
    gapMs = clockGap();
    estimate.distrust();
    asking?.ask();
  }
  return estimate.at(performance.now());
}

/** Starts keeping time. Resolves after the first sample, or the first failure. */
export function startClock(): Promise<void> {
  return new Promise((resolve) => {
    let samples = SAMPLES_FIRST;
    const round = async () => {
      await takeSample().finally(resolve);
      for (let i = 1; i < samples; ++i) {
        await pause(SAMPLE_GAP_MS * (0.5 + Math.random()));
        await takeSample();
      }
      samples = SAMPLES_LATER;
    };
    asking = poll(round, () => (estimate.isKnown ? SYNC_EVERY_MS : 0));
  });
}

async function takeSample(): Promise<void> {
  const gapBefore = clockGap();
  const sent = performance.now();
  const { now_ms: answered } = await get<{ now_ms: number }>("/api/v1/time", { timeoutMs: 5000 });
  if (!hasSlept(gapBefore)) estimate.add(sent, performance.now(), answered);
}
