// Credentials as an organiser makes them for customers.

import { createHmac, randomBytes } from 'node:crypto';

const secret = randomBytes(32);

// For the server's --customer-keys.
export const KEYS = JSON.stringify({
  keys: [{ kty: 'oct', kid: 'tests', alg: 'HS256', k: secret.toString('base64url') }],
});

const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

// A JSON Web Token that holds for an hour, or until then; `key`: of somebody else.
export function credentialOf(customer, { expiresInMs = 3_600_000, key = secret } = {}) {
  const exp = Math.floor((Date.now() + expiresInMs) / 1000);
  const text = `${encode({ alg: 'HS256', typ: 'JWT', kid: 'tests' })}.${encode({ sub: customer, exp })}`;
  return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`;
}
