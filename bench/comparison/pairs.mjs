// Two servers on the same work in turn: what is slow for a while is slow for both.

import { slice } from './slice.mjs';

// Of a core, that anything else may use; a pair with more of it counts for nothing.
export const OTHERS_MAX = 0.15;
const FIGURES = ['rate', 'cpu_us', 'p50_ms', 'p99_ms'];

// The value below which a share of the values lies, between neighbours.
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  return sorted[below] + (place - below) * ((sorted[below + 1] ?? sorted[below]) - sorted[below]);
}

export const median = (values) => quantile(values, 0.5);

function summary(pairs, figure) {
  const [peer, own] = [0, 1].map((side) => pairs.map((pair) => pair[side][figure]));
  const ratios = own.map((value, i) => value / peer[i]);
  return { peer: median(peer), own: median(own), ratio: median(ratios), quartiles: [quantile(ratios, 0.25), quantile(ratios, 0.75)] };
}

// Slices A B B A … until `pairs` of them are good, or twice as many were tried. The ratios are those of `own`
// to `peer`, the median over the pairs with its quartiles. Throws an Error when too few were good.
export async function comparePairs(peer, own, work, { connections, pairs, seconds, othersMax = OTHERS_MAX, beforePair, load = slice }) {
  for (const server of [peer, own]) await load(server, work, connections, 1); // warm
  const good = [];
  const others = [];
  let thrownAway = 0;
  for (let tried = 0; good.length < pairs && tried < 2 * pairs; ++tried) {
    await beforePair?.();
    const order = tried % 2 === 0 ? [peer, own] : [own, peer];
    const results = [];
    for (const server of order) results.push(await load(server, work, connections, seconds));
    others.push(...results.map((result) => result.others));
    if (Math.max(...others.slice(-2)) > othersMax) ++thrownAway;
    else good.push(order[0] === peer ? results : results.reverse());
  }
  if (good.length < Math.min(3, pairs)) {
    throw new Error(`others used the machine: ${thrownAway} pairs of ${thrownAway + good.length} count for nothing; `
      + `in the median they used ${median(others).toFixed(2)} of a core`);
  }
  const figures = Object.fromEntries(FIGURES.map((figure) => [figure, summary(good, figure)]));
  return { peer: peer.label, own: own.label, connections, pairs: good.length, thrownAway, others: median(others), ...figures };
}
