// What pages look like to everybody: without script, on small screens, to assistive technology.

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';

import { assertAccessible, assertFits } from './support/pages.mjs';
import { inMs, Site } from './support/site.mjs';

const DAY_MS = 86_400_000;
const SCREENS = [
  { width: 320, height: 640, locale: 'en-GB' },
  { width: 320, height: 640, locale: 'de-DE' },
  { width: 412, height: 823, locale: 'en-GB' },
  { width: 1280, height: 800, locale: 'en-GB' },
];

let site;

before(async () => {
  site = await Site.start();
  const starts = { starts_at: '2027-06-01T18:00:00Z', venue: 'Großer Saal der Staatsphilharmonie' };
  await site.createEvent({
    id: 'open', name: 'Aurora <Quartet>', ...starts, description: 'One night.',
    sections: [{ id: 'floor', name: 'Floor', capacity: 5, price: '35 €' }, { id: 'balcony', name: 'Balcony', capacity: 7 }],
  });
  await site.createEvent({
    id: 'scheduled', name: 'Donaudampfschifffahrtsorchester', ...starts, opens_at: `${new Date().getUTCFullYear() + 1}-05-01T18:00:00Z`,
    closes_at: '2036-05-01T18:00:00Z', capacity: 1200,
  });
  await site.createEvent({
    id: 'seated', name: 'Theatre',
    sections: [{ id: 'stalls', name: 'Stalls', rows: [{ name: 'A', seats: 12, accessible: ['1'] }] }],
  });
  await site.createEvent({ id: 'held', name: 'Held', capacity: 10, hold_seconds: 600 });
  await site.createEvent({ id: 'at-once', name: 'At once', capacity: 10 });
  await site.createEvent({ id: 'paused', name: 'Paused', capacity: 3, paused: true });
  await site.createEvent({ id: 'closed', name: 'Closed', capacity: 3, opens_at: inMs(-2 * DAY_MS), closes_at: inMs(-DAY_MS) });
  await site.createEvent({ id: 'sold-out', name: 'Sold out', capacity: 1 });
  await site.reserve('sold-out', { customer: 'bob', quantity: 1 });
});
after(() => site?.stop());
afterEach(() => site.closePages());

const PAGES = ['/', '/reservations', ...['open', 'scheduled', 'seated', 'paused', 'closed', 'sold-out'].map((id) => `/events/${id}`)];

/** A page as it is when its script has all it needs. */
async function settled(path, options) {
  const page = await site.open(path, options);
  await page.getByText(/Times are in your time zone|Zeiten gelten in deiner Zeitzone/).waitFor();
  if (path.startsWith('/events/') && !path.endsWith('closed')) await page.locator('.live').waitFor();
  if (path.endsWith('scheduled')) await page.getByText(/^(days|Tage)$/).waitFor();
  return page;
}

/**
 * Has the page painted as it is before each answer that it waits for, so that what moves is seen to.
 * Requests may be under way when the page is closed.
 */
const showEachStep = (page) => page.route(/\/(assets|api)\//, (route) => page
  .evaluate(() => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted))))
  .then(() => route.continue())
  .catch(() => {}));

/** What moved by itself since the page was opened: the elements of each layout shift. */
const shiftsOf = (page) => page.evaluate(() => new Promise((resolve) => {
  const found = [];
  const add = (entries) => entries.forEach(({ sources }) => found.push(
    sources.map(({ node }) => node?.outerHTML?.slice(0, 80) ?? node?.textContent).join(' ')));
  const observer = new PerformanceObserver((list) => add(list.getEntries()));
  observer.observe({ type: 'layout-shift', buffered: true });
  requestAnimationFrame(() => requestAnimationFrame(() => {
    add(observer.takeRecords());
    resolve(found);
  }));
}));

for (const path of PAGES) {
  for (const colorScheme of ['light', 'dark']) {
    test(`axe finds nothing in ${path}, ${colorScheme}`, async () => {
      await assertAccessible(await settled(path, { colorScheme }));
    });
  }

  for (const locale of ['en-GB', 'de-DE']) {
    test(`${path} fits on 320 pixels, in ${locale}`, async () => {
      await assertFits(await settled(path, { width: 320, height: 640, locale }));
    });
  }

  for (const { width, height, locale } of SCREENS) {
    test(`${path} moves nothing while it loads on ${width} pixels, in ${locale}`, async () => {
      const page = await settled(path, { width, height, locale, before: showEachStep });
      assert.deepEqual(await shiftsOf(page), []);
    });
  }
}

for (const { width, height, locale } of SCREENS) {
  test(`a hold and a ticket move nothing while they load on ${width} pixels, in ${locale}`, async () => {
    for (const [id, button] of [['held', /Confirm|Bestätigen/], ['at-once', /Print|Drucken/]]) {
      const reservation = await site.reserve(id, { customer: 'ada@example.org', quantity: 1 });
      const page = await settled(`/reservations/${reservation.id}`, { width, height, locale, before: showEachStep });
      await page.getByRole('button', { name: button }).first().waitFor();
      assert.deepEqual(await shiftsOf(page), []);
    }
  });
}

test('what moves is found', async () => {
  const page = await settled('/events/open', { width: 320, height: 640 });
  await page.evaluate(() => document.querySelector('main').prepend('Something that comes late'));
  const [shift] = await shiftsOf(page);
  assert.match(shift, /poster/);
});

test('reading needs no script', async () => {
  const list = await site.open('/', { javaScriptEnabled: false });
  const home = await list.locator('main').innerText();
  for (const text of ['Aurora <Quartet>', '12 left', 'Sold out', 'Paused', '2027-06-01 18:00 UTC']) {
    assert.ok(home.includes(text), `${text} in ${home}`);
  }
  const page = await site.open('/events/open', { javaScriptEnabled: false });
  const event = await page.locator('main').innerText();
  for (const text of ['Aurora <Quartet>', 'On sale now', '12 left', 'Floor', '35 €', '5 left', 'One night.', 'JavaScript']) {
    assert.ok(event.includes(text), `${text} in ${event}`);
  }
  assert.equal(await page.title(), 'Aurora <Quartet>');
});

test('in the language that the visitor prefers', async () => {
  const page = await site.open('/events/open', { locale: 'de-AT' });
  await page.getByRole('heading', { name: 'Jetzt im Verkauf' }).waitFor();
  assert.equal(await page.locator('html').getAttribute('lang'), 'de');
  await page.getByRole('button', { name: '1 Ticket reservieren' }).waitFor();
});

test('times are in the zone of the visitor, which is named', async () => {
  const page = await settled('/events/open', { timezoneId: 'America/New_York', locale: 'en-US' });
  assert.match(await page.locator('.bill time').first().innerText(), /June 1, 2027 at 2:00\sPM EDT/);
  await page.getByText('America/New York').waitFor();
});
