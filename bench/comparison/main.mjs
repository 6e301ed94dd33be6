// The command bench/compare.

import { availableParallelism } from 'node:os';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { idle } from './idle.mjs';
import { halfRate } from './half_rate.mjs';
import { largeStore } from './large_store.mjs';
import { comparePairs, OTHERS_MAX } from './pairs.mjs';
import { describe, tableHead } from './report.mjs';
import { prepareFiles, withServers } from './servers.mjs';
import { WORKS } from './slice.mjs';
import { machine } from './system.mjs';

const PEERS = {
  nginx: 'nginx: the page from a file, all else in Lua, reservations in memory only',
  go: 'Go, net/http: reservations in a log, synced together',
  redis: 'Fastify with Redis, appendfsync always',
  postgres: 'Fastify with PostgreSQL 15, synchronous commits',
};

// Works that are done by pairs: the peers that do each, with the ratio of CPU to them that is our goal at 64
// connections, where there is one.
const PAIRED = {
  page: { nginx: 0.95, go: null },
  time: { nginx: 1, go: null },
  event: { nginx: 1, go: null, redis: null, postgres: null },
  reserve: { nginx: 1.2, go: 0.55, redis: 0.285, postgres: 1 / 35 },
  plain: { nginx: null, go: null, redis: null, postgres: null },
};
const GOALS_CONNECTIONS = 64;

// Works that are about Onsale alone.
const ALONE = {
  'half-rate': { run: halfRate, what: 'latency of reservations at half of the greatest rate, beside the disk' },
  'large-store': { run: largeStore, what: 'a reservation in a store of 10,000,000 beside one of 10,000; restarting' },
  idle: { run: idle, what: 'memory of 10,000 idle connections, and coming to rest after a spike' },
};

const OPTIONS = {
  peers: { type: 'string', default: Object.keys(PEERS).join() },
  connections: { type: 'string', default: '64' },
  pairs: { type: 'string', default: '10' },
  seconds: { type: 'string', default: '2' },
  others: { type: 'string', default: String(OTHERS_MAX) },
  reservations: { type: 'string', default: '10000000' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
};

const list = (entries) => Object.entries(entries).map(([name, what]) => `  ${name.padEnd(12)} ${what}`).join('\n');

const HELP = `Usage: bench/compare [OPTION...] [WORK...]

Measures Onsale beside its peers, each server on the first core and wrk on the second, in short slices
in turn (A B B A ...), and prints the medians of each server, and of the pairs' ratios, with quartiles.
CPU is user and system time of a whole server, its store too, for each answer. Pairs during which
anything else used more than a little of a core count for nothing. Builds nothing: ./dev bench compare
installs and builds what is needed, and then does the same.

Works (default: page time event reserve)
${list(Object.fromEntries(Object.entries(WORKS).map(([name, { what }]) => [name, what])))}
${list(Object.fromEntries(Object.entries(ALONE).map(([name, { what }]) => [name, what])))}

Peers
${list(PEERS)}

Options
  --peers A,B        only these peers
  --connections N    of wrk, 1 to 10000 (default 64)
  --pairs N          that count, 1 to 1000 (default 10)
  --seconds N        of each slice, 1 to 600 (default 2)
  --others N         cores that anything else may use, up to 64 (default 0.15)
  --reservations N   in the large store (default 10000000)
  --json             print JSON instead of tables
  -h, --help         print this

The exit status is 0 when all servers did their work, however fast; 1 when one did not, 2 for a wrong
argument. Everything is kept in build/compare, the servers' logs too.
`;

class UsageError extends Error {}

function count(values, name, most) {
  const value = Number(values[name]);
  if (!Number.isInteger(value) || value < 1 || value > most) throw new UsageError(`--${name} wants a whole number from 1 to ${most}, not '${values[name]}'`);
  return value;
}

function share(values, name, most) {
  const value = Number(values[name]);
  if (!(value > 0 && value <= most)) throw new UsageError(`--${name} wants a number above 0, up to ${most}, not '${values[name]}'`);
  return value;
}

function choose(names, known, what) {
  for (const name of names) {
    if (!known.includes(name)) throw new UsageError(`there is no ${what} '${name}'; there are ${known.join(', ')}`);
  }
  return names;
}

function parse(argv) {
  let parsed;
  try {
    parsed = parseArgs({ args: argv, options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error.message);
  }
  const { values, positionals } = parsed;
  return {
    help: values.help,
    json: values.json,
    works: choose(positionals.length > 0 ? positionals : ['page', 'time', 'event', 'reserve'], [...Object.keys(PAIRED), ...Object.keys(ALONE)], 'work'),
    peers: choose(values.peers.split(','), Object.keys(PEERS), 'peer'),
    connections: count(values, 'connections', 10_000),
    pairs: count(values, 'pairs', 1000),
    seconds: count(values, 'seconds', 600),
    othersMax: share(values, 'others', 64),
    reservations: count(values, 'reservations', 1_000_000_000),
  };
}

const onPath = (program) => (process.env.PATH ?? '').split(':').some((folder) => existsSync(join(folder, program)));

function checkPrograms(options) {
  const needed = ['taskset', 'wrk', ...(options.peers.includes('nginx') ? ['nginx'] : []), ...(options.peers.includes('redis') ? ['redis-server'] : [])];
  const missing = needed.filter((program) => !onPath(program));
  if (missing.length > 0) throw new UsageError(`${missing.join(' and ')} not found; ./dev bench compare installs what is needed`);
  if (availableParallelism() < 2) throw new UsageError('a server and wrk need a core each, and this machine has one');
}

async function run(options, tell) {
  for (const work of options.works) {
    if (ALONE[work]) {
      tell({ work, ...await ALONE[work].run(options) });
      continue;
    }
    for (const [name, goal] of Object.entries(PAIRED[work])) {
      if (!options.peers.includes(name)) continue;
      const compared = await withServers([[name], ['onsale']], (peer, own) => comparePairs(peer, own, WORKS[work], options));
      tell({ work, ...compared, ...(goal && options.connections === GOALS_CONNECTIONS ? { goal } : {}) });
    }
  }
}

export async function main(argv) {
  try {
    const options = parse(argv);
    if (options.help) {
      process.stdout.write(HELP);
      return 0;
    }
    checkPrograms(options);
    prepareFiles();
    const results = [];
    if (!options.json) console.log(`${machine()}\n`);
    await run(options, (result) => {
      if (!options.json && result.peer && !results.some(({ peer }) => peer)) console.log(tableHead());
      results.push(result);
      if (!options.json) console.log(describe(result));
    });
    if (options.json) console.log(JSON.stringify({ machine: machine(), results }, null, 2));
    return 0;
  } catch (error) {
    console.error(`compare: ${error.message}`);
    return error instanceof UsageError ? 2 : 1;
  }
}
