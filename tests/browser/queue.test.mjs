// What people see of a waiting room: joining, the draw, their turn, and how it can be checked.

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';

import { assertAccessible, assertFits } from './support/pages.mjs';
import { inMs, Site } from './support/site.mjs';

let site;
before(async () => (site = await Site.start()));
after(() => site?.stop());
afterEach(() => site.closePages());

const HOUR_MS = 3_600_000;

const create = (id, more = {}, queue = {}) => site.createEvent({
  id, name: 'Gala', opens_at: inMs(HOUR_MS), hold_seconds: 300, capacity: 10, queue, ...more });

async function join(page, customer) {
  await page.getByLabel('E-mail address').fill(customer);
  await page.getByRole('button', { name: 'Join the waiting room' }).click();
}

const isIn = (page) => page.getByRole('heading', { name: 'You are in' }).waitFor();
const isTheirTurn = (page) => page.getByRole('heading', { name: 'It is your turn' }).waitFor();

async function reserve(page) {
  await page.getByRole('button', { name: 'Reserve 1 ticket' }).click();
  await page.waitForURL('**/reservations/*');
}

test('who joined before is drawn at zero, has a turn, and reserves', async () => {
  await create('drawn');
  const page = await site.open('/events/drawn');
  await page.getByRole('heading', { name: 'Waiting room' }).waitFor();
  assert.equal(await page.getByRole('button', { name: /Reserve/ }).count(), 0);
  await join(page, 'ada@example.org');
  await isIn(page);
  await page.reload();
  await isIn(page);
  await site.editEvent('drawn', { opens_at: inMs(1500) });
  await isTheirTurn(page);
  await page.waitForFunction(() => document.title === 'Your turn! – Gala');
  assert.equal(await page.getByLabel('E-mail address').inputValue(), 'ada@example.org');
  await reserve(page);
  assert.equal((await site.event('drawn')).held, 1);
});

test('the second waits until the first is done, and is told how many come first', async () => {
  await create('second', { opens_at: inMs(-1000) }, { target: 1 });
  const first = await site.open('/events/second');
  await join(first, 'ada@example.org');
  await isTheirTurn(first);
  const second = await site.open('/events/second');
  await join(second, 'bob@example.org');
  await isIn(second);
  await second.waitForFunction(() => document.title === '(0) Gala' || document.title === '(1) Gala');
  await site.editEvent('second', { queue: { message: 'Doors open at seven.' } });
  await second.getByText('Doors open at seven.').waitFor();
  await second.reload();
  await isIn(second);
  await reserve(first);
  await first.getByRole('button', { name: 'Confirm' }).first().click();
  await first.getByText('Confirmed').first().waitFor();
  await isTheirTurn(second);
  await reserve(second);
});

test('a turn that is over says so, and one can join again', async () => {
  await create('over', { opens_at: inMs(-1000) });
  const page = await site.open('/events/over');
  await join(page, 'ada@example.org');
  await isTheirTurn(page);
  const { place } = JSON.parse(await page.evaluate(() => localStorage.getItem('onsale.queue.over')));
  await site.api.call('DELETE', `/api/v1/queue/${place}`);
  await page.getByRole('button', { name: 'Reserve 1 ticket' }).click();
  await page.getByRole('heading', { name: 'Your turn has passed' }).waitFor();
  await join(page, 'ada@example.org');
  await isTheirTurn(page);
  await reserve(page);
});

test('whoever wants none gives the turn up', async () => {
  await create('none', { opens_at: inMs(-1000) });
  const page = await site.open('/events/none');
  await join(page, 'ada@example.org');
  await isTheirTurn(page);
  await page.getByRole('button', { name: 'I do not want any' }).click();
  await page.getByRole('heading', { name: 'Waiting room' }).waitFor();
  await page.waitForFunction(() => document.title === 'Gala');
  const { shopping } = await site.api.call('GET', '/api/v1/events/none/queue');
  assert.equal(shopping, 0);
});

test('a draw can be checked in the browser, with the own place in it', async () => {
  await create('checked');
  const page = await site.open('/events/checked');
  await join(page, 'ada@example.org');
  await isIn(page);
  for (let i = 0; i < 5; ++i) {
    await site.api.call('POST', '/api/v1/events/checked/queue', { customer: `person-${i}` });
  }
  await page.goto('/draw?event=checked');
  await page.getByText('Before anybody joined').waitFor();
  await site.editEvent('checked', { opens_at: inMs(0) });
  const { seed } = await seedOf('checked');
  assert.match(seed, /^[0-9a-f]{64}$/);
  await page.getByText('The seed is the one that was committed to').waitFor();
  await page.getByRole('button', { name: 'Check all 6' }).click();
  await page.getByText('exactly the 6 published entrants').waitFor();
  await page.getByText('your number has the value that you brought').waitFor();
  await page.getByLabel('A number').fill('5');
  await page.getByText(/Number 5 has place [1-6] of 6/).waitFor();
  await assertAccessible(page);
});

async function seedOf(id) {
  for (;;) {
    const queue = await site.api.call('GET', `/api/v1/events/${id}/queue`);
    if (queue.seed !== null) return queue;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test('a draw that is not as it was promised is found out', async () => {
  await create('forged');
  await site.api.call('POST', '/api/v1/events/forged/queue', { customer: 'ada' });
  await site.editEvent('forged', { opens_at: inMs(0) });
  await seedOf('forged');
  const page = await site.open('/draw?event=forged', {
    before: (opened) => opened.route('**/queue', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, json: { ...await response.json(), seed: '00'.repeat(32), entrants_digest: '11'.repeat(32) } });
    }),
  });
  await page.getByText('The seed is NOT the one').waitFor();
  await page.getByRole('button', { name: 'Check all 1' }).click();
  await page.getByText('The published digest is NOT').waitFor();
});

for (const locale of ['en-GB', 'de-DE']) {
  test(`fits on a narrow screen and is accessible, in ${locale}`, async () => {
    const id = `narrow-${locale.toLowerCase()}`;
    await create(id, { opens_at: inMs(-1000) }, { target: 1, message: 'Doors open at seven.' });
    const people = [];
    for (const customer of ['ada', 'bob']) {
      const page = await site.open(`/events/${id}`, { width: 320, height: 640, locale });
      people.push(page);
      await page.locator('#room-customer').waitFor();
      await assertFits(page);
      await assertAccessible(page);
      await page.locator('#room-customer').fill(customer);
      await page.locator('.room button').click();
      await page.locator(customer === 'ada' ? '.room-left' : '.room-ahead').waitFor();
      await assertFits(page);
      await assertAccessible(page);
    }
    await people[1].goto(`/draw?event=${id}`);
    await people[1].locator('.checks').waitFor();
    await assertFits(people[1]);
  });
}

test('the waiting room is insisted on where its code does not come at once', async () => {
  await create('late');
  let failed = 0;
  const page = await site.open('/events/late', {
    before: (opened) => opened.route('**/assets/queue-*.js', (route) => (failed++ === 0 ? route.abort() : route.continue())),
  });
  await join(page, 'ada@example.org');
  await isIn(page);
});

test('a refusal is told, and that nothing is lost while no answer comes', async () => {
  await create('refused');
  const page = await site.open('/events/refused');
  await page.route('**/queue', (route) => (route.request().method() === 'POST'
    ? route.fulfill({ status: 409, contentType: 'application/problem+json', body: JSON.stringify({ type: '/problems/sold-out' }) })
    : route.continue()));
  await join(page, 'ada@example.org');
  await page.getByText('Sold out. Tickets that others hold').waitFor();
  await page.unroute('**/queue');
  await join(page, 'ada@example.org');
  await isIn(page);
  await page.route('**/queue', (route) => route.abort());
  await page.getByText('Your place is safe').waitFor();
  await page.unroute('**/queue');
  await page.getByText('Your place is safe').waitFor({ state: 'detached' });
});
