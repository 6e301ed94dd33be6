// Seats chosen on the plan, by mouse, by keyboard and through the list beside it. ONSALE_BINARY names
// the program, which finds its pages by itself.

import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';

import { assertAccessible, assertFits } from './support/pages.mjs';
import { Site } from './support/site.mjs';

const SEAT_PX = 44; // a seat's width in a plan as small as these
const ROW_PX = 59; // from the picture's middle down to the only row

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

// Row A has the seats 1 to 5.
const hall = (row = {}, more = {}) => api.event({
  capacity: undefined, limit_per_customer: 3,
  sections: [{ id: 'stalls', name: 'Stalls', category: 'Gold', price: '95 €', rows: [{ name: 'A', seats: 5, ...row }] }],
  ...more,
});

async function openPlan(event, visiting = ada) {
  const page = await visiting.open(`/events/${event.id}`);
  await page.getByRole('radio', { name: 'Choose on the plan' }).check();
  await picture(page).waitFor();
  return page;
}

const picture = (page) => page.getByRole('application', { name: 'Seating plan' });
const inList = (page, seat) => page.getByRole('button', { name: `Stalls, row A, seat ${seat}:`, exact: false });
const chosen = (page, text) => page.getByRole('heading', { name: text }).waitFor();
const told = (page, text) => page.getByRole('status').filter({ hasText: text }).waitFor();

async function clickSeat(page, seat) {
  await picture(page).scrollIntoViewIfNeeded();
  const { x, y, width, height } = await picture(page).boundingBox();
  const at = [x + width / 2 + (seat - 3) * SEAT_PX, y + height / 2 + ROW_PX];
  await page.mouse.move(...at);
  await page.locator('.plan-tip', { hasText: `Stalls, row A, seat ${seat}` }).waitFor();
  await page.mouse.click(...at);
}

// Of the reservation that the page then shows.
async function reserved(page) {
  await page.waitForURL(/\/reservations\//);
  return api.read(page.url().split('/').pop());
}

test('two seats are chosen by mouse, and one is taken back', async () => {
  const page = await openPlan(await hall());
  for (const seat of [2, 3, 4]) await clickSeat(page, seat);
  await chosen(page, 'Your 3 seats');
  await clickSeat(page, 5);
  await told(page, 'You can have 3 seats at most.');
  await page.getByRole('button', { name: 'Remove Stalls, row A, seat 2' }).click();
  await chosen(page, 'Your 2 seats');
  await page.getByLabel('E-mail address').fill('ada@example.org');
  await page.getByRole('button', { name: 'Reserve 2 tickets' }).click();
  assert.deepEqual((await reserved(page)).seats, ['stalls-A-3', 'stalls-A-4']);
});

test('two seats are chosen by keyboard alone, one on the picture and one in the list', async () => {
  const page = await ada.open(`/events/${(await hall()).id}`);
  const key = (name) => page.keyboard.press(name);
  const tabTo = async (locator) => {
    await locator.waitFor();
    for (let i = 0; i < 60; ++i) {
      if (await locator.evaluate((element) => element === document.activeElement)) return;
      await key('Tab');
    }
    assert.fail(`Tab does not lead to ${locator}`);
  };
  await tabTo(page.getByRole('radio', { name: 'Best available' }));
  await key('ArrowRight');
  await tabTo(picture(page));
  await key('ArrowRight');
  await page.getByText('Stalls, row A, seat 2: Gold · 95 €, free').waitFor({ state: 'attached' });
  await key('Enter');
  await told(page, 'Stalls, row A, seat 2: added. You have 1 seat.');
  await tabTo(inList(page, 2));
  await key('End');
  await page.waitForFunction(() => document.activeElement.textContent === '5');
  await key('Space');
  await told(page, 'Stalls, row A, seat 5: added. You have 2 seats.');
  await tabTo(page.getByLabel('E-mail address'));
  await page.keyboard.type('ada@example.org');
  await key('Enter');
  assert.deepEqual((await reserved(page)).seats, ['stalls-A-2', 'stalls-A-5']);
});

test('of two people after one seat, the second is told, and keeps the other seat', async () => {
  const event = await hall();
  const page = await openPlan(event);
  await inList(page, 3).click();
  await inList(page, 4).click();
  await chosen(page, 'Your 2 seats');
  await api.reserve(event, { customer: 'bob@example.org', quantity: undefined, seats: ['stalls-A-3'] });
  await told(page, 'Stalls, row A, seat 3: just taken by somebody else, and off your list. Your other seat can still be had.');
  await chosen(page, 'Your 1 seat');
  await page.getByRole('button', { name: 'Stalls, row A, seat 3: Gold · 95 €, on hold by somebody else' }).waitFor();
  await inList(page, 3).click({ force: true }); // it says why it cannot
  await told(page, 'somebody else has this one');
  await chosen(page, 'Your 1 seat');
});

test('a seat that comes back can be chosen', async () => {
  const event = await hall();
  const held = await api.reserve(event, { quantity: undefined, seats: ['stalls-A-3'] });
  const page = await openPlan(event);
  await page.getByRole('button', { name: 'seat 3: Gold · 95 €, on hold' }).waitFor();
  await api.cancel(held);
  await page.getByRole('button', { name: 'seat 3: Gold · 95 €, free' }).click();
  await chosen(page, 'Your 1 seat');
});

test('an edit of the plan is followed', async () => {
  const event = await hall();
  const page = await openPlan(event);
  await inList(page, 5).click();
  await chosen(page, 'Your 1 seat');
  await api.call('PATCH', `/api/v1/events/${event.id}`,
    { sections: [{ id: 'stalls', rows: [{ name: 'A', seats: 4 }, { name: 'B', seats: 2 }] }] });
  await told(page, 'stalls-A-5: no longer in the plan');
  await chosen(page, 'No seats chosen yet');
  await page.getByLabel('Row', { exact: true }).selectOption({ label: 'B · 2 left' });
  await page.getByRole('button', { name: 'Stalls, row B, seat 1' }).click();
  await chosen(page, 'Your 1 seat');
});

test('accessible seats are kept for who asks for them, and can be filtered', async () => {
  const event = await hall({ accessible: ['1'], companion: ['2'] });
  const page = await openPlan(event);
  await inList(page, 1).click({ force: true });
  await told(page, 'kept for people who need accessible seats');
  await page.getByRole('button', { name: 'Accessible', exact: true }).click();
  await page.getByRole('button', { name: 'Accessible', exact: true, pressed: true }).waitFor();
  await page.getByLabel('I need accessible seats').check();
  for (const seat of [1, 2]) await inList(page, seat).click();
  await chosen(page, 'Your 2 seats');
  await page.getByLabel('E-mail address').fill('ada@example.org');
  await page.getByRole('button', { name: 'Reserve 2 tickets' }).click();
  assert.deepEqual((await reserved(page)).seats, ['stalls-A-1', 'stalls-A-2']);
});

// Stalls, and a floor without seats.
const arena = () => api.event({
  capacity: undefined,
  sections: [
    { id: 'floor', name: 'Floor', price: '60 €', capacity: 50 },
    { id: 'stalls', name: 'Stalls', price: '95 €', rows: [{ name: 'A', seats: 5 }] },
  ],
});

test('a section without seats is chosen on the picture, and how many is asked for', async () => {
  const event = await arena();
  const page = await openPlan(event);
  await inList(page, 2).click();
  const floor = page.getByRole('button', { name: 'Floor 60 € · 50 left' });
  await floor.click();
  await told(page, 'One reservation is for one section.');
  await page.getByRole('button', { name: 'Remove Stalls, row A, seat 2' }).click();
  await picture(page).scrollIntoViewIfNeeded();
  const { x, y, width, height } = await picture(page).boundingBox();
  await page.mouse.click(x + width / 2, y + height * 0.75); // behind the only row
  await told(page, 'Floor: chosen.');
  await chosen(page, 'Floor');
  assert.equal(await floor.getAttribute('aria-pressed'), 'true');
  await page.getByRole('button', { name: 'One ticket more' }).click();
  await page.getByLabel('E-mail address').fill('ada@example.org');
  await page.getByRole('button', { name: 'Reserve 2 tickets' }).click();
  const { section, quantity, seats } = await reserved(page);
  assert.deepEqual({ section, quantity, seats }, { section: 'floor', quantity: 2, seats: [] });
});

test('a seat takes the place of a section without seats', async () => {
  const page = await openPlan(await arena());
  await page.getByRole('button', { name: 'Floor 60 € · 50 left' }).click();
  await chosen(page, 'Floor');
  await inList(page, 3).click();
  await chosen(page, 'Your 1 seat');
  await page.getByRole('radio', { name: 'Best available' }).check();
  await page.getByRole('radio', { name: /^Floor/ }).waitFor();
  assert.equal(await page.getByRole('radio', { name: /^Wherever/ }).isChecked(), true);
});

test('a hall of many sections has them in one list', async () => {
  const sections = Array.from({ length: 12 }, (_, i) => (
    { id: `block-${i + 1}`, name: `Block ${i + 1}`, price: '35 €', rows: [{ name: 'A', seats: 4 }] }));
  const page = await ada.open(`/events/${(await api.event({ capacity: undefined, sections })).id}`);
  await page.getByLabel('Where', { exact: true }).selectOption({ label: 'Block 7 · 35 € · 4 left' });
  await page.getByLabel('E-mail address').fill('ada@example.org');
  await page.getByRole('button', { name: 'Reserve 1 ticket' }).click();
  assert.equal((await reserved(page)).section, 'block-7');
});

test('chosen seats are there again after a reload', async () => {
  const page = await openPlan(await hall({}, { opens_at: '2036-11-01T19:00:00Z' }));
  await inList(page, 4).click();
  await page.getByLabel('E-mail address').fill('ada@example.org');
  await page.getByRole('button', { name: 'Reserve for me at zero' }).click();
  await page.getByRole('heading', { name: 'You are all set' }).waitFor();
  await page.reload();
  await page.getByRole('button', { name: 'Change' }).click();
  await chosen(page, 'Your 1 seat');
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Choose now, be first in at zero');
});

test('fingers: a pinch and a double tap come nearer, then a drag moves the plan and not the page', async () => {
  const rows = Array.from({ length: 30 }, (_, i) => ({ name: String(i + 1), seats: 40 }));
  const event = await api.event({ capacity: undefined, sections: [{ id: 'stalls', name: 'Stalls', rows }] });
  const phone = await site.person({ width: 390, height: 700, hasTouch: true, reducedMotion: 'reduce' });
  const page = await openPlan(event, phone);
  const seen = page.locator('canvas.plan-near');
  const whole = page.getByRole('button', { name: 'Whole plan' });
  await picture(page).evaluate((canvas) => canvas.scrollIntoView({ block: 'center' }));
  const { x, y, width, height } = await picture(page).boundingBox();
  const [left, middle, top] = [x + width / 2 - 20, x + width / 2, y + height / 2];
  const touch = await phone.context.newCDPSession(page);
  const send = (type, ...points) => touch.send('Input.dispatchTouchEvent', {
    type, touchPoints: points.map(([px, py], id) => ({ x: px, y: py, id })) });

  await send('touchStart', [left, top]);
  await send('touchStart', [left, top], [left + 40, top]);
  for (const by of [20, 40, 60, 80]) await send('touchMove', [left - by, top], [left + 40 + by, top]);
  await send('touchEnd');
  await seen.waitFor();

  const scrolled = () => page.evaluate(() => scrollY);
  const before = await scrolled();
  await send('touchStart', [middle, top]);
  for (const by of [20, 40, 60]) await send('touchMove', [middle, top - by]);
  await send('touchEnd');
  assert.equal(await scrolled(), before);

  await whole.click();
  await seen.waitFor({ state: 'detached' });
  const corner = [x + 12, y + height - 6]; // where there are no seats
  for (let i = 0; i < 2; ++i) {
    await send('touchStart', corner);
    await send('touchEnd');
  }
  await seen.waitFor();
  await chosen(page, 'No seats chosen yet');
});

for (const colorScheme of ['light', 'dark']) {
  test(`axe finds nothing, and 320 pixels are enough (${colorScheme})`, async () => {
    const event = await hall({ accessible: ['1'], companion: ['2'], restricted_view: ['5'] });
    await api.reserve(event, { quantity: undefined, seats: ['stalls-A-4'] });
    const small = await site.person({ colorScheme, width: 320, height: 640 });
    const page = await openPlan(event, small);
    await inList(page, 3).click();
    await chosen(page, 'Your 1 seat');
    await assertAccessible(page);
    await assertFits(page);
  });
}
