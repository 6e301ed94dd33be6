// The change logs, of one event and of all.

import assert from 'node:assert/strict';

const NDJSON = { headers: { Accept: 'application/x-ndjson' } };

export async function listChanges(api) {
  const path = { event: 'changing' };
  const sections = [{ id: 'stalls', name: 'Stalls', rows: [{ name: 'A', seats: 3 }] }];
  await api.call('createEvent', { admin: true, body: { id: 'changing', name: 'Changing', sections } }, 201);
  await api.call('createReservation', { path, body: { customer: 'a', quantity: 1 } }, 201);
  await api.call('createBlock', { admin: true, path, body: { section: 'stalls', quantity: 2 } }, 201);
  await api.call('joinWaitlist', { path, body: { customer: 'b', quantity: 1 } }, 201);
  await api.call('editEvent', { admin: true, path, body: { waitlist: { offer_seconds: 60 } } }, 200);
  const { body } = await api.call('listEventChanges', { admin: true, path, query: { limit: 4 } }, 200);
  assert.deepEqual(body.items.map(({ kind }) => kind), ['event-created', 'reserved', 'blocked', 'joined']);
  assert.equal(body.next, '4');
  const lines = await api.call('listEventChanges', { admin: true, path, ...NDJSON }, 200);
  assert.equal(lines.text.split('\n').length, 6);

  const gone = { event: 'gone' };
  await api.call('createEvent', { admin: true, body: { id: 'gone', name: 'Gone', capacity: 1 } }, 201);
  await api.call('deleteEvent', { admin: true, path: gone }, 204);
  const feed = await api.call('listChanges', { admin: true, query: { limit: 1000 } }, 200);
  assert(feed.body.items.some(({ kind, event }) => kind === 'event-deleted' && event === 'gone'));
  await api.call('listChanges', { admin: true, ...NDJSON, query: { limit: 2 } }, 200);
}
