// The waitlist of an event ends at 100,000 entries, which is too many for one call after another.

import assert from 'node:assert/strict';
import net from 'node:net';

const ENTRIES_MAX = 100000;
const CONNECTIONS = 250;

export async function fillWaitlist(api) {
  const path = { event: 'endless' };
  await api.call('createEvent', { admin: true, body: { id: 'endless', name: 'Endless', capacity: 1 } }, 201);
  await api.call('createReservation', { path, body: { customer: 'ada', quantity: 1 } }, 201);
  const each = ENTRIES_MAX / CONNECTIONS;
  const connections = Array.from({ length: CONNECTIONS }, (_, i) => joinMany(api.server.port, i * each, each));
  await Promise.all(connections);
  const request = { path, body: { customer: 'too-late', quantity: 1 } };
  await api.call('joinWaitlist', request, 409, 'waitlist-full');
}

// `count` customers over one connection, each request sent behind the one before.
async function joinMany(port, first, count) {
  const socket = net.connect(port, '127.0.0.1');
  for (let i = first; i < first + count; ++i) {
    const body = JSON.stringify({ customer: `c${i}`, quantity: 1 });
    const connection = i + 1 < first + count ? 'keep-alive' : 'close';
    socket.write('POST /api/v1/events/endless/waitlist HTTP/1.1\r\nHost: localhost\r\n'
      + `Connection: ${connection}\r\nContent-Type: application/json\r\n`
      + `Content-Length: ${body.length}\r\n\r\n${body}`);
  }
  const answers = (await socket.setEncoding('latin1').toArray()).join('');
  assert.equal(answers.split('HTTP/1.1 201 ').length - 1, count);
}
