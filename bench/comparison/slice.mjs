// One slice of load on one server: wrk on the second core, for some seconds.

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';
import { setTimeout as pause } from 'node:timers/promises';

import { cpuOf, cpuOfClient, cpuOfMachine } from './system.mjs';

const SCRIPT = fileURLToPath(new URL('work.lua', import.meta.url));
const run = promisify(execFile);

// What is asked for; `event` only of those that reserve.
export const WORKS = {
  page: { path: '/page.html', what: 'a static page of 10 KiB' },
  time: { path: '/api/v1/time', what: 'the time' },
  event: { path: '/api/v1/events/1', what: 'an event with its availability' },
  reserve: { path: '/api/v1/events/1/reservations', event: '1', what: 'a reservation; Onsale with an idempotency key, as its page asks' },
  plain: { path: '/api/v1/events/1/reservations', event: '1', what: 'a reservation without an idempotency key' },
};

let runs = 0;

async function wrk(server, work, connections, seconds) {
  const kind = work === WORKS.reserve && server.name === 'onsale' ? 'keyed' : 'reserve';
  const reserving = work.event ? ['--', kind, `${process.pid.toString(36)}-${runs++}`] : [];
  const { stdout } = await run('taskset', ['-c', '1', 'wrk', '-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '20s',
    '-s', SCRIPT, server.url + work.path, ...reserving]);
  const result = JSON.parse(/^JSON (.*)$/m.exec(stdout)[1]);
  if (result.requests === 0) throw new Error(`${server.label} answered nothing`);
  if (result.refused + result.broken > 0) {
    throw new Error(`${server.label} refused ${result.refused} requests, and ${result.broken} connections broke`);
  }
  return result;
}

// Each answer 201 is a place gone. wrk ends with requests under way, at most one a connection: their
// places are gone, too, and their answers nobody counted.
export function checkPlaces(server, answered, gone, connections) {
  if (gone < answered || gone > answered + connections) {
    throw new Error(`${server.label} answered ${answered} reservations, and ${gone} places are gone`);
  }
}

// Returns { rate, cpu_us, p50_ms, p99_ms, others }: answers a second, CPU of the whole server for each of
// them, latencies as wrk saw them, and the cores that anything else used meanwhile. Throws an Error when
// the server did not do its work.
export async function slice(server, work, connections, seconds) {
  const before = work.event && await server.available(work.event);
  const started = { server: cpuOf(server.pids), client: cpuOfClient(), machine: cpuOfMachine(), at: performance.now() };
  const result = await wrk(server, work, connections, seconds);
  const took = (performance.now() - started.at) / 1000;
  const cpu = cpuOf(server.pids) - started.server;
  const others = (cpuOfMachine() - started.machine - cpu - (cpuOfClient() - started.client)) / took;
  if (work.event) {
    await pause(100);
    checkPlaces(server, result.requests, before - await server.available(work.event), connections);
  }
  return {
    rate: result.requests / (result.us / 1e6),
    cpu_us: (cpu * 1e6) / result.requests,
    p50_ms: result.p50_us / 1e3,
    p99_ms: result.p99_us / 1e3,
    others,
  };
}
