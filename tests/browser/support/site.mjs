// A server with the built pages, and Debian's Chromium in front of it. ONSALE_BINARY names the
// program, beside which the pages are. Everything stays on the loopback.

import assert from 'node:assert/strict';

import { Server } from '../../support/server.mjs';
import { Api } from './api.mjs';
import { openBrowser } from './pages.mjs';

export class Site {
  #people = [];
  #faults = [];

  // `options`: of the server.
  static async start(options) {
    const site = new Site();
    site.server = await Server.start(options); // first: a browser that is left open would keep a failed test waiting
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

  // One person, with a storage of their own, who opens pages: `before` prepares one.
  async person({ width = 1280, height = 800, ...options } = {}) {
    const context = await this.browser.newContext({
      baseURL: `http://127.0.0.1:${this.server.port}`,
      viewport: { width, height },
      timezoneId: 'Europe/Berlin',
      locale: 'en-GB',
      ...options,
    });
    context.setDefaultTimeout(30_000);
    this.#people.push(context);
    this.#watch(context);
    return {
      context,
      open: async (path, before = () => {}) => {
        const page = await context.newPage();
        await before(page);
        await page.goto(path);
        return page;
      },
    };
  }

  // A page of a person of their own.
  async open(path, { before, ...options } = {}) {
    return (await this.person(options)).open(path, before);
  }

  // What no page may do: throw, complain on its console, or miss a part of itself. That a request is
  // refused or gets no answer is none of it.
  #watch(context) {
    context.on('weberror', (error) => this.#faults.push(error.error().message));
    context.on('console', (message) => {
      if (message.type() === 'error' && !/^Failed to load resource/.test(message.text())) this.#faults.push(message.text());
    });
    context.on('response', (response) => {
      const isPart = ['script', 'stylesheet', 'image'].includes(response.request().resourceType());
      if (isPart && response.status() >= 400) this.#faults.push(`${response.status()} ${response.url()}`);
    });
  }

  // Closes what was opened, and looks at what was wrong there.
  async closePages() {
    for (const context of this.#people) await context.close();
    const faults = this.#faults;
    this.#people = [];
    this.#faults = [];
    assert.deepEqual(faults, []);
  }
}

/** In so many milliseconds by the server's clock, which is this machine's. */
export const inMs = (ms) => new Date(Date.now() + ms).toISOString();
