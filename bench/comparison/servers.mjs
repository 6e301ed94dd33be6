// Onsale and its peers as processes, each on a free port of 127.0.0.1 and on the first core.

import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, cpSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PEERS = join(ROOT, 'bench/peers');
export const FOLDER = join(ROOT, 'build/compare');
const PAGES = join(FOLDER, 'pages');
const POSTGRES = '/usr/lib/postgresql/15/bin';
export const ADMIN_TOKEN = 'bench';
const PATIENCE_MS = 300_000; // a large store is read first

// As root runs PostgreSQL, which refuses root.
const AS_POSTGRES = process.getuid() === 0 ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups'] : [];

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  await new Promise((closed) => server.close(closed));
  return port;
}

function fastify(server, ...store) {
  return server.spawn('node', join(FOLDER, 'fastify/server.mjs'), server.port, ...store);
}

// What starts each server's processes, its store first.
const LAUNCH = {
  onsale: (server) => {
    server.spawn(process.env.ONSALE_BINARY ?? join(ROOT, 'build/release/onsale'), 'serve', '--listen', `127.0.0.1:${server.port}`,
      '--data-dir', join(server.folder, 'data'), '--static-dir', PAGES, '--rate-limit', 'off', '--min-free-mib', 0);
  },
  nginx: (server) => {
    const template = readFileSync(join(PEERS, 'nginx.conf.in'), 'utf8');
    const file = join(server.folder, 'nginx.conf');
    writeFileSync(file, template.replaceAll('@FOLDER@', server.folder).replaceAll('@PORT@', server.port));
    server.spawn('nginx', '-c', file, '-e', join(server.folder, 'nginx.log'));
  },
  go: (server) => {
    server.spawn(join(FOLDER, 'go-server'), '-listen', `127.0.0.1:${server.port}`, '-page', join(PAGES, 'page.html'),
      '-log', join(server.folder, 'reservations.log'));
  },
  redis: async (server) => {
    const socket = join(server.folder, 'redis.sock');
    server.spawn('redis-server', '--port', 0, '--unixsocket', socket, '--dir', server.folder, '--save', '',
      '--appendonly', 'yes', '--appendfsync', 'always', '--auto-aof-rewrite-percentage', 0);
    await server.until(() => existsSync(socket));
    fastify(server, 'redis', socket);
  },
  postgres: async (server) => {
    const data = join(server.folder, 'data');
    const run = (...command) => execFileSync('env', [...AS_POSTGRES, ...command], { stdio: ['ignore', 'ignore', 'pipe'] });
    if (AS_POSTGRES.length > 0) execFileSync('chown', ['postgres', server.folder]);
    run(join(POSTGRES, 'initdb'), '-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8');
    const settings = {
      listen_addresses: '', unix_socket_directories: server.folder,
      shared_buffers: '1GB', max_wal_size: '4GB', checkpoint_timeout: '15min',
    };
    server.spawn(...AS_POSTGRES, join(POSTGRES, 'postgres'), '-D', data,
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]));
    const psql = ['psql', '-q', '-h', server.folder, '-U', 'postgres', '-v', 'ON_ERROR_STOP=1'];
    await server.until(() => run(...psql, '-c', 'SELECT 1'));
    execFileSync(psql[0], [...psql.slice(1), '-f', join(PEERS, 'fastify/schema.sql')], { stdio: ['ignore', 'ignore', 'pipe'] });
    fastify(server, 'postgres', server.folder);
  },
};

// Writes a page of 10 KiB, for all of them, and puts Fastify's server beside the packages it imports.
export function prepareFiles() {
  cpSync(join(PEERS, 'fastify'), join(FOLDER, 'fastify'), { recursive: true });
  mkdirSync(PAGES, { recursive: true });
  const head = '<!doctype html><html lang="en"><head><title>Sale</title></head><body>\n';
  const rows = Array.from({ length: 200 }, (_, i) => `<p>Row ${i}: tickets go on sale soon, and all at once.</p>\n`);
  const end = '</body></html>\n';
  writeFileSync(join(PAGES, 'page.html'), (head + rows.join('')).slice(0, 10_240 - end.length) + end);
}

// Whatever ends this program ends the servers.
const running = new Set();
process.once('exit', () => running.forEach((child) => child.kill('SIGINT')));
for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

class Server {
  #processes = [];

  constructor(name, label = name) {
    this.name = name;
    this.label = label;
    this.folder = join(FOLDER, label);
  }

  get pids() {
    return this.#processes.map(({ pid }) => pid);
  }

  get url() {
    return `http://127.0.0.1:${this.port}`;
  }

  // With an empty store; returns when it answers.
  async start() {
    rmSync(this.folder, { recursive: true, force: true });
    mkdirSync(this.folder, { recursive: true });
    await this.startAgain();
    if (this.name === 'onsale') await this.createEvent('1');
  }

  // With the store it has; returns when it answers.
  async startAgain() {
    this.port = await freePort();
    await LAUNCH[this.name](this);
    const path = this.name === 'onsale' ? '/readyz' : '/api/v1/events/1';
    await this.until(async () => (await fetch(this.url + path)).ok);
  }

  async createEvent(id) {
    const answer = await fetch(`${this.url}/api/v1/events`, {
      method: 'POST',
      headers: { 'Authorization': `Bearer ${ADMIN_TOKEN}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ id, name: `Event ${id}`, capacity: 1_000_000_000 }),
    });
    if (!answer.ok) throw new Error(`${this.label} does not create an event: ${await answer.text()}`);
  }

  async available(event) {
    return (await (await fetch(`${this.url}/api/v1/events/${event}`)).json()).available;
  }

  spawn(...command) {
    const log = openSync(join(this.folder, 'log'), 'a');
    const child = spawn('taskset', ['-c', '0', ...command.map(String)], {
      stdio: ['ignore', log, log],
      env: { ...process.env, NODE_ENV: 'production', ONSALE_ADMIN_TOKEN: ADMIN_TOKEN },
    });
    closeSync(log);
    running.add(child);
    child.once('exit', () => running.delete(child));
    this.#processes.push(child);
  }

  // Waits until `holds` does not throw or give false. Throws when one of its processes has ended.
  async until(holds) {
    for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await pause(10)) {
      if (this.#processes.some(({ exitCode }) => exitCode !== null)) break;
      if (await Promise.resolve().then(holds).catch(() => false) !== false) return;
    }
    throw new Error(`${this.label} does not start; see ${join(this.folder, 'log')}`);
  }

  // The last one started goes first. All take SIGINT; PostgreSQL would wait for its clients with SIGTERM.
  async stop() {
    for (const child of this.#processes.splice(0).reverse()) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const ended = once(child, 'exit');
      child.kill('SIGINT');
      await ended;
    }
  }
}

// Starts servers, each given as [name, label], and stops them whatever happens.
export async function withServers(names, use) {
  const servers = names.map(([name, label]) => new Server(name, label));
  try {
    for (const server of servers) await server.start();
    return await use(...servers);
  } finally {
    for (const server of servers) await server.stop();
  }
}
