// How long the disk takes by itself to keep a small write.

import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

import { FOLDER } from './servers.mjs';

// Appends 4 KiB and syncs them, again and again for some seconds. Milliseconds of each sync.
export function syncTimes(seconds) {
  const name = join(FOLDER, 'sync');
  const file = openSync(name, 'w');
  const block = Buffer.alloc(4096, 'x');
  const times = [];
  for (const end = performance.now() + seconds * 1000; performance.now() < end;) {
    writeSync(file, block);
    const start = performance.now();
    fdatasyncSync(file);
    times.push(performance.now() - start);
  }
  closeSync(file);
  rmSync(name);
  return times;
}
