// Waiting rooms.

import assert from 'node:assert/strict';

const LATER = '2999-01-01T00:00:00Z';
const EARLIER = '2020-01-01T00:00:00Z';

async function create(api, id, more) {
  await api.call('createEvent', { admin: true, body: { id, name: id, capacity: 9, queue: {}, ...more } }, 201);
}

const edit = (api, event, body, status = 200, type = undefined) =>
  api.call('editEvent', { admin: true, path: { event }, body }, status, type);

const joining = (event, customer = 'ada') => ({ path: { event }, body: { customer } });

async function join(api, event, customer) {
  return (await api.call('joinQueue', joining(event, customer), 201)).body.place;
}

async function becomes(api, event, wanted) {
  let queue;
  do {
    queue = (await api.call('getQueue', { path: { event } }, 200)).body;
  } while (!wanted(queue));
}

async function admitted(api, event, customer) {
  const place = await join(api, event, customer);
  await becomes(api, event, ({ serving, entrants }) => serving === entrants);
  const { body } = await api.call('takeTurn', { path: { place } }, 200);
  return { place, headers: { 'Onsale-Admission': body.admission } };
}

// The one of the examples, and a place in it whose turn has come.
export async function openGala(api) {
  await create(api, 'gala');
  const place = await join(api, 'gala', 'ada');
  await becomes(api, 'gala', ({ serving }) => serving > 0);
  api.given.place = place;
}

export async function useWaitingRoom(api) {
  await create(api, 'rush', { opens_at: LATER });
  const withKey = (request) => ({ ...request, path: { event: 'rush' }, headers: { 'Idempotency-Key': 'one' } });
  const first = await api.call('joinQueue', withKey(api.example('joinQueue')), 201);
  const replay = await api.call('joinQueue', withKey(api.example('joinQueue')), 201);
  assert.equal(replay.headers['idempotent-replayed'], 'true');
  assert.deepEqual(replay.body, first.body);
  await api.call('joinQueue', withKey(joining('rush', 'bob')), 422, 'idempotency-key-reused');
  const place = await join(api, 'rush', 'cy');
  const waits = await api.call('takeTurn', { path: { place } }, 202);
  assert.equal(waits.body.position, null);
  await api.call('listEntrants', { path: { event: 'rush' } }, 409, 'queue-not-closed');
  await edit(api, 'rush', { opens_at: EARLIER });
  await becomes(api, 'rush', ({ state }) => state === 'serving');
  const { body } = await api.call('listEntrants', { path: { event: 'rush' } }, 200);
  assert.equal(body.next, null);
  await api.call('listEntrants', { path: { event: 'rush' }, headers: { Accept: 'application/x-ndjson' } }, 200);
  await api.call('leaveQueue', { path: { place } }, 204);
  await api.call('takeTurn', { path: { place } }, 410, 'place-lapsed');
}

export async function reserveInTurn(api) {
  await create(api, 'turns', { capacity: 1 });
  const reserving = { path: { event: 'turns' }, body: { customer: 'ada', quantity: 1 } };
  await api.call('createReservation', reserving, 403, 'admission-required');
  const { headers } = await admitted(api, 'turns', 'ada');
  const late = await join(api, 'turns', 'bob');
  await api.call('createReservation', { ...reserving, headers }, 201);
  await api.call('takeTurn', { path: { place: late } }, 409, 'sold-out');
  await api.call('joinQueue', joining('turns', 'cy'), 409, 'sold-out');
}

export async function joinOnlyWhileOpen(api) {
  await create(api, 'early', { opens_at: LATER, queue: { opens_at: LATER } });
  const { headers } = await api.call('joinQueue', joining('early'), 403, 'queue-not-open');
  assert('retry-after' in headers);
  await create(api, 'over');
  const place = await join(api, 'over', 'ada');
  await edit(api, 'over', { opens_at: EARLIER, closes_at: '2021-01-01T00:00:00Z' });
  await api.call('joinQueue', joining('over', 'bob'), 403, 'sale-not-open');
  await api.call('takeTurn', { path: { place } }, 403, 'sale-not-open');
}

export async function editWaitingRoom(api) {
  const queue = { target: 5, rate_per_minute: 60, claim_seconds: 30, admission_seconds: 90, paused: true,
    message: 'Soon.', beacon_source: 'drand round 4711' };
  await create(api, 'edited', { opens_at: LATER, queue });
  await edit(api, 'edited', { queue: { beacon: 'early' } }, 409, 'beacon-not-awaited');
  await edit(api, 'edited', { queue: { target: 6, rate_per_minute: null, message: null } });
  await edit(api, 'edited', { queue: { target: 0 } }, 422, 'invalid-event');
  await edit(api, 'edited', { queue: null });
  await edit(api, 'edited', { queue: {} });
  await join(api, 'edited', 'ada');
  await edit(api, 'edited', { queue: null }, 409, 'queue-not-empty');
}

export async function refuseWhereThereIsNone(api) {
  await create(api, 'no-room', { queue: null });
  for (const id of ['joinQueue', 'getQueue', 'listEntrants']) {
    await api.call(id, { ...api.example(id), path: { event: 'no-room' } }, 404, 'no-queue');
  }
  for (const id of ['takeTurn', 'leaveQueue']) {
    await api.call(id, { path: { place: 'A'.repeat(32) } }, 404, 'place-not-found');
  }
}
