// Test messages of a webhook endpoint that never answers. Needs --webhook-allow-private.

import { once } from 'node:events';
import { createServer } from 'node:net';

export async function refuseTooManyTests(api) {
  const silent = createServer(() => {}).listen(0, 'localhost');
  await once(silent, 'listening');
  const url = `https://localhost:${silent.address().port}/`;
  const { body } = await api.call('createWebhook', { admin: true, body: { url } }, 201);
  const path = { webhook: body.id };
  for (let i = 0; i < 10; ++i) await api.call('testWebhook', { admin: true, path }, 202);
  await api.call('testWebhook', { admin: true, path }, 409, 'too-many-tests');
  await api.call('deleteWebhook', { admin: true, path }, 204);
  silent.close();
}
