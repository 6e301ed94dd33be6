// The few calls that the tests of the pages make themselves: the operator's, and other people's.

import { randomUUID } from 'node:crypto';

import { TOKEN } from '../../support/server.mjs';

export class Api {
  constructor(server) {
    this.server = server;
  }

  async call(method, path, body) {
    const response = await fetch(`http://127.0.0.1:${this.server.port}${path}`, {
      method,
      headers: { Authorization: `Bearer ${TOKEN}`, 'Content-Type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === '' ? null : JSON.parse(text);
  }

  // An event of its own for each test.
  event(more = {}) {
    return this.call('POST', '/api/v1/events', {
      id: `gala-${randomUUID().slice(0, 8)}`, name: 'Gala', venue: 'Great Hall', starts_at: '2036-12-01T19:00:00Z',
      hold_seconds: 600, capacity: 2, ...more,
    });
  }

  read = (id) => this.call('GET', `/api/v1/reservations/${id}`);
  counters = async ({ id }) => {
    const { available, held, confirmed } = await this.call('GET', `/api/v1/events/${id}`);
    return { available, held, confirmed };
  };
  reserve = ({ id }, more = {}) =>
    this.call('POST', `/api/v1/events/${id}/reservations`, { customer: 'ada@example.org', quantity: 2, ...more });
  join = ({ id }, more = {}) =>
    this.call('POST', `/api/v1/events/${id}/waitlist`, { customer: 'bob@example.org', quantity: 2, ...more });
  confirm = ({ id }) => this.call('POST', `/api/v1/reservations/${id}/confirm`);
  cancel = ({ id }) => this.call('DELETE', `/api/v1/reservations/${id}`);
}
