// Calls of the described operations. Every answer is held against the description, and what it
// shows is recorded.

import assert from 'node:assert/strict';
import http from 'node:http';

import { TOKEN } from '../support/server.mjs';

export class Api {
  // `seen` collects the promises that were kept, of all servers.
  constructor(description, server, seen) {
    this.description = description;
    this.server = server;
    this.seen = seen;
    this.given = {}; // parameters of paths that no description can give, by name
    this.agent = new http.Agent({ keepAlive: true });
  }

  close() {
    this.agent.destroy();
  }

  // A request that the description itself gives: its examples for what `given` leaves open.
  example(id, given = {}) {
    const operation = this.description.operations.get(id);
    const needed = (place) => Object.fromEntries(operation.parameters
      .filter((parameter) => parameter.in === place && parameter.required)
      .map(({ name, example }) => [name, example]));
    const path = { ...needed('path'), ...this.given, ...given.path };
    const headers = { ...needed('header'), ...given.headers };
    return { admin: operation.isAdmin, body: operation.body?.example, ...given, path, headers };
  }

  // Calls an operation, and fails unless the answer has this status and, where one is named,
  // problem type. An answer that does not end by itself has its `stream`, for the caller to end.
  //   path, query   objects of the parameters
  //   body          sent as JSON, or as it is when it is a text
  //   headers       more fields, or others
  //   admin         with the admin token
  async call(id, request, status, type) {
    const operation = this.description.operations.get(id);
    assert(operation, `there is no operation ${id}`);
    const answer = this.#check(operation, request, await this.#send(operation, request));
    assert.equal(answer.status, status, `${id}: ${answer.text}`);
    if (type !== undefined) assert.equal(answer.body.type, `/problems/${type}`, answer.text);
    return answer;
  }

  // Sends `count` of the same request so that the server finds all of them at once. The answers in
  // any order.
  async callTogether(id, request, count) {
    const operation = this.description.operations.get(id);
    const probe = this.description.operations.get('getHealth');
    const times = Array.from({ length: count });
    await Promise.all(times.map(() => this.#send(probe, {}))); // so many connections are open
    this.server.pause();
    let sent = 0;
    const allSent = () => {
      if (++sent === count) this.server.resume();
    };
    const answers = await Promise.all(times.map(() => this.#send(operation, request, allSent)));
    return answers.map((answer) => this.#check(operation, request, answer));
  }

  #check(operation, request, answer) {
    for (const promise of this.description.check(operation, answer)) this.seen.add(promise);
    if (operation.body === undefined || typeof request.body !== 'object') return answer;
    const allowed = this.description.allows(operation, request.body);
    const shown = JSON.stringify(request.body);
    if (answer.status < 300) assert(allowed, `${operation.id} is not described to take ${shown}`);
    if (answer.status === 400) assert(!allowed, `${operation.id} is described to take ${shown}`);
    return answer;
  }

  #send(operation, { path = {}, query, headers = {}, body, admin = false }, sent = () => {}) {
    const target = operation.path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(path[name]));
    const content = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    return new Promise((resolve, reject) => {
      const request = http.request({
        agent: this.agent,
        host: '127.0.0.1',
        port: this.server.port,
        method: operation.method,
        path: query ? `${target}?${new URLSearchParams(query)}` : target,
        headers: {
          ...(content !== undefined && { 'Content-Type': 'application/json' }),
          ...(content !== undefined && { 'Content-Length': Buffer.byteLength(content) }),
          ...(admin && { Authorization: `Bearer ${TOKEN}` }),
          ...headers,
        },
      });
      request.once('upgrade', ({ statusCode: status, headers: fields }, stream, head) => {
        stream.unshift(head);
        resolve({ status, headers: fields, text: '', body: null, stream });
      });
      request.once('finish', sent).once('error', reject).once('response', async (response) => {
        try {
          if (response.headers['content-type'] === 'text/event-stream') {
            const { statusCode: status, headers: fields } = response;
            return resolve({ status, headers: fields, text: '', body: null, stream: response });
          }
          const text = (await response.setEncoding('utf8').toArray()).join('');
          const isJson = /^application\/(problem\+)?json/.test(response.headers['content-type']);
          const { statusCode: status, headers: fields } = response;
          resolve({ status, headers: fields, text, body: isJson && text ? JSON.parse(text) : null });
        } catch (error) {
          reject(error);
        }
      });
      request.end(content);
    });
  }
}
