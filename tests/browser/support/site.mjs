// A server with the built pages, and Debian's Chromium in front of it. ONSALE_BINARY names the
// program, beside which the pages are. Everything stays on the loopback.

import assert from 'node:assert/strict';

import { chromium } from 'playwright-core';

import { Server, TOKEN } from '../../support/server.mjs';

export class Site {
  #pages = [];

  static async start() {
    const site = new Site();
    site.server = await Server.start();
    site.origin = `http://127.0.0.1:${site.server.port}`;
    site.browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
    return site;
  }

  async stop() {
    await this.browser?.close();
    await this.server.stop();
  }

  async #admin(method, path, content) {
    const response = await fetch(this.origin + path, {
      method,
      headers: { Authorization: `Bearer ${TOKEN}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(content),
    });
    assert.ok(response.ok, `${method} ${path}: ${response.status} ${await response.clone().text()}`);
    return response.json();
  }

  createEvent(event) {
    return this.#admin('POST', '/api/v1/events', event);
  }

  editEvent(id, change) {
    return this.#admin('PATCH', `/api/v1/events/${id}`, change);
  }

  async event(id) {
    return (await fetch(`${this.origin}/api/v1/events/${id}`)).json();
  }

  async reserve(id, content) {
    const response = await fetch(`${this.origin}/api/v1/events/${id}/reservations`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(content),
    });
    assert.equal(response.status, 201);
    return response.json();
  }

  // A page of a person of their own, opened at `path`. What it says on its console as an error is a
  // failure at noErrors().
  async open(path, { width = 1280, height = 800, ...options } = {}) {
    const context = await this.browser.newContext({
      baseURL: this.origin,
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
    if (options.before) await options.before(page);
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
