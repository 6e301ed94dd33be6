// What people do at a sale, in a browser: from the countdown to the confirmed ticket.

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';

import { inMs, Site } from './support/site.mjs';

let site;
before(async () => (site = await Site.start()));
after(() => site?.stop());
afterEach(() => site.closePages());

const HOUR_MS = 3_600_000;
// Long enough to be seen counted down; tests do not depend on what they do meanwhile.
const OPENS_MS = 2000;

async function confirm(page) {
  await page.getByRole('button', { name: 'Confirm' }).first().click();
  await page.getByText('Confirmed').first().waitFor();
}

test('an armed basket goes out at zero, and is confirmed', async () => {
  await site.createEvent({
    id: 'armed', name: 'Armed', opens_at: inMs(HOUR_MS), hold_seconds: 300,
    sections: [{ id: 'floor', name: 'Floor', capacity: 10 }, { id: 'balcony', name: 'Balcony', capacity: 5 }],
  });
  const page = await site.open('/events/armed');
  await page.getByRole('timer').waitFor();
  await page.getByRole('radio', { name: /Balcony/ }).check();
  await page.getByRole('button', { name: 'One ticket more' }).click();
  await page.getByLabel('E-mail address').fill('ada@example.org');
  await page.getByRole('button', { name: 'Reserve for me at zero' }).click();
  await page.getByRole('heading', { name: 'You are all set' }).waitFor();
  await site.editEvent('armed', { opens_at: inMs(OPENS_MS) });
  await page.waitForURL('**/reservations/*');
  const { sections } = await site.event('armed');
  assert.equal(sections.find(({ id }) => id === 'balcony').held, 2);
  await confirm(page);
  assert.equal((await site.event('armed')).confirmed, 2);
});

test('an armed basket survives a reload, and is sent once', async () => {
  await site.createEvent({ id: 'reload', name: 'Reload', opens_at: inMs(HOUR_MS), hold_seconds: 300, capacity: 10 });
  const page = await site.open('/events/reload');
  await page.getByLabel('E-mail address').fill('ada@example.org');
  await page.getByRole('button', { name: 'Reserve for me at zero' }).click();
  await page.getByRole('heading', { name: 'You are all set' }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'You are all set' }).waitFor();
  await site.editEvent('reload', { opens_at: inMs(OPENS_MS) });
  await page.waitForURL('**/reservations/*');
  assert.equal((await site.event('reload')).held, 1);
});

test('an armed basket goes out while the sale goes fast', async () => {
  await site.createEvent({ id: 'rush', name: 'Rush', opens_at: inMs(HOUR_MS), hold_seconds: 300, capacity: 100_000 });
  const page = await site.open('/events/rush', {
    before: (opened) => opened.addInitScript(() => (Math.random = () => 0.99)), // the last of all
  });
  await page.getByLabel('E-mail address').fill('ada@example.org');
  await page.getByRole('button', { name: 'Reserve for me at zero' }).click();
  await page.getByRole('heading', { name: 'You are all set' }).waitFor();
  await site.editEvent('rush', { opens_at: inMs(0) });
  let done = false;
  const arrived = page.waitForURL('**/reservations/*').finally(() => (done = true));
  while (!done) await site.reserve('rush', { customer: 'bob', quantity: 1 });
  await arrived;
});

// As browsers hold up the timers of a page that nobody sees.
test('an armed basket goes out although the timers of the page stand still', async () => {
  await site.createEvent({ id: 'hidden', name: 'Hidden', opens_at: inMs(HOUR_MS), hold_seconds: 300, capacity: 10 });
  const page = await site.open('/events/hidden');
  await page.getByLabel('E-mail address').fill('ada@example.org');
  await page.getByRole('button', { name: 'Reserve for me at zero' }).click();
  await page.getByRole('heading', { name: 'You are all set' }).waitFor();
  await page.evaluate(() => (globalThis.setTimeout = () => 0));
  await site.editEvent('hidden', { opens_at: inMs(OPENS_MS) });
  await page.waitForURL('**/reservations/*');
  assert.equal((await site.event('hidden')).held, 1);
});

test('a basket that is armed in two tabs is reserved once', async () => {
  await site.createEvent({ id: 'tabs', name: 'Tabs', opens_at: inMs(HOUR_MS), hold_seconds: 300, capacity: 10 });
  const page = await site.open('/events/tabs');
  await page.getByLabel('E-mail address').fill('ada@example.org');
  await page.getByRole('button', { name: 'Reserve for me at zero' }).click();
  const other = await page.context().newPage();
  await other.goto('/events/tabs');
  await other.getByRole('heading', { name: 'You are all set' }).waitFor();
  await site.editEvent('tabs', { opens_at: inMs(OPENS_MS) });
  // The first to send takes the basket from the other, unless that has sent it, too.
  const settled = (tab) => Promise.race([
    tab.waitForURL('**/reservations/*'), tab.getByRole('button', { name: 'Reserve 1 ticket' }).waitFor()]);
  await Promise.all([settled(page), settled(other)]);
  assert.equal((await site.event('tabs')).held, 1);
});

test('a basket that another tab gave up is not sent', async () => {
  await site.createEvent({ id: 'gave-up', name: 'Gave up', opens_at: inMs(HOUR_MS), hold_seconds: 300, capacity: 10 });
  const page = await site.open('/events/gave-up');
  await page.getByLabel('E-mail address').fill('ada@example.org');
  await page.getByRole('button', { name: 'Reserve for me at zero' }).click();
  const other = await page.context().newPage();
  await other.goto('/events/gave-up');
  await other.getByRole('button', { name: 'Change' }).click();
  await page.getByRole('button', { name: 'Reserve for me at zero' }).waitFor();
});

test('Reserve comes alive at zero without a reload', async () => {
  await site.createEvent({ id: 'alive', name: 'Alive', opens_at: inMs(HOUR_MS), capacity: 10 });
  const page = await site.open('/events/alive');
  await page.getByLabel('E-mail address').fill('ada@example.org');
  await site.editEvent('alive', { opens_at: inMs(OPENS_MS) });
  await page.getByRole('button', { name: 'Reserve 1 ticket' }).click();
  await page.waitForURL('**/reservations/*');
  assert.equal((await site.event('alive')).confirmed, 1);
});

for (const [what, offset] of [['behind', -3 * HOUR_MS], ['ahead', 3 * HOUR_MS]]) {
  test(`the countdown is right on a device three hours ${what}`, async () => {
    const id = `clock-${what}`;
    await site.createEvent({ id, name: 'Clock', opens_at: inMs(2 * HOUR_MS), capacity: 10 });
    const page = await site.open(`/events/${id}`, {
      before: (opened) => opened.addInitScript((ms) => {
        const RealDate = Date;
        globalThis.Date = class extends RealDate {
          constructor(...values) {
            super(...(values.length > 0 ? values : [RealDate.now() + ms]));
          }

          static now() {
            return RealDate.now() + ms;
          }
        };
      }, offset),
    });
    await page.waitForFunction(() => /\d/.test(document.querySelector('[role=timer]')?.textContent));
    assert.match(await page.getByRole('timer').innerText(), /^(1\s+hour\s+5\d\s+minutes|2\s+hours\s+00\s+minutes)/);
    await site.editEvent(id, { opens_at: inMs(0) });
    await page.getByRole('heading', { name: 'On sale now' }).waitFor();
  });
}

test('numbers change while one looks, and the form follows the sale', async () => {
  await site.createEvent({ id: 'live', name: 'Live', capacity: 3, hold_seconds: 300 });
  const page = await site.open('/events/live');
  await page.getByRole('heading', { name: '3 left' }).waitFor();
  await site.reserve('live', { customer: 'bob', quantity: 1 });
  await page.getByRole('heading', { name: '2 left' }).waitFor();
  await site.editEvent('live', { paused: true });
  await page.getByRole('heading', { name: 'The sale is paused' }).waitFor();
  assert.ok(await page.getByRole('button', { name: 'Paused' }).isDisabled());
  await site.editEvent('live', { paused: false });
  await site.reserve('live', { customer: 'bob', quantity: 2 });
  await page.getByRole('heading', { name: 'Sold out' }).waitFor();
  await page.getByLabel('E-mail address').fill('ada@example.org');
  await page.getByRole('button', { name: 'Join the waitlist' }).click();
  await page.waitForURL('**/reservations/*');
  await page.getByText('waitlist').first().waitFor();
});

test('numbers come by polling where streams do not come through', async () => {
  await site.createEvent({ id: 'polled', name: 'Polled', capacity: 3 });
  const page = await site.open('/events/polled', {
    before: (opened) => opened.addInitScript(() => delete globalThis.EventSource),
  });
  await page.getByText('Looked up every few seconds').waitFor();
  await site.reserve('polled', { customer: 'bob', quantity: 1 });
  await page.getByRole('heading', { name: '2 left' }).waitFor();
});

test('a request is repeated with its key until it is answered', async () => {
  await site.createEvent({ id: 'busy', name: 'Busy', capacity: 10 });
  const page = await site.open('/events/busy');
  const keys = [];
  await page.route('**/reservations', async (route) => {
    keys.push(route.request().headers()['idempotency-key']);
    if (keys.length === 1) {
      // It got through, but its answer is lost.
      await route.fetch();
      return route.abort();
    }
    return route.continue();
  });
  await page.getByLabel('E-mail address').fill('ada@example.org');
  await page.getByRole('button', { name: 'Reserve 1 ticket' }).click();
  await page.getByText('Trying again in').waitFor();
  await page.waitForURL('**/reservations/*');
  assert.equal(new Set(keys).size, 1);
  assert.equal((await site.event('busy')).available, 9);
});

test('a refusal is told in words, and nothing is lost', async () => {
  await site.createEvent({ id: 'limit', name: 'Limit', capacity: 10, limit_per_customer: 2 });
  await site.reserve('limit', { customer: 'ada@example.org', quantity: 2 });
  const page = await site.open('/events/limit');
  await page.getByLabel('E-mail address').fill('Ada@example.org');
  await page.getByRole('button', { name: 'Reserve 1 ticket' }).click();
  await page.getByText('One customer may have 2 tickets, and you already have 2 of them.').waitFor();
  assert.equal(await page.getByLabel('E-mail address').inputValue(), 'Ada@example.org');
});

test('with the keyboard alone', async () => {
  await site.createEvent({
    id: 'keyboard', name: 'Keyboard', hold_seconds: 300,
    sections: [{ id: 'a', name: 'A', capacity: 5 }, { id: 'b', name: 'B', capacity: 5 }],
  });
  const page = await site.open('/');
  await page.getByRole('link', { name: 'Keyboard' }).waitFor();
  const tabTo = async (name) => {
    for (let i = 0; i < 40; ++i) {
      await page.keyboard.press('Tab');
      const found = await page.evaluate(() => {
        const { activeElement: at } = document;
        return `${at.textContent} ${at.ariaLabel ?? ''} ${at.labels?.[0]?.textContent ?? ''}`;
      });
      if (name.test(found)) return;
    }
    assert.fail(`${name} is not reached`);
  };
  await tabTo(/Keyboard/);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/events/keyboard');
  await page.getByRole('radio').first().waitFor();
  await tabTo(/Wherever/);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await tabTo(/One ticket more/);
  await page.keyboard.press('Space');
  await tabTo(/E-mail/);
  await page.keyboard.type('ada@example.org');
  await tabTo(/Reserve 2 tickets/);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/reservations/*');
  const { sections } = await site.event('keyboard');
  assert.equal(sections.find(({ id }) => id === 'b').held, 2);
});

test('offline is said, and is over by itself', async () => {
  await site.createEvent({ id: 'offline', name: 'Offline', capacity: 3 });
  const page = await site.open('/events/offline');
  await page.getByRole('heading', { name: '3 left' }).waitFor();
  await page.context().setOffline(true);
  await page.getByText('You are offline').waitFor();
  await site.reserve('offline', { customer: 'bob', quantity: 1 });
  await page.context().setOffline(false);
  await page.getByRole('heading', { name: '2 left' }).waitFor();
});
