// How long a reservation takes while the server has half of what it can do, beside the disk itself.

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { syncTimes } from './disk.mjs';
import { median, quantile } from './pairs.mjs';
import { ADMIN_TOKEN, ROOT, withServers } from './servers.mjs';
import { slice, WORKS } from './slice.mjs';

const run = promisify(execFile);

// Reservations on a timetable, whatever the answers take; each latency counts from the scheduled start.
async function reserve(server, rate, connections, seconds) {
  const { stdout } = await run('taskset', ['-c', '1', join(ROOT, 'build/release/bench/crowd'), '--port', server.port, 'pace',
    '--rate', rate, '--connections', connections, '--seconds', seconds].map(String),
  { env: { ...process.env, ONSALE_ADMIN_TOKEN: ADMIN_TOKEN } });
  return JSON.parse(stdout);
}

async function measure(server, { connections, pairs, seconds }) {
  const rates = [];
  for (let i = 0; i < 4; ++i) rates.push((await slice(server, WORKS.reserve, connections, seconds)).rate);
  const rate = Math.round(median(rates.slice(1)) / 2);
  const found = [];
  for (let i = 0; i < pairs; ++i) {
    const sync = syncTimes(seconds);
    const paced = await reserve(server, rate, connections, seconds);
    found.push({ sync: [0.5, 0.99].map((share) => quantile(sync, share)), reserve: [paced.p50_ms, paced.p99_ms], rate: paced.rate });
  }
  const of = (what, i) => median(found.map((pair) => pair[what][i]));
  const ratios = found.map((pair) => pair.reserve[1] / pair.sync[1]);
  const [low, middle, high] = [0.25, 0.5, 0.75].map((share) => quantile(ratios, share));
  return {
    rate, found, ratio: middle, quartiles: [low, high],
    lines: [
      `${rate} reservations a second, ${connections} connections, ${pairs} slices of each in turn; answered ${Math.round(median(found.map((pair) => pair.rate)))} a second`,
      `disk: 4 KiB and fdatasync   p50 ${of('sync', 0).toFixed(2)} ms, p99 ${of('sync', 1).toFixed(2)} ms`,
      `reservation                 p50 ${of('reserve', 0).toFixed(2)} ms, p99 ${of('reserve', 1).toFixed(2)} ms`,
      `ratio of the p99            ${middle.toFixed(2)} [${low.toFixed(2)}, ${high.toFixed(2)}]`,
    ],
  };
}

export const halfRate = (options) => withServers([['onsale']], (server) => measure(server, options));
