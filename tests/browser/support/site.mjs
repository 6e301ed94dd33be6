// A server with the built pages, and Debian's Chromium in front of it. ONSALE_BINARY names the
// program, beside which the pages are. Everything stays on the loopback.

import assert from 'node:assert/strict';

import { Server } from '../../support/server.mjs';
import { Api } from './api.mjs';
import { openBrowser } from './pages.mjs';

export class Site {
  #pages = [];

  static async start() {
    const site = new Site();
    site.server = await Server.start(); // first: a browser that is left open would keep a failed test waiting
    site.browser = await openBrowser();
    site.api = new Api(site.server);
    return site;
  }

  async stop() {
    await this.browser?.close();
    await this.server.stop();
  }

  createEvent(event) {
    return this.api.call('POST', '/api/v1/events', event);
  }

  editEvent(id, change) {
    return this.api.call('PATCH', `/api/v1/events/${id}`, change);
  }

  event(id) {
    return this.api.call('GET', `/api/v1/events/${id}`);
  }

  reserve(id, content) {
    return this.api.call('POST', `/api/v1/events/${id}/reservations`, content);
  }

  // A page of a person of their own, opened at `path`; `before` prepares it. What it says on its
  // console as an error is a failure at closePages(), unless a test takes it out of `errors`.
  async open(path, { width = 1280, height = 800, before = () => {}, ...options } = {}) {
    const context = await this.browser.newContext({
      baseURL: `http://127.0.0.1:${this.server.port}`,
      viewport: { width, height },
      timezoneId: 'Europe/Berlin',
      locale: 'en-GB',
      ...options,
    });
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    page.errors = [];
    page.on('pageerror', (error) => page.errors.push(error.message));
    page.on('console', (message) => message.type() === 'error' && page.errors.push(message.text()));
    await before(page);
    await page.goto(path);
    this.#pages.push(page);
    return page;
  }

  // Closes what was opened, and looks at what it complained of.
  async closePages() {
    const errors = this.#pages.flatMap((page) => page.errors);
    for (const page of this.#pages) await page.context().close();
    this.#pages = [];
    assert.deepEqual(errors, []);
  }
}

/** In so many milliseconds by the server's clock, which is this machine's. */
export const inMs = (ms) => new Date(Date.now() + ms).toISOString();
