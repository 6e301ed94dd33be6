// Events for verified customers: who comes by the organiser's link, and who comes without.

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, afterEach, before, test } from 'node:test';

import { credentialOf, KEYS } from '../support/credential.mjs';
import { assertAccessible, assertFits } from './support/pages.mjs';
import { inMs, Site } from './support/site.mjs';

const HOUR_MS = 3_600_000;

let site;
before(async () => {
  site = await Site.start({ keys: KEYS });
});
after(() => site?.stop());
afterEach(() => site.closePages());

const create = (id, more = {}) => site.createEvent({
  id, name: 'Gala', hold_seconds: 300, capacity: 10, verified_customers: true, ...more });

const linkTo = (id, credential) => `/events/${id}#credential=${credential}`;

const follow = (page, credential) =>
  page.evaluate((hash) => void (location.hash = hash), `credential=${credential}`);

const email = (page) => page.getByLabel('E-mail address');
const reserve = (page) => page.getByRole('button', { name: 'Reserve 1 ticket' });
const isShutOut = (page) => page.getByRole('heading', { name: 'For verified customers' }).waitFor();

test('who comes by the link reserves as whom it names, and the link is not seen', async () => {
  await create('sale');
  const page = await site.open(linkTo('sale', credentialOf('zoë@example.org')));
  await reserve(page).waitFor();
  assert.equal(new URL(page.url()).hash, '');
  assert.equal(await email(page).inputValue(), 'zoë@example.org');
  assert.ok(!await email(page).isEditable());
  await page.reload();
  await reserve(page).click();
  await page.waitForURL('**/reservations/*');
  const { customer } = await site.api.read(page.url().split('/').pop());
  assert.equal(customer, 'zoë@example.org');
});

test('who comes without a link is told so, and goes on when it is opened in the same tab', async () => {
  await create('without');
  const page = await site.open('/events/without');
  await isShutOut(page);
  assert.equal(await page.locator('[type=submit], #customer').count(), 0);
  await page.locator('#quantity').press('Enter');
  await follow(page, credentialOf('ada@example.org'));
  await reserve(page).click();
  await page.waitForURL('**/reservations/*');
  assert.equal((await site.event('without')).held, 1);
});

test('a link is good for its event, and in its tab', async () => {
  await create('one');
  await create('two');
  const person = await site.person();
  const page = await person.open(linkTo('one', credentialOf('ada@example.org')));
  await reserve(page).waitFor();
  await isShutOut(await person.open('/events/one'));
  await page.goto('/events/two');
  await isShutOut(page);
});

test('a link that has expired says so', async () => {
  await create('expired');
  const page = await site.open(linkTo('expired', credentialOf('ada@example.org', { expiresInMs: -HOUR_MS })));
  await isShutOut(page);
  await page.getByText('Your personal link has expired').waitFor();
});

test('a credential that the server does not accept is told in words, and nothing is lost', async () => {
  await create('forged');
  const page = await site.open(linkTo('forged', credentialOf('ada@example.org', { key: randomBytes(32) })));
  await page.getByRole('button', { name: 'One ticket more' }).click();
  await page.getByRole('button', { name: 'Reserve 2 tickets' }).click();
  await page.getByText('your link was not accepted').waitFor();
  assert.equal((await site.event('forged')).available, 10);
  await follow(page, credentialOf('ada@example.org'));
  await page.getByRole('button', { name: 'Reserve 2 tickets' }).click();
  await page.waitForURL('**/reservations/*');
  assert.equal((await site.event('forged')).held, 2);
});

test('the waitlist is for verified customers, too', async () => {
  await create('waitlist', { capacity: 1 });
  const first = await site.open(linkTo('waitlist', credentialOf('ada@example.org')));
  await reserve(first).click();
  await first.waitForURL('**/reservations/*');
  const page = await site.open(linkTo('waitlist', credentialOf('bob@example.org')));
  await page.getByRole('button', { name: 'Join the waitlist' }).click();
  await page.waitForURL('**/reservations/*');
  await page.getByText('waitlist').first().waitFor();
});

test('an armed basket goes out from its own tab, whatever other tabs are open', async () => {
  await create('armed', { opens_at: inMs(HOUR_MS) });
  const person = await site.person();
  const page = await person.open(linkTo('armed', credentialOf('ada@example.org')));
  await page.getByRole('button', { name: 'Reserve for me at zero' }).click();
  await page.getByRole('heading', { name: 'You are all set' }).waitFor();
  await isShutOut(await person.open('/events/armed'));
  await page.bringToFront();
  await page.reload();
  await page.getByRole('heading', { name: 'You are all set' }).waitFor();
  await site.editEvent('armed', { opens_at: inMs(1500) });
  await page.waitForURL('**/reservations/*');
  assert.equal((await site.event('armed')).held, 1);
});

const joinButton = (page) => page.getByRole('button', { name: 'Join the waiting room' });
const isIn = (page) => page.getByRole('heading', { name: 'You are in' }).waitFor();
const keptOf = (page, id) => page.evaluate((name) => JSON.parse(localStorage.getItem(name)), `onsale.queue.${id}`);

test('in the waiting room a person has one place, on all devices', async () => {
  await create('room', { opens_at: inMs(HOUR_MS), queue: {} });
  const link = linkTo('room', credentialOf('ada@example.org'));
  const places = [];
  for (let device = 0; device < 2; ++device) {
    const page = await site.open(link);
    await joinButton(page).waitFor();
    assert.equal(await email(page).inputValue(), 'ada@example.org');
    assert.ok(!await email(page).isEditable());
    await joinButton(page).click();
    await isIn(page);
    const { place, number, contribution } = await keptOf(page, 'room');
    places.push({ place, number, contribution });
  }
  assert.deepEqual(places[1], places[0]);
  assert.equal((await site.api.call('GET', '/api/v1/events/room/queue')).entrants, 1);
});

test('who has a place and no link is told to open it, and buys with it', async () => {
  await create('turn', { opens_at: inMs(HOUR_MS), queue: {} });
  const person = await site.person();
  const first = await person.open('/events/turn');
  await isShutOut(first);
  assert.equal(await joinButton(first).count(), 0);
  await follow(first, credentialOf('ada@example.org'));
  await joinButton(first).click();
  await isIn(first);
  await first.close();
  const page = await person.open('/events/turn');
  await isIn(page);
  await isShutOut(page);
  await follow(page, credentialOf('bob@example.org'));
  await page.getByText('Open the link for ada@example.org again').waitFor();
  await site.editEvent('turn', { opens_at: inMs(0) });
  await page.getByRole('heading', { name: 'It is your turn' }).waitFor();
  await isShutOut(page);
  await follow(page, credentialOf('ada@example.org'));
  await reserve(page).click();
  await page.waitForURL('**/reservations/*');
  assert.equal((await site.event('turn')).held, 1);
});

test('other events take any customer, load nothing more, and send no credential', async () => {
  await create('free', { verified_customers: false });
  const loaded = [];
  const page = await site.open(linkTo('free', credentialOf('ada@example.org')), {
    before: (opened) => opened.on('request', (request) => loaded.push(request)),
  });
  await email(page).fill('bob@example.org');
  assert.equal(new URL(page.url()).hash, '');
  await reserve(page).click();
  await page.waitForURL('**/reservations/*');
  assert.deepEqual(loaded.filter((request) => /verified/.test(request.url())), []);
  const sent = loaded.find((request) => request.method() === 'POST');
  assert.equal((await sent.allHeaders())['onsale-credential'], undefined);
});

for (const locale of ['en-GB', 'de-DE']) {
  test(`all of it fits on a narrow screen and is accessible, in ${locale}`, async () => {
    for (const [what, more] of [['sale', {}], ['room', { opens_at: inMs(HOUR_MS), queue: {} }]]) {
      const id = `narrow-${what}-${locale.toLowerCase()}`;
      await create(id, more);
      for (const credential of [credentialOf('ada@example.org'), '']) {
        const page = await site.open(linkTo(id, credential), { width: 320, height: 640, locale });
        await page.locator('.verified').first().waitFor({ state: 'attached' });
        await assertFits(page);
        await assertAccessible(page);
      }
    }
  });
}
