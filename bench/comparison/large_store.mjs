// What a store of many millions of reservations costs Onsale: a reservation's CPU beside a store that is
// nearly empty, memory, and the time until it is ready after a restart.

import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { comparePairs } from './pairs.mjs';
import { ROOT, withServers } from './servers.mjs';
import { WORKS } from './slice.mjs';
import { memoryOf } from './system.mjs';

const SMALL = 10_000;
const EVENT = '1';
const run = promisify(execFile);

// Puts a store of so many reservations in the place of the one a server has.
async function refill(server, reservations) {
  await server.stop();
  const data = join(server.folder, 'data');
  await rm(data, { recursive: true });
  await run(join(ROOT, 'build/release/bench/fill_store'), [data, EVENT, String(reservations)]);
  await server.startAgain();
}

// Seconds until the server answers again.
async function restart(server) {
  await server.stop();
  const start = performance.now();
  await server.startAgain();
  return (performance.now() - start) / 1000;
}

async function measure(small, large, { reservations, ...options }) {
  const empty = memoryOf(large.pids);
  await refill(large, reservations);
  const ready = await restart(large);
  const filled = memoryOf(large.pids);
  const beforePair = () => refill(small, SMALL);
  const compared = await comparePairs(small, large, WORKS.reserve, { ...options, beforePair });
  return {
    ...compared, reservations, ready_seconds: ready, memory_kib: { empty, filled },
    lines: [
      `${reservations.toLocaleString('en-US')} reservations: ready ${ready.toFixed(2)} s after the start, `
        + `${Math.round(filled / 1024)} MiB resident (empty: ${Math.round(empty / 1024)} MiB)`,
    ],
  };
}

export const largeStore = (options) => withServers([['onsale', 'small-store'], ['onsale', 'large-store']],
  (small, large) => measure(small, large, options));
