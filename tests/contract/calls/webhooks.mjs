// Webhook endpoints. None of them is sent anything: this machine is not public.

import assert from 'node:assert/strict';

const UNKNOWN = { path: { webhook: 'A'.repeat(20) } };

export async function manageWebhooks(api) {
  const made = await api.call('createWebhook', { admin: true, body: { url: 'https://localhost/' } }, 201);
  assert(made.headers.location.endsWith(made.body.id));
  const path = { webhook: made.body.id };
  const call = (id, more, status, type) => api.call(id, { admin: true, path, ...more }, status, type);
  await call('getWebhook', {}, 200);
  await call('listWebhooks', { path: {} }, 200);
  await call('editWebhook', { body: { description: 'ours', enabled: false } }, 200);
  await call('editWebhook', { body: { secret: null } }, 200);
  await call('editWebhook', { body: { url: 'http://127.0.0.1/' } }, 422, 'invalid-webhook');
  await call('replayWebhook', { body: { after: 0 } }, 200);
  await call('replayWebhook', { body: { after: 2 ** 40 } }, 422, 'unknown-position');
  const { body } = await call('testWebhook', {}, 202);
  let sent;
  do sent = await call('listDeliveries', {}, 200); while (sent.body.items.length === 0);
  assert(sent.body.items.some(({ id }) => id === body.id));
  await call('deleteWebhook', {}, 204);
}

export async function refuseWebhooks(api) {
  const body = { url: 'https://localhost/', enabled: false };
  const create = { admin: true, body };
  await api.call('createWebhook', { admin: true, body: { url: 'nonsense' } }, 422, 'invalid-webhook');
  for (let i = 0; i < 100; ++i) await api.call('createWebhook', create, 201);
  await api.call('createWebhook', create, 409, 'too-many-webhooks');
  for (const id of ['getWebhook', 'editWebhook', 'deleteWebhook', 'testWebhook', 'replayWebhook', 'listDeliveries']) {
    await api.call(id, api.example(id, UNKNOWN), 404, 'webhook-not-found');
  }
}
