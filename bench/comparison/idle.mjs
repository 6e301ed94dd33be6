// What connections that wait take of Onsale's memory, and what is left of a spike when it is over.

import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

import { withServers } from './servers.mjs';
import { cpuOf, memoryOf } from './system.mjs';

const CONNECTIONS = 10_000;
const AT_ONCE = 200; // that are being opened
const SPIKES = 5;
const REST_SECONDS = 5;
const REQUEST = 'GET /api/v1/time HTTP/1.1\r\nHost: localhost\r\n\r\n';

// Asks on a connection, and returns when the answer has begun to come, which is all of it here.
async function ask(socket) {
  const answer = once(socket, 'data');
  socket.write(REQUEST);
  const [data] = await answer;
  if (!data.toString('latin1').startsWith('HTTP/1.1 200 ')) throw new Error(`an answer was ${data}`);
}

// From several addresses, so that ports do not run out.
async function open(port, number) {
  const socket = connect({ host: '127.0.0.1', port, localAddress: `127.0.0.${2 + (number % 32)}`, noDelay: true });
  await once(socket, 'connect');
  await ask(socket);
  return socket;
}

async function openAll(port) {
  const sockets = [];
  while (sockets.length < CONNECTIONS) {
    const some = Array.from({ length: AT_ONCE }, (_, i) => open(port, sockets.length + i));
    sockets.push(...await Promise.all(some));
  }
  return sockets;
}

// CPU a second, of a server that nobody asks anything.
async function restCpu(server) {
  const before = cpuOf(server.pids);
  await pause(REST_SECONDS * 1000);
  return (cpuOf(server.pids) - before) / REST_SECONDS;
}

async function measure(server) {
  await server.available('1');
  await pause(1000);
  const before = { memory: memoryOf(server.pids), cpu: await restCpu(server) };
  const sockets = await openAll(server.port);
  await pause(2000);
  const idle = { memory: memoryOf(server.pids), cpu: await restCpu(server) };
  for (let i = 0; i < SPIKES; ++i) await Promise.all(sockets.map(ask));
  const spike = { memory: memoryOf(server.pids) };
  for (const socket of sockets) socket.destroy();
  await pause(2000);
  const after = { memory: memoryOf(server.pids), cpu: await restCpu(server) };
  const perConnection = (idle.memory - before.memory) / CONNECTIONS;
  const mib = (kib) => `${(kib / 1024).toFixed(1)} MiB`;
  const cpu = (seconds) => `${(seconds * 1000).toFixed(0)} ms of CPU a second`;
  return {
    connections: CONNECTIONS,
    kib_per_connection: perConnection,
    before, idle, spike, after,
    lines: [
      `before               ${mib(before.memory)}, ${cpu(before.cpu)}`,
      `${CONNECTIONS} connections    ${mib(idle.memory)}, ${cpu(idle.cpu)}: ${perConnection.toFixed(2)} KiB a connection`,
      `all ask at once      ${mib(spike.memory)}`,
      `all have gone        ${mib(after.memory)}, ${cpu(after.cpu)}`,
    ],
  };
}

export const idle = () => withServers([['onsale']], measure);
