// How long the disk takes by itself to keep a small write.

import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

import { FOLDER } from './servers.mjs';

const CELL = new Int32Array(new SharedArrayBuffer(4));
const sleepUntil = (time) => Atomics.wait(CELL, 0, 0, Math.max(0, time - performance.now()));

// Appends 4 KiB and syncs them, for some seconds: again and again, or once every so many milliseconds, and then each
// counts from when it was due, as a reservation does: one that stands still for ten delays all that are due meanwhile.
// Milliseconds of each sync.
export function syncTimes(seconds, everyMs = 0) {
  const name = join(FOLDER, 'sync');
  const file = openSync(name, 'w');
  const block = Buffer.alloc(4096, 'x');
  const times = [];
  const end = performance.now() + seconds * 1000;
  for (let due = performance.now(); due < end; due = everyMs > 0 ? due + everyMs : performance.now()) {
    if (everyMs > 0) sleepUntil(due);
    writeSync(file, block);
    const written = performance.now();
    fdatasyncSync(file);
    times.push(performance.now() - (everyMs > 0 ? due : written));
  }
  closeSync(file);
  rmSync(name);
  return times;
}
