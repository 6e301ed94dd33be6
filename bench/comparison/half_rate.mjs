// How long a reservation takes while the server has half of what it can do, beside the disk itself.

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { syncTimes } from './disk.mjs';
import { median, quantile } from './pairs.mjs';
import { ADMIN_TOKEN, ROOT, withServers } from './servers.mjs';
import { slice, WORKS } from './slice.mjs';
import { stolenFromMachine } from './system.mjs';

const run = promisify(execFile);

// Reservations on a timetable, whatever the answers take; each latency counts from the scheduled start.
async function reserve(server, rate, connections, seconds) {
  const { stdout } = await run('taskset', ['-c', '1', join(ROOT, 'build/release/bench/crowd'), '--port', server.port, 'pace',
    '--rate', rate, '--connections', connections, '--seconds', seconds].map(String),
  { env: { ...process.env, ONSALE_ADMIN_TOKEN: ADMIN_TOKEN } });
  return JSON.parse(stdout);
}

const SHARES = [0.5, 0.99];
const spread = (values) => [0.25, 0.5, 0.75].map((share) => quantile(values, share));
const line = (what, [low, middle, high]) => `${what.padEnd(36)}${middle.toFixed(2)} [${low.toFixed(2)}, ${high.toFixed(2)}]`;

async function measure(server, { connections, pairs, seconds }) {
  const rates = [];
  for (let i = 0; i < 4; ++i) rates.push((await slice(server, WORKS.reserve, connections, seconds)).rate);
  const rate = Math.round(median(rates.slice(1)) / 2);
  const found = [];
  for (let i = 0; i < pairs; ++i) {
    const sync = syncTimes(seconds);
    const due = syncTimes(seconds, 1);
    const stolen = stolenFromMachine();
    const paced = await reserve(server, rate, connections, seconds);
    found.push({
      sync: SHARES.map((share) => quantile(sync, share)),
      due: SHARES.map((share) => quantile(due, share)),
      reserve: [paced.p50_ms, paced.p99_ms],
      rate: paced.rate,
      stolen: (stolenFromMachine() - stolen) / seconds,
    });
  }
  const of = (what) => SHARES.map((_, i) => median(found.map((pair) => pair[what][i])));
  const latencies = (what, name) => `${what.padEnd(36)}p50 ${of(name)[0].toFixed(2)} ms, p99 ${of(name)[1].toFixed(2)} ms`;
  const ratios = (name) => spread(found.map((pair) => pair.reserve[1] / pair[name][1]));
  return {
    rate, found, ratio: { sync: ratios('sync'), due: ratios('due') },
    lines: [
      `${rate} reservations a second, ${connections} connections, ${pairs} slices of each in turn; answered ${Math.round(median(found.map((pair) => pair.rate)))} a second`,
      latencies('disk: 4 KiB and fdatasync', 'sync'),
      latencies('disk: one due every millisecond', 'due'),
      latencies('reservation', 'reserve'),
      line('ratio of the p99 to the first', ratios('sync')),
      line('ratio of the p99 to the second', ratios('due')),
      line('cores that the host took away', spread(found.map((pair) => pair.stolen))),
    ],
  };
}

export const halfRate = (options) => withServers([['onsale']], (server) => measure(server, options));
