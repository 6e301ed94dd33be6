// Events, their seats, and imports.

const event = (id, more) => ({ id, name: id, capacity: 10, ...more });
const seated = (id, rows, more) => event(id, { capacity: undefined, sections: [{ id: 'stalls', rows }], ...more });

const MISTAKES = [
  ['invalid-event', event('wrong', { hold_seconds: 604801 })],
  ['duplicate-section', event('wrong', { capacity: undefined, sections: [{ id: 'a', capacity: 1 }, { id: 'a', capacity: 1 }] })],
  ['duplicate-row', seated('wrong', [{ name: 'A', seats: 2 }, { name: 'A', seats: 2 }])],
  ['duplicate-seat', seated('wrong', [{ name: 'A', seats: ['1', '1'] }])],
  ['empty-row', seated('wrong', [{ name: 'A', seats: [] }])],
  ['too-many-seats', seated('wrong', [{ name: 'A', seats: 100000 }, { name: 'B', seats: 1 }])],
];

async function create(api, body) {
  await api.call('createEvent', { admin: true, body }, 201);
}

export async function createEvents(api) {
  await api.call('createEvent', api.example('createEvent'), 409, 'event-exists');
  for (const [type, body] of MISTAKES) {
    await api.call('createEvent', { admin: true, body }, 422, type);
  }
  await create(api, event('plain'));
  await api.call('listEvents', { query: { limit: 1 } }, 200);
  await api.call('getEvent', { path: { event: 'plain' } }, 200);
}

export async function showSeats(api) {
  const rows = [
    { name: 'A', seats: 3, x: 0, y: 0, angle: 7, accessible: ['1'], companion: ['2'], price: '20 €' },
    { name: 'B', x: 0, y: 1, seats: ['1', null, { name: '3', category: 'Box', x: 4, y: 9 }, { name: '4', restricted_view: true }] },
  ];
  await create(api, seated('drawn', rows, { waitlist: null, limit_per_customer: null }));
  await api.call('getSeats', { path: { event: 'drawn' } }, 200);
  await api.call('getSeats', { path: { event: 'aurora' } }, 200);
}

export async function editEvents(api) {
  const edit = (id, body, status, type) => api.call('editEvent', { admin: true, path: { event: id }, body }, status, type);
  await api.call('editEvent', api.example('editEvent'), 200);
  await edit('aurora', { paused: false, accent: '#C8102E', image: '/images/aurora.webp' }, 200);
  await edit('aurora', { hold_seconds: -1 }, 422, 'invalid-event');
  await create(api, seated('small', [{ name: 'A', seats: 2 }]));
  for (const [type, { sections }] of MISTAKES.filter(([, { sections }]) => sections?.[0].rows)) {
    await edit('small', { sections }, 422, type);
  }
  await api.call('createReservation', { path: { event: 'small' }, body: { customer: 'a', quantity: 2 } }, 201);
  await api.call('joinWaitlist', { path: { event: 'small' }, body: { customer: 'b', quantity: 1 } }, 201);
  await edit('small', { sections: [{ id: 'stalls', rows: [{ name: 'B', seats: 2 }] }] }, 409, 'taken-seats-removed');
  await create(api, seated('renamed', [{ name: 'A', seats: 100000 }]));
  await edit('renamed', { sections: [{ id: 'stalls', rows: [{ name: 'B', seats: 1 }] }] }, 200);
  await edit('renamed', { sections: [{ id: 'stalls', rows: [{ name: 'C', seats: 1 }] }] }, 409, 'too-many-retired-seats');
  await edit('small', { waitlist: null }, 409, 'waitlist-not-empty');
  await create(api, event('shrinking'));
  await api.call('createReservation', { path: { event: 'shrinking' }, body: { customer: 'a', quantity: 2 } }, 201);
  await edit('shrinking', { capacity: 1 }, 409, 'capacity-below-taken');
}

export async function deleteEvents(api) {
  const path = { event: 'short-lived' };
  await create(api, event('short-lived'));
  const { body } = await api.call('createReservation', { path, body: { customer: 'a', quantity: 1 } }, 201);
  await api.call('deleteEvent', { admin: true, path }, 409, 'event-active');
  await api.call('cancelReservation', { path: { reservation: body.id } }, 204);
  await api.call('deleteEvent', { admin: true, path }, 204);
}

export async function importEvents(api) {
  await api.call('importEvents', api.example('importEvents'), 201);
  const taken = { events: [event('matinee'), event('brunch')] };
  await api.call('importEvents', { admin: true, body: taken }, 409, 'event-exists');
  const wrong = { events: MISTAKES.map(([, body]) => body) };
  await api.call('importEvents', { admin: true, body: wrong }, 422, 'invalid-import');
}
