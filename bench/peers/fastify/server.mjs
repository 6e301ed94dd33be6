// Reservations with Fastify, kept in PostgreSQL or in Redis.
//
//   node server.mjs PORT postgres SOCKET_FOLDER
//   node server.mjs PORT redis SOCKET

import { readFileSync } from 'node:fs';

import createServer from 'fastify';

// A store has `available(event)`: the places left, or undefined; and `reserve(event, quantity, customer)`:
// {id, available}, id being 0 when too few are left, or undefined when there is no such event.

async function postgresStore(host) {
  const { default: postgres } = await import('pg');
  const pool = new postgres.Pool({ host, user: 'postgres', database: 'postgres', max: 20 });
  const RESERVE = `WITH taken AS (UPDATE events SET available = available - $1 WHERE id = $2 AND available >= $1
      RETURNING id, available),
    made AS (INSERT INTO reservations (event_id, quantity, customer) SELECT id, $1, $3 FROM taken RETURNING id)
    SELECT made.id, taken.available FROM made, taken`;
  const first = async (name, text, values) => (await pool.query({ name, text, values })).rows[0];
  const available = async (event) => (await first('available', 'SELECT available FROM events WHERE id = $1', [event]))?.available;
  return {
    available,
    async reserve(event, quantity, customer) {
      const made = await first('reserve', RESERVE, [quantity, event, customer]);
      if (made) return { id: Number(made.id), available: made.available };
      const left = await available(event);
      return left === undefined ? undefined : { id: 0, available: left };
    },
  };
}

async function redisStore(path) {
  const { default: Redis } = await import('ioredis');
  const redis = new Redis({ path, enableAutoPipelining: true });
  redis.defineCommand('reserve', { numberOfKeys: 1, lua: readFileSync(new URL('reserve.lua', import.meta.url), 'utf8') });
  await redis.hset('event:1', 'available', 1_000_000_000);
  return {
    async available(event) {
      return Number((await redis.hget(`event:${event}`, 'available')) ?? undefined);
    },
    async reserve(event, quantity, customer) {
      const made = await redis.reserve(`event:${event}`, quantity, customer, Date.now());
      return made ? { id: made[0], available: Number(made[1]) } : undefined;
    },
  };
}

const [port, kind, socket] = process.argv.slice(2);
const store = await { postgres: postgresStore, redis: redisStore }[kind](socket);
const server = createServer();

// With schemas Fastify parses and writes JSON faster.
const integer = { type: 'integer' };
const wish = {
  type: 'object',
  required: ['quantity', 'customer'],
  properties: { quantity: { type: 'integer', minimum: 1, maximum: 100 }, customer: { type: 'string', maxLength: 200 } },
};
const reservation = { type: 'object', properties: { id: integer, available: integer } };

server.get('/api/v1/events/:event', { schema: { response: { 200: reservation } } }, async ({ params }, reply) => {
  const available = await store.available(Number(params.event));
  if (available >= 0) return { id: Number(params.event), available };
  return reply.code(404).send({ error: 'no such event' });
});

const reserving = { schema: { body: wish, response: { 201: reservation } } };
server.post('/api/v1/events/:event/reservations', reserving, async ({ params, body }, reply) => {
  const made = await store.reserve(Number(params.event), body.quantity, body.customer);
  if (made === undefined) return reply.code(404).send({ error: 'no such event' });
  if (made.id === 0) return reply.code(409).send({ error: 'sold out' });
  return reply.code(201).send(made);
});

await server.listen({ host: '127.0.0.1', port: Number(port), backlog: 4096 });
