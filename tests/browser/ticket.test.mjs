// What becomes of a reservation in the hands of a person: the hold and its time, the ticket, the
// waitlist, and the list of them. ONSALE_BINARY names the program, which finds its pages by itself.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, afterEach, before, beforeEach, test } from 'node:test';

import { assertAccessible, assertFits, scan } from './support/pages.mjs';
import { Site } from './support/site.mjs';

let site;
let api;
let ada;

before(async () => {
  site = await Site.start();
  ({ api } = site);
});
after(() => site?.stop());
beforeEach(async () => (ada = await site.person()));
afterEach(() => site.closePages());

const addressOf = ({ id }) => `/reservations/${id}`;
const press = (page, name) => page.getByRole('button', { name, exact: true }).click();
const sees = (page, text) => page.getByText(text).first().waitFor();
const stands = (page, standing) => page.locator(`[data-standing=${standing}]`).waitFor();

test('a hold is made longer, confirmed, and is a ticket with a code that leads to it', async () => {
  const event = await api.event();
  const held = await api.reserve(event);
  const page = await ada.open(addressOf(held));
  await sees(page, 'Your 2 tickets are held for another');
  await press(page, 'Hold longer');
  await sees(page, 'You have more time.');
  assert.ok((await api.read(held.id)).expires_at > held.expires_at);
  await press(page, 'Confirm');
  await stands(page, 'confirmed');
  await sees(page, 'Confirmed. They are yours.');
  await page.locator('.code path').waitFor();
  assert.equal(await scan(page, '.code'), page.url());
  assert.deepEqual(await api.counters(event), { available: 0, held: 0, confirmed: 2 });
});

test('a server that is killed and started again in between makes no difference', async () => {
  const event = await api.event();
  const held = await api.reserve(event);
  const page = await ada.open(addressOf(held));
  await stands(page, 'held');
  await site.server.kill();
  try {
    await press(page, 'Confirm');
    await sees(page, /cannot be reached\. We keep trying/);
    await stands(page, 'held');
  } finally {
    await site.server.startAgain();
  }
  await stands(page, 'confirmed');
  assert.deepEqual(await api.counters(event), { available: 0, held: 0, confirmed: 2 });
});

test('what is known is shown, and its time goes on, while the server is away', async () => {
  const held = await api.reserve(await api.event());
  const page = await ada.open(addressOf(held));
  await sees(page, 'Great Hall');
  await site.server.kill();
  try {
    await page.evaluate(() => window.dispatchEvent(new Event('online'))); // it looks at once
    await sees(page, /cannot be reached/);
    const before = await page.getByRole('timer').textContent();
    await page.waitForFunction((was) => document.querySelector('[role=timer]').textContent !== was, before);
  } finally {
    await site.server.startAgain();
  }
  await page.getByText(/cannot be reached/).waitFor({ state: 'hidden' });
});

test('a hold survives a reload, and a second tab learns what the first one did', async () => {
  const held = await api.reserve(await api.event());
  const page = await ada.open(addressOf(held));
  await stands(page, 'held');
  await page.reload();
  await stands(page, 'held');
  const other = await ada.open(addressOf(held));
  await stands(other, 'held');
  // Without a look of its own: the server would not answer one.
  await other.route('**/api/v1/**', (route) => route.abort());
  await press(page, 'Confirm');
  await stands(other, 'confirmed');
});

test('time is told by the server, not by a device that is three hours wrong', async () => {
  for (const hours of [-3, 3]) {
    const held = await api.reserve(await api.event());
    const page = await ada.context.newPage();
    await page.addInitScript((wrongMs) => {
      const { now } = Date;
      Date.now = () => now() + wrongMs;
    }, hours * 3600_000);
    await page.goto(addressOf(held));
    await page.getByRole('timer').getByText(/^(\d|10):\d\d$/).waitFor();
    await stands(page, 'held');
    await page.close();
  }
});

test('the end is announced before it comes', async () => {
  const held = await api.reserve(await api.event({ hold_seconds: 10 }));
  const page = await ada.open(addressOf(held));
  const status = page.getByRole('status').filter({ hasText: 'Soon over: confirm, or take more time.' });
  await status.waitFor();
});

test('who comes late has the tickets while they are still free', async () => {
  const page = await ada.open(addressOf(await api.reserve(await api.event({ hold_seconds: 1 }))));
  await sees(page, 'The time has run out');
  await press(page, 'Try to get them back');
  await sees(page, 'They were still free, and now they are yours.');
});

test('who comes too late is told, and led on', async () => {
  const event = await api.event({ hold_seconds: 1 });
  const page = await ada.open(addressOf(await api.reserve(event)));
  await stands(page, 'expired');
  await api.confirm(await api.reserve(event, { customer: 'bob@example.org' }));
  await press(page, 'Try to get them back');
  await sees(page, 'The hold has run out, and the tickets went to somebody else.');
  const link = page.getByRole('link', { name: 'See what is left' });
  assert.equal(await link.getAttribute('href'), `/events/${event.id}`);
});

test('a ticket is cancelled after asking once more', async () => {
  const event = await api.event();
  const held = await api.reserve(event);
  await api.confirm(held);
  const page = await ada.open(addressOf(held));
  await press(page, 'Cancel');
  await page.keyboard.press('Escape');
  await stands(page, 'confirmed');
  await press(page, 'Cancel');
  await press(page, 'Yes, cancel');
  await stands(page, 'cancelled');
  assert.deepEqual(await api.counters(event), { available: 2, held: 0, confirmed: 0 });
});

test('the waitlist: a place, an offer that is refused, one that is taken, and leaving', async () => {
  const event = await api.event();
  const taken = await api.reserve(event);
  const [first, second, third] = await Promise.all([
    api.join(event), api.join(event, { customer: 'eve' }), api.join(event, { customer: 'kim' })]);
  const pages = await Promise.all([first, second, third].map((entry) => ada.open(addressOf(entry))));
  await Promise.all(pages.map((page) => sees(page, /^You are number \d on the waitlist$/)));
  const byPlace = await Promise.all(pages.map(async (page) => (
    [Number(/\d/.exec(await page.getByRole('heading', { level: 2 }).textContent())[0]), page])));
  const [one, two, three] = byPlace.sort(([a], [b]) => a - b).map(([, page]) => page);

  await press(three, 'Leave the waitlist');
  await press(three, 'Yes, leave');
  await stands(three, 'cancelled');

  await api.cancel(taken);
  await sees(one, '2 tickets are offered to you for another');
  await press(one, 'Refuse');
  await press(one, 'Yes, refuse');
  await stands(one, 'cancelled');

  await sees(two, '2 tickets are offered to you for another');
  await press(two, 'Take them');
  await stands(two, 'confirmed');
});

test('the code comes, also when its script is lost on the way', async () => {
  const held = await api.reserve(await api.event());
  await api.confirm(held);
  let lost = 0;
  await ada.context.route(/\/assets\/qr-/, (route) => (++lost === 1 ? route.abort() : route.continue()));
  const page = await ada.open(addressOf(held));
  await page.locator('.code path').waitFor();
  assert.equal(lost, 2);
});

test('the calendar file tells when, and keeps the secret', async () => {
  const held = await api.reserve(await api.event({ name: 'Gala, with dinner' }));
  await api.confirm(held);
  const page = await ada.open(addressOf(held));
  const [download] = await Promise.all([page.waitForEvent('download'), press(page, 'Add to calendar')]);
  assert.match(download.suggestedFilename(), /^gala-.*\.ics$/);
  const file = await readFile(await download.path(), 'utf8');
  assert.match(file, /^BEGIN:VCALENDAR\r\n/);
  assert.match(file, /\r\nDTSTART:20361201T190000Z\r\n/);
  assert.match(file, /\r\nSUMMARY:Gala\\, with dinner\r\n/);
  assert.ok(!file.replaceAll('\r\n ', '').includes(held.id));
});

test('a reservation wears the colour of its event, also before the server was asked', async () => {
  const held = await api.reserve(await api.event({ accent: '#ffd400' }));
  const colours = async (page) => page.locator('.slip > header').evaluate((header) => {
    const { backgroundColor, color } = getComputedStyle(header);
    return [backgroundColor, color];
  });
  const yellow = (page) => page.waitForFunction(() => (
    document.documentElement.style.getPropertyValue('--accent') === '#ffd400'));
  const page = await ada.open(addressOf(held));
  await stands(page, 'held');
  await yellow(page);
  assert.deepEqual(await colours(page), ['rgb(255, 212, 0)', 'rgb(0, 0, 0)']);
  const later = await ada.open(addressOf(held), (opened) => opened.route('**/api/v1/**', (route) => route.abort()));
  await yellow(later);
});

test('who is offline is told, and keeps what there is', async () => {
  const held = await api.reserve(await api.event());
  await api.confirm(held);
  const page = await ada.open(addressOf(held));
  await page.locator('.code path').waitFor();
  await ada.context.setOffline(true);
  await sees(page, 'You are offline.');
  assert.equal(await page.locator('.code path').count(), 1);
  await ada.context.setOffline(false);
  await page.getByText('You are offline.').waitFor({ state: 'hidden' });
});

test('a ticket prints on one sheet', async () => {
  const held = await api.reserve(await api.event({ name: 'The Long Night of Very Long Pieces for Piano' }));
  await api.confirm(held);
  const page = await ada.open(addressOf(held));
  await page.locator('.code path').waitFor();
  const paper = (await page.pdf({ format: 'A4' })).toString('latin1');
  assert.equal(paper.match(/\/Type \/Page\b/g).length, 1);
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.getByRole('button').count(), 0);
});

test('everything can be done by keyboard alone', async () => {
  const event = await api.event();
  const page = await ada.open(addressOf(await api.reserve(event)));
  const focused = () => page.evaluate(() => document.activeElement.textContent);
  const tabTo = async (name) => {
    for (let i = 0; i < 10 && await focused() !== name; ++i) await page.keyboard.press('Tab');
    assert.equal(await focused(), name);
  };
  await page.getByRole('button', { name: 'Hold longer' }).waitFor();
  await tabTo('Confirm');
  await page.keyboard.press('Enter');
  await stands(page, 'confirmed');
  assert.equal(await focused(), 'Your 2 tickets'); // to be read, now that the button is gone
  const dialog = page.getByRole('dialog');
  await tabTo('Cancel');
  await page.keyboard.press('Enter');
  await dialog.waitFor();
  assert.equal(await focused(), 'Keep them');
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
  assert.equal(await focused(), 'Cancel');
  await page.keyboard.press('Enter');
  await dialog.waitFor();
  await tabTo('Yes, cancel');
  await page.keyboard.press('Enter');
  await stands(page, 'cancelled');
  assert.equal(await focused(), 'Cancelled');
});

test('this device keeps a list of what it saw, and takes off it what is gone', async () => {
  const [gala, gone] = [await api.event(), await api.event({ name: 'Gone' })];
  const held = await api.reserve(gala);
  const lost = await api.reserve(gone);
  for (const reservation of [held, lost]) {
    const page = await ada.open(addressOf(reservation));
    await sees(page, 'Great Hall');
    await page.close();
  }
  const list = await ada.open('/reservations');
  await list.getByRole('link', { name: 'Gala' }).waitFor();
  await list.getByRole('link', { name: 'Gone' }).waitFor();
  await sees(list, /left$/);

  await api.cancel(lost);
  await api.call('DELETE', `/api/v1/events/${gone.id}`);
  await list.reload();
  await sees(list, 'One reservation is not there any more and was taken off this list.');
  assert.equal(await list.getByRole('link', { name: 'Gone' }).count(), 0);

  // What another tab does appears by itself.
  const page = await ada.open(addressOf(held));
  await press(page, 'Cancel');
  await press(page, 'Yes, cancel');
  await list.getByText('Cancelled').waitFor();
  await press(list, 'Take what is over off this list');
  await sees(list, 'Nothing yet.');
});

test('each state is accessible, and fits on the smallest screen', async () => {
  const hall = await api.event({ capacity: 100, name: 'Donaudampfschifffahrtsgesellschaft' });
  const full = await api.event();
  const short = await api.event({ hold_seconds: 1 });
  const [confirmed, cancelled, given] = [await api.reserve(hall), await api.reserve(hall), await api.reserve(full)];
  await api.confirm(confirmed);
  await api.cancel(cancelled);
  const offered = await api.join(full);
  const waiting = await api.join(full, { customer: 'eve' });
  await api.cancel(given);
  const states = {
    held: await api.reserve(hall), confirmed, cancelled, offered, waiting, expired: await api.reserve(short),
  };
  for (const colorScheme of ['light', 'dark']) {
    const small = await site.person({ colorScheme, width: 320, height: 640 });
    for (const [standing, reservation] of Object.entries(states)) {
      const page = await small.open(addressOf(reservation));
      await stands(page, standing);
      if (standing === 'confirmed') await page.locator('.code path').waitFor();
      await assertFits(page);
      await assertAccessible(page);
      if (standing === 'held') {
        await press(page, 'Cancel');
        await assertAccessible(page);
      }
      await page.close();
    }
    for (const path of ['/reservations', `/reservations/${'A'.repeat(32)}`, '/nowhere/at/all']) {
      const page = await small.open(path);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.waitForLoadState('networkidle');
      await assertFits(page);
      await assertAccessible(page);
    }
  }
});

test('without script the pages say what they need, in the language of the reader', async () => {
  const reader = await site.person({ javaScriptEnabled: false, locale: 'de-DE' });
  await sees(await reader.open(`/reservations/${'A'.repeat(32)}`), /Diese Seite braucht JavaScript/);
  await sees(await reader.open('/reservations'), /Diese Seite braucht JavaScript/);
});
