// The server's clock, as Cristian's algorithm has it: of several round trips the shortest is the
// most exact, as the answer was made at most half of it away from its middle.

import { get, pause } from "./api.js";

const SAMPLES_FIRST = 5;
const SAMPLES_LATER = 3;
const SAMPLE_GAP_MS = 80;
const SYNC_EVERY_MS = 60_000;
const DRIFT_PER_MS = 50e-6; // of a computer's quartz: by this a sample loses worth with age
const SLEEP_MS_MIN = 500;

let best = null; // {offsetMs, errorMs, takenAt}
let latest = -Infinity;
let epochGapMs = Date.now() - performance.now();
let syncing = null; // the first sample of the round under way

/** Milliseconds since 1970 on the server's clock, never running backwards; null until it is known. */
export function serverNow() {
  if (best === null) return null;
  latest = Math.max(latest, performance.now() + best.offsetMs);
  return latest;
}

/** Starts keeping time. Resolves after the first sample, or the first failure. */
export function startClock() {
  const first = sync(SAMPLES_FIRST);
  setInterval(() => {
    if (!document.hidden) sync(SAMPLES_LATER);
  }, SYNC_EVERY_MS * (0.9 + Math.random() * 0.2));
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) sync(SAMPLES_LATER);
  });
  window.addEventListener("online", () => sync(SAMPLES_LATER));
  return first;
}

function sync(samples) {
  forgetAfterSleep();
  if (syncing === null) {
    const first = takeSample();
    syncing = first;
    first.then(() => takeMore(samples - 1)).then(() => (syncing = null));
  }
  return syncing;
}

// performance.now() may stand still while the computer sleeps; then nothing it said before holds.
function forgetAfterSleep() {
  const gap = Date.now() - performance.now();
  if (best !== null && Math.abs(gap - epochGapMs) > SLEEP_MS_MIN) best = { ...best, errorMs: Infinity };
  epochGapMs = gap;
}

async function takeMore(count) {
  for (let i = 0; i < count; ++i) {
    await pause(SAMPLE_GAP_MS * (0.5 + Math.random()));
    await takeSample();
  }
}

async function takeSample() {
  const sent = performance.now();
  try {
    const { now_ms: serverMs } = await get("/api/v1/time", { timeoutMs: 5000 });
    const received = performance.now();
    consider(serverMs - (sent + received) / 2, (received - sent) / 2, received);
  } catch {
    // Offline or busy: the samples there are have to do, and the next round tries again.
  }
}

function consider(offsetMs, errorMs, takenAt) {
  if (!Number.isFinite(offsetMs)) return;
  const aged = best === null ? Infinity : best.errorMs + (takenAt - best.takenAt) * DRIFT_PER_MS;
  if (errorMs <= aged) best = { offsetMs, errorMs, takenAt };
}
