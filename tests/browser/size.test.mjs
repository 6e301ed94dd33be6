// How much the event page weighs on the first visit: the page, its script and its icon, compressed
// with brotli, with the heads of the answers.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import net from 'node:net';
import { after, before, test } from 'node:test';
import { brotliDecompressSync } from 'node:zlib';

import { Server, TOKEN } from '../support/server.mjs';

const BYTES_MAX = 25_000;

let server;
// With all that a page can have in its head.
before(async () => (server = await Server.start({ flags: ['--public-url', 'https://tickets.example.org'] })));
after(() => server?.stop());

async function transfer(path) {
  const socket = net.connect(server.port, '127.0.0.1');
  socket.end(`GET ${path} HTTP/1.1\r\nHost: onsale\r\nAccept-Encoding: br\r\nConnection: close\r\n\r\n`);
  const chunks = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  await once(socket, 'close');
  const answer = Buffer.concat(chunks);
  const head = answer.subarray(0, answer.indexOf('\r\n\r\n')).toString();
  assert.match(head, /^HTTP\/1\.1 200 /, path);
  const body = answer.subarray(head.length + 4);
  return { bytes: answer.length, text: /^content-encoding: br/im.test(head) ? brotliDecompressSync(body).toString() : '' };
}

test('the event page takes at most 25 KB', async () => {
  const created = await fetch(`http://127.0.0.1:${server.port}/api/v1/events`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${TOKEN}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({
      id: 'gala', name: 'Aurora Quartet', venue: 'Harbour Hall', description: 'Four players, one night.',
      starts_at: '2027-06-01T18:00:00Z', opens_at: '2027-01-01T18:00:00Z', limit_per_customer: 4, hold_seconds: 600,
      sections: [{ id: 'floor', name: 'Floor', capacity: 380 }, { id: 'balcony', name: 'Balcony', capacity: 120 }],
    }),
  });
  assert.equal(created.status, 201);

  const page = await transfer('/events/gala');
  const paths = new Set(page.text.match(/(?<=(?:src|href)=")\/(?:assets\/|favicon)[^"]+/g));
  assert.ok(paths.size >= 2, 'the page names its script and its icon');
  const sizes = { '/events/gala': page.bytes };
  for (const path of paths) sizes[path] = (await transfer(path)).bytes;
  const total = Object.values(sizes).reduce((sum, bytes) => sum + bytes, 0);
  assert.ok(total <= BYTES_MAX, `${total} bytes: ${JSON.stringify(sizes)}`);
});
