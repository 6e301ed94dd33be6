// Credentials as an organiser makes them for customers.

import { createHmac, randomBytes } from 'node:crypto';

const secret = randomBytes(32);

// For the server's --customer-keys.
export const KEYS = JSON.stringify({
  keys: [{ kty: 'oct', kid: 'tests', alg: 'HS256', k: secret.toString('base64url') }],
});

// A JSON Web Token that holds for an hour, unless the claims say otherwise.
export function credentialOf(customer, claims = {}) {
  const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const exp = Math.floor(Date.now() / 1000) + 3600;
  const text = `${encode({ alg: 'HS256', kid: 'tests' })}.${encode({ sub: customer, exp, ...claims })}`;
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}
