// Holds a running server against its own description, /openapi.json: every operation is called
// until each of its answers was seen, with each problem type, content type and field it documents,
// and no answer may be other than described. ONSALE_BINARY names the program.

import assert from 'node:assert/strict';
import http from 'node:http';
import { after, before, test } from 'node:test';

import { Api } from './api.mjs';
import * as changes from './calls/changes.mjs';
import * as events from './calls/events.mjs';
import * as general from './calls/general.mjs';
import * as live from './calls/live.mjs';
import * as queues from './calls/queues.mjs';
import * as reservations from './calls/reservations.mjs';
import { requireCredentials } from './calls/credentials.mjs';
import { fillWaitlist } from './calls/waitlist_full.mjs';
import { refuseTooManyTests } from './calls/webhook_tests.mjs';
import * as webhooks from './calls/webhooks.mjs';
import { Description } from './description.mjs';
import { KEYS } from '../support/credential.mjs';
import { Server } from '../support/server.mjs';

const BODY_BYTES_MAX = 1024;
const SMALL = ['--queue-max', '1', '--watchers-max', '1', '--body-bytes-max', String(BODY_BYTES_MAX),
  '--admin-body-bytes-max', String(BODY_BYTES_MAX)];

const seen = new Set();
const apis = [];
let description;
let api; // of a server as it is by default

async function start(options) {
  const server = await Server.start(options);
  description ??= await readDescription(server);
  apis.push(new Api(description, server, seen));
  return apis.at(-1);
}

function readDescription({ port }) {
  return new Promise((resolve, reject) => {
    http.get({ host: '127.0.0.1', port, path: '/openapi.json' }, async (response) => {
      resolve(new Description(JSON.parse((await response.toArray()).join(''))));
    }).once('error', reject);
  });
}

before(async () => {
  api = await start();
  await api.call('createEvent', api.example('createEvent'), 201); // the one of the other examples
});

after(async () => {
  for (const each of apis) each.close();
  await Promise.all(apis.map(({ server }) => server.stop()));
});

test('the server tells of itself', async () => {
  for (const id of ['getTime', 'getHealth', 'getReadiness', 'getDescription']) {
    await api.call(id, {}, 200);
  }
});

for (const calls of [changes, events, live, queues, reservations, webhooks]) {
  for (const [name, drive] of Object.entries(calls)) test(name, () => drive(api));
}

test('tellThatNothingChanged', () => general.tellThatNothingChanged(api));
test('refuseMalformedRequests', () => general.refuseMalformedRequests(api));
test('refuseUnknownMembers', () => general.refuseUnknownMembers(api));
test('refuseWithoutToken', () => general.refuseWithoutToken(api));
test('refuseOtherMediaTypes', () => general.refuseOtherMediaTypes(api));
test('refuseUnknownEvents', () => general.refuseUnknownEvents(api));
test('refuseUnknownReservations', () => general.refuseUnknownReservations(api));
test('fillWaitlist', () => fillWaitlist(api));

test('without an admin token', async () => {
  await general.refuseWithoutAdmin(await start({ token: null }));
});

test('with small limits', async () => {
  const small = await start({ flags: SMALL });
  await queues.openGala(small);
  await general.refuseTooMuchContent(small, BODY_BYTES_MAX);
  await general.refuseWhileBusy(small);
  await general.refuseWatchers(small);
});

test('with verified customers', async () => {
  await requireCredentials(await start({ keys: KEYS }));
});

test('with limits', async () => {
  await general.refuseTooManyRequests(await start({ flags: ['--rate-limit', 'commands=1/h'] }));
});

test('with webhooks to this machine', async () => {
  await refuseTooManyTests(await start({ flags: ['--webhook-allow-private'] }));
});

test('with a disk that is almost full', async () => {
  const full = await start();
  await queues.openGala(full);
  await full.server.kill();
  await full.server.startAgain(['--min-free-mib', '1000000000']);
  await general.refuseChanges(full, 'store-full');
  await full.call('getReadiness', {}, 503);
});

test('with a disk that fails', async () => {
  api.server.breakStore();
  const write = { admin: true, body: { name: 'The last one', capacity: 1 } };
  await api.call('createEvent', write, 503, 'store-failed');
  await general.refuseChanges(api, 'store-failed');
  await api.call('getReadiness', {}, 503);
});

test('everything that is described was seen', () => {
  const missing = [...description.promises()].filter((promise) => !seen.has(promise));
  assert.deepEqual(missing, []);
});
