#!/usr/bin/env node
// How late an armed basket goes out: the time from the opening, and the page's share of the spread
// behind it, to the moment when the browser sends the request, while others buy. Server, browser and
// this script have the same clock, so the error of the page's idea of it counts.
//
//   ONSALE_BINARY=build/release/onsale node bench/opening.mjs [RUNS]

import { setTimeout as pause } from 'node:timers/promises';

import { Site } from '../tests/browser/support/site.mjs';

const RUNS = Number(process.argv[2] ?? 20);
const SPREAD_MS = 250; // as static/src/event/arming.ts has it
const AHEAD_MS = 5000; // enough to arm, and for the page's clock to settle

// In the page: draws `share` of all spreads, and keeps for the page after it when the countdown was
// over and when each reservation was sent.
function watch(share) {
  Math.random = () => share;
  let shown = null;
  new MutationObserver(() => {
    if (shown === null && document.querySelector('.poster[data-phase=open]')) shown = performance.now();
  }).observe(document, { subtree: true, childList: true, attributes: true });
  addEventListener('pagehide', () => {
    const sent = performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('/reservations'));
    sessionStorage.setItem('opening', JSON.stringify({
      shown: performance.timeOrigin + shown,
      sent: sent.map(({ requestStart }) => performance.timeOrigin + requestStart),
    }));
  });
}

// Others buy from the opening on, so that the page has news to show all the time.
async function buyUntil(arrived, site, id, opensAt) {
  let done = false;
  arrived.finally(() => (done = true)).catch(() => {});
  await pause(opensAt - Date.now());
  for (; !done; await pause(20)) await site.reserve(id, { customer: 'bob', quantity: 1 });
  await arrived;
}

async function measure(site, run) {
  const share = (run + 0.5) / RUNS;
  const opensAt = Math.floor(Date.now() + AHEAD_MS + Math.random() * 1000);
  const id = `opening-${run}`;
  await site.createEvent({ id, name: 'Opening', opens_at: new Date(opensAt).toISOString(), hold_seconds: 300, capacity: 10_000 });
  const page = await site.open(`/events/${id}`, { before: (opened) => opened.addInitScript(watch, share) });
  await page.getByLabel('E-mail address').fill('ada@example.org');
  await page.getByRole('button', { name: 'Reserve for me at zero' }).click();
  const arrived = page.waitForURL('**/reservations/*');
  await buyUntil(arrived, site, id, opensAt);
  const { shown, sent } = JSON.parse(await page.evaluate(() => sessionStorage.getItem('opening')));
  await site.closePages();
  if (sent.length !== 1) throw new Error(`${sent.length} requests were sent`);
  return { shown: shown - opensAt, sent: sent[0] - opensAt - share * SPREAD_MS };
}

function tell(what, values) {
  const sorted = [...values].sort((a, b) => a - b);
  const [least, median, most] = [0, sorted.length >> 1, sorted.length - 1].map((i) => sorted[i].toFixed(1));
  console.log(`${what}: median ${median} ms, worst ${most} ms, earliest ${least} ms, of ${values.length}`);
}

const site = await Site.start();
try {
  const results = [];
  for (let run = 0; run < RUNS; ++run) results.push(await measure(site, run));
  tell('the page shows that the sale is open, after the opening', results.map(({ shown }) => shown));
  tell('the request leaves, after the opening and the spread', results.map(({ sent }) => sent));
} finally {
  await site.stop();
}
