// Watching an event, as a stream and over WebSocket.

import assert from 'node:assert/strict';

const path = { event: 'live' };

// Reads a stream's messages until one of this kind, each held against its description.
async function readUntil(api, messages, kind) {
  const kinds = [];
  while (kinds.at(-1) !== kind) {
    const { value: message, done } = await messages.next();
    assert(!done, `the stream ends before ${kind}`);
    api.description.checkSchema('WatchMessage', message);
    kinds.push(message.event);
  }
  return kinds;
}

// The messages of an event stream in the form that they have over WebSocket.
async function* eventsOf(stream) {
  let text = '';
  for await (const chunk of stream.setEncoding('utf8')) {
    text += chunk;
    for (let end; (end = text.indexOf('\n\n')) >= 0; text = text.slice(end + 2)) {
      const fields = Object.fromEntries(text.slice(0, end).split('\n').map((line) => line.split(/: (.*)/)));
      if (fields.event === undefined) continue; // `retry`, or a comment
      const id = fields.id === undefined ? {} : { id: Number(fields.id) };
      yield { event: fields.event, ...id, data: JSON.parse(fields.data) };
    }
  }
}

// The texts of a WebSocket, from the unmasked frames of a server (RFC 6455 section 5.2).
async function* textsOf(stream) {
  let bytes = Buffer.alloc(0);
  for await (const chunk of stream) {
    bytes = Buffer.concat([bytes, chunk]);
    while (bytes.length >= 4) {
      const isLong = bytes[1] === 126;
      const begin = isLong ? 4 : 2;
      const end = begin + (isLong ? bytes.readUInt16BE(2) : bytes[1]);
      if (bytes.length < end) break;
      if (bytes[0] === 0x81) yield JSON.parse(bytes.toString('utf8', begin, end));
      bytes = bytes.subarray(end);
    }
  }
}

export async function watchEvents(api) {
  const sections = [{ id: 'stalls', rows: [{ name: 'A', seats: 4 }] }];
  await api.call('createEvent', { admin: true, body: { id: 'live', name: 'Live', sections } }, 201);
  const stream = (await api.call('streamEvent', { path }, 200)).stream;
  const socket = (await api.call('watchEvent', api.example('watchEvent', { path }), 101)).stream;
  const all = [eventsOf(stream), textsOf(socket)];
  const edit = (body) => api.call('editEvent', { admin: true, path, body }, 200);
  const expectOfAll = async (...kinds) => {
    for (const messages of all) {
      const told = await readUntil(api, messages, kinds.at(-1));
      assert.deepEqual(told, kinds);
    }
  };
  await expectOfAll('snapshot');
  const body = { customer: 'ada', quantity: 2 };
  const reservation = (await api.call('createReservation', { path, body }, 201)).body;
  await expectOfAll('seats', 'availability');
  await edit({ paused: true });
  await expectOfAll('state', 'snapshot');
  await edit({ sections: [{ id: 'stalls', price: '10 €' }] });
  await expectOfAll('plan', 'snapshot');
  const again = (await api.call('streamEvent', { path, query: { after: reservation.sequence } }, 200)).stream;
  await readUntil(api, eventsOf(again), 'snapshot');
  await api.call('cancelReservation', { path: { reservation: reservation.id } }, 204);
  await expectOfAll('seats', 'availability');
  await api.call('deleteEvent', { admin: true, path }, 204);
  await expectOfAll('deleted');
  again.destroy();
  stream.destroy();
  socket.destroy();
}

export async function refuseWithoutUpgrade(api) {
  await api.call('watchEvent', { path: { event: 'aurora' } }, 426, 'upgrade-required');
}
