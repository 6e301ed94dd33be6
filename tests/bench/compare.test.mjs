// How bench/compare counts and what it says; it starts no servers.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

import { comparePairs, median, quantile } from '../../bench/comparison/pairs.mjs';
import { describe, tableHead } from '../../bench/comparison/report.mjs';
import { checkPlaces } from '../../bench/comparison/slice.mjs';

const COMPARE = fileURLToPath(new URL('../../bench/compare', import.meta.url));
const compare = (...options) => spawnSync(process.execPath, [COMPARE, ...options], { encoding: 'utf8' });

test('a quantile lies between its neighbours', () => {
  assert.equal(median([3, 1, 2]), 2);
  assert.equal(median([4, 1, 3, 2]), 2.5);
  assert.equal(quantile([10, 20, 30, 40, 50], 0.25), 20);
  assert.equal(quantile([7], 0.75), 7);
});

test('pairs are asked in turn, and those with others at work count for nothing', async () => {
  const asked = [];
  const load = async ({ label }) => {
    asked.push(label);
    const cpu_us = label === 'own' ? 8 : 10;
    return { rate: 1e6 / cpu_us, cpu_us, p50_ms: 1, p99_ms: 2, others: asked.length === 4 ? 0.2 : 0.1 };
  };
  const compared = await comparePairs({ label: 'peer' }, { label: 'own' }, {}, { connections: 64, pairs: 3, seconds: 1, load });
  assert.deepEqual(asked.slice(2), ['peer', 'own', 'own', 'peer', 'peer', 'own', 'own', 'peer']);
  assert.deepEqual([compared.pairs, compared.thrownAway], [3, 1]);
  assert.deepEqual(compared.cpu_us, { peer: 10, own: 8, ratio: 0.8, quartiles: [0.8, 0.8] });
});

test('nothing is told when others were always at work', async () => {
  const load = async () => ({ rate: 1, cpu_us: 1, p50_ms: 1, p99_ms: 1, others: 1 });
  const compared = comparePairs({ label: 'peer' }, { label: 'own' }, {}, { connections: 64, pairs: 3, seconds: 1, load });
  await assert.rejects(compared, /others used the machine: 6 pairs of 6/);
});

test('as many places are gone as were answered, but for those under way', () => {
  const server = { label: 'nginx' };
  checkPlaces(server, 100, 100, 64);
  checkPlaces(server, 100, 164, 64);
  assert.throws(() => checkPlaces(server, 100, 99, 64), /nginx answered 100 reservations, and 99 places are gone/);
  assert.throws(() => checkPlaces(server, 100, 165, 64), /165 places are gone/);
});

test('a row has both medians, the ratio and whether the goal is met', () => {
  const figure = { peer: 12.34, own: 9.87, ratio: 0.8, quartiles: [0.791, 0.812] };
  const result = {
    work: 'page', peer: 'nginx', connections: 64, pairs: 9, thrownAway: 1, goal: 0.95,
    rate: { ...figure, peer: 81_234, own: 101_299 }, cpu_us: figure, p99_ms: figure,
  };
  const cells = describe(result).split('|').map((cell) => cell.trim());
  assert.equal(cells.length, tableHead().split('\n')[0].split('|').length);
  assert.deepEqual(cells.slice(1, 9), ['page @64', 'nginx', '9 (-1)', '81,200 → 101,000', '0.800 [0.791, 0.812]',
    '12.3 → 9.87', '0.800 [0.791, 0.812]', '0.950: met']);
});

for (const [options, complaint] of [
  [['--pairs', '0'], "--pairs wants a whole number from 1 to 1000, not '0'"],
  [['--seconds', 'two'], "--seconds wants a whole number from 1 to 600, not 'two'"],
  [['--others', '0'], "--others wants a number above 0, up to 64, not '0'"],
  [['nothing'], "there is no work 'nothing'; there are page, time,"],
  [['--peers', 'nginx,apache'], "there is no peer 'apache'; there are nginx, go, redis, postgres"],
  [['--fast'], "Unknown option '--fast'"],
]) {
  test(`${options.join(' ')} is refused`, () => {
    const { status, stderr } = compare(...options);
    assert.equal(status, 2);
    assert.ok(stderr.startsWith(`compare: ${complaint}`), stderr);
  });
}

test('--help names each work and peer', () => {
  const { status, stdout } = compare('--help');
  assert.equal(status, 0);
  for (const name of ['page', 'reserve', 'half-rate', 'large-store', 'idle', 'nginx', 'postgres']) assert.match(stdout, new RegExp(`^  ${name} `, 'm'));
});
