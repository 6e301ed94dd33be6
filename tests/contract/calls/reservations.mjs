// Reservations, the waitlist and blocks.

import assert from 'node:assert/strict';

const plain = (event, more) => ({ path: { event }, body: { customer: 'ada', quantity: 1, ...more } });
const named = (event, seats, more) => ({ path: { event }, body: { customer: 'ada', seats, ...more } });

async function create(api, body) {
  await api.call('createEvent', { admin: true, body: { name: body.id, ...body } }, 201);
}

async function reserve(api, request) {
  return (await api.call('createReservation', request, 201)).body;
}

const stalls = (rows) => ({ id: 'stalls', rows });

export async function reservePlaces(api) {
  const call = (request, status, type) => api.call('createReservation', request, status, type);
  await call(api.example('createReservation'), 201);
  const rows = [{ name: 'A', seats: 6, accessible: ['1'] }];
  await create(api, { id: 'hall', limit_per_customer: 4, sections: [stalls(rows), { id: 'floor', capacity: 9 }] });
  await call(named('hall', ['stalls-A-2', 'stalls-A-3']), 201);
  await call(named('hall', ['stalls-A-3', 'stalls-A-4'], { customer: 'bob' }), 409, 'seats-taken');
  await call(named('hall', ['stalls-A-1']), 409, 'seats-kept');
  await call(named('hall', ['stalls-A-1'], { accessible: true }), 201);
  await call(plain('hall', { quantity: 2 }), 422, 'limit-exceeded');
  await call(plain('hall', { quantity: 0 }), 422, 'invalid-quantity');
  await call(plain('hall', { section: 'roof' }), 422, 'unknown-section');
  await call(named('hall', ['stalls-Z-9']), 422, 'unknown-seat');
  await call(named('hall', ['stalls-A-5', 'stalls-A-5']), 422, 'seat-repeated');
  await call(plain('hall', { section: 'stalls', quantity: 7 }), 422, 'quantity-over-section');
  await create(api, { id: 'two', sections: [stalls(rows), { id: 'circle', rows }] });
  await call(named('two', ['stalls-A-2', 'circle-A-2']), 422, 'seats-of-two-sections');
  await create(api, { id: 'full', capacity: 1 });
  await call(plain('full'), 201);
  await call(plain('full'), 409, 'sold-out');
}

export async function reserveOnlyWhileOpen(api) {
  await create(api, { id: 'later', capacity: 1, opens_at: '2999-01-01T00:00:00Z' });
  await create(api, { id: 'closed', capacity: 1, opens_at: '2020-01-01T00:00:00Z', closes_at: '2021-01-01T00:00:00Z' });
  for (const id of ['createReservation', 'joinWaitlist']) {
    const { headers } = await api.call(id, plain('later'), 403, 'sale-not-open');
    assert('retry-after' in headers);
    await api.call(id, plain('closed'), 403, 'sale-not-open');
  }
}

// One request for each operation that takes keys. After the first two nothing is left, so that the
// third can be made.
const withKeys = (event, more) => ({
  createBlock: { admin: true, path: { event }, body: { section: 'general', quantity: 1, ...more } },
  createReservation: plain(event, more),
  joinWaitlist: plain(event, { customer: 'bob', ...more }),
});

export async function replayByKey(api) {
  await create(api, { id: 'keys', capacity: 2 });
  for (const id of Object.keys(withKeys('keys'))) {
    const request = (more) => ({ ...withKeys('keys', more)[id], headers: { 'Idempotency-Key': id } });
    const first = await api.call(id, request(), 201);
    const second = await api.call(id, request(), 201);
    assert.equal(second.headers['idempotent-replayed'], 'true');
    assert.deepEqual(second.body, first.body);
    await api.call(id, request({ quantity: 2 }), 422, 'idempotency-key-reused');
  }
}

// Two of the same at once, before either is on disk. On a busy machine the first one may be on disk
// before the second is read; then it is tried again.
export async function refuseWhileInFlight(api) {
  const TRIES_MAX = 100;
  const unseen = new Set(Object.keys(withKeys('')));
  for (let i = 0; unseen.size > 0; ++i) {
    assert(i < TRIES_MAX, `never in flight: ${[...unseen]}`);
    await create(api, { id: `flight-${i}`, capacity: 2 });
    for (const [id, wish] of Object.entries(withKeys(`flight-${i}`))) {
      const request = { ...wish, headers: { 'Idempotency-Key': id } };
      const answers = await api.callTogether(id, request, 2);
      const other = answers.map(({ status }) => status).sort()[1];
      assert([201, 409].includes(other));
      if (other === 409) unseen.delete(id);
    }
  }
}

export async function actOnReservations(api) {
  await create(api, { id: 'life', capacity: 10, hold_seconds: 60 });
  const held = await reserve(api, plain('life'));
  const path = { reservation: held.id };
  await api.call('getReservation', { path }, 200);
  await api.call('extendReservation', { path }, 200);
  await api.call('confirmReservation', { path }, 200);
  await api.call('extendReservation', { path }, 409, 'not-held');
  await api.call('cancelReservation', { path }, 204);
  await api.call('confirmReservation', { path }, 409, 'reservation-cancelled');
  await create(api, { id: 'taken', capacity: 1 });
  await reserve(api, plain('taken'));
  const waiting = (await api.call('joinWaitlist', plain('taken', { customer: 'bob' }), 201)).body;
  await api.call('confirmReservation', { path: { reservation: waiting.id } }, 409, 'not-held');
}

async function expired(api, id) {
  let reservation;
  do {
    reservation = (await api.call('getReservation', { path: { reservation: id } }, 200)).body;
  } while (reservation.status === 'held');
  assert.equal(reservation.status, 'expired');
}

export async function actTooLate(api) {
  await create(api, { id: 'late', capacity: 2, hold_seconds: 1, limit_per_customer: 1 });
  const held = await reserve(api, plain('late'));
  const path = { reservation: held.id };
  await expired(api, held.id);
  await api.call('extendReservation', { path }, 410, 'reservation-expired');
  await api.call('editEvent', { admin: true, path: { event: 'late' }, body: { hold_seconds: 0 } }, 200);
  await reserve(api, plain('late'));
  await api.call('confirmReservation', { path }, 422, 'limit-exceeded');
  await reserve(api, plain('late', { customer: 'bob' }));
  await api.call('confirmReservation', { path }, 410, 'reservation-expired');
}

export async function listReservations(api) {
  const path = { event: 'listed' };
  await create(api, { id: 'listed', capacity: 9 });
  for (const customer of ['ada', 'bob', '"Carl, the "first"']) await reserve(api, plain('listed', { customer }));
  const list = (more) => api.call('listReservations', { admin: true, path, ...more }, 200);
  await list();
  const first = (await list({ query: { limit: 1 } })).body;
  const second = (await list({ query: { limit: 1, after: first.next } })).body;
  assert.notEqual(first.items[0].id, second.items[0].id);
  const lines = await list({ headers: { Accept: 'application/x-ndjson' } });
  for (const line of lines.text.trimEnd().split('\n')) {
    api.description.checkSchema('ListedReservation', JSON.parse(line));
  }
  const table = await list({ headers: { Accept: 'text/csv' } });
  assert.match(table.text, /^id,event,customer,status,.*\r\n/);
}

export async function joinWaitlist(api) {
  const call = (request, status, type) => api.call('joinWaitlist', request, status, type);
  await create(api, { id: 'wanted', capacity: 2, limit_per_customer: 2 });
  await call(plain('wanted'), 409, 'not-sold-out');
  await reserve(api, plain('wanted', { customer: 'first', quantity: 2 }));
  await call({ ...api.example('joinWaitlist'), path: { event: 'wanted' } }, 201);
  await call({ ...api.example('joinWaitlist'), path: { event: 'wanted' } }, 409, 'already-waiting');
  await call(plain('wanted', { customer: 'first' }), 422, 'limit-exceeded');
  await call(plain('wanted', { quantity: 0 }), 422, 'invalid-quantity');
  await call(plain('wanted', { section: 'roof' }), 422, 'unknown-section');
  await create(api, { id: 'alone', capacity: 1, waitlist: null });
  await call(plain('alone'), 409, 'no-waitlist');
  await call(plain('wanted', { customer: 'all', quantity: 3 }), 422, 'quantity-over-section');
  await api.call('listWaitlist', { admin: true, path: { event: 'wanted' } }, 200);
}

export async function blockPlaces(api) {
  const call = (body, status, type) => api.call('createBlock', { admin: true, path: { event: 'blocked' }, body }, status, type);
  const row = { name: 'A', seats: 4 };
  await create(api, { id: 'blocked', sections: [stalls([row]), { id: 'circle', rows: [row] }, { id: 'floor', capacity: 5 }] });
  const block = (await call(api.example('createBlock').body, 201)).body;
  await call({ section: 'floor', quantity: 5 }, 201);
  await call({ section: 'floor', quantity: 1 }, 409, 'sold-out');
  await call({ seats: ['stalls-A-2'] }, 409, 'seats-taken');
  await call({ section: 'floor', quantity: 0 }, 422, 'invalid-quantity');
  await call({ section: 'roof', quantity: 1 }, 422, 'unknown-section');
  await call({ seats: ['stalls-Z-1'] }, 422, 'unknown-seat');
  await call({ seats: ['stalls-A-3', 'stalls-A-3'] }, 422, 'seat-repeated');
  await call({ seats: ['stalls-A-3', 'circle-A-3'] }, 422, 'seats-of-two-sections');
  await call({ section: 'stalls', quantity: 5 }, 422, 'quantity-over-section');
  await api.call('listBlocks', { admin: true, path: { event: 'blocked' } }, 200);
  const path = { event: 'blocked', block: block.id };
  await api.call('releaseBlock', { admin: true, path }, 204);
  await api.call('releaseBlock', { admin: true, path: { ...path, block: 'A'.repeat(32) } }, 404, 'block-not-found');
}
