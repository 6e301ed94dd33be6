// An event for verified customers. Needs --customer-keys.

import { credentialOf } from '../../support/credential.mjs';

export async function requireCredentials(api) {
  const event = { id: 'members', name: 'Members only', capacity: 1, queue: {}, verified_customers: true };
  await api.call('createEvent', { admin: true, body: event }, 201);
  const asking = { path: { event: 'members' }, body: { customer: 'ada', quantity: 1 } };
  const joining = { ...asking, body: { customer: 'ada' } };
  await api.call('createReservation', asking, 401, 'credential-required');
  await api.call('joinWaitlist', asking, 401, 'credential-required');
  await api.call('joinQueue', joining, 401, 'credential-required');
  const headers = { 'Onsale-Credential': credentialOf('ada') };
  await api.call('joinQueue', { ...joining, headers }, 201);
  await api.call('createReservation', { ...asking, headers }, 403, 'admission-required');
}
