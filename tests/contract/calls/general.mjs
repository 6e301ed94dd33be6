// What follows from the description alone: the answers that many operations have for the same
// reason, each driven with the operation's own examples.

const TRIES_MAX = 50;
const UNKNOWN_ID = 'A'.repeat(32);

const operationsWith = (api, type, status) =>
  [...api.description.operations.values()].filter((operation) =>
    api.description.promises().has(`${operation.id} ${status} ${type}`));

export async function refuseMalformedRequests(api) {
  for (const { id, method } of operationsWith(api, 'malformed-request', 400)) {
    const nonsense = method === 'GET' ? { query: { nonsense: 1 } } : { body: 'nonsense' };
    await api.call(id, { ...api.example(id), ...nonsense }, 400, 'malformed-request');
  }
}

// An import tells of all its mistakes at once, and so in another way.
export async function refuseUnknownMembers(api) {
  for (const { id, body } of api.description.operations.values()) {
    if (body === undefined) continue;
    const request = api.example(id, { body: { ...body.example, nonsense: 1 } });
    await api.call(id, request, id === 'importEvents' ? 422 : 400);
  }
}

export async function refuseWithoutToken(api) {
  for (const { id } of operationsWith(api, 'unauthorized', 401)) {
    await api.call(id, { ...api.example(id), admin: false }, 401, 'unauthorized');
  }
}

export async function refuseWithoutAdmin(api) {
  for (const { id } of operationsWith(api, 'forbidden', 403)) {
    await api.call(id, api.example(id), 403, 'forbidden');
  }
}

export async function refuseOtherMediaTypes(api) {
  for (const { id } of operationsWith(api, 'unsupported-media-type', 415)) {
    const request = { ...api.example(id), body: 'text', headers: { 'Content-Type': 'text/plain' } };
    await api.call(id, request, 415, 'unsupported-media-type');
  }
}

export async function refuseTooMuchContent(api, bytesMax) {
  for (const { id } of operationsWith(api, 'content-too-large', 413)) {
    const request = { ...api.example(id), body: ' '.repeat(bytesMax + 1) };
    await api.call(id, request, 413, 'content-too-large');
  }
}

export async function refuseUnknownEvents(api) {
  for (const { id } of operationsWith(api, 'event-not-found', 404)) {
    const request = api.example(id, { path: { event: 'nowhere' } });
    await api.call(id, request, 404, 'event-not-found');
  }
}

export async function refuseUnknownReservations(api) {
  for (const { id } of operationsWith(api, 'reservation-not-found', 404)) {
    const request = api.example(id, { path: { reservation: UNKNOWN_ID } });
    await api.call(id, request, 404, 'reservation-not-found');
  }
}

export async function tellThatNothingChanged(api) {
  for (const operation of api.description.operations.values()) {
    if (!operation.answers.has(304)) continue;
    const request = api.example(operation.id);
    const { headers } = await api.call(operation.id, request, 200);
    await api.call(operation.id, { ...request, headers: { 'If-None-Match': headers.etag } }, 304);
  }
}

// Every change, of a server that takes none.
export async function refuseChanges(api, type) {
  for (const { id } of operationsWith(api, type, 503)) {
    await api.call(id, api.example(id), 503, type);
  }
}

// Of a server in whose queue there is room for one command: of several at once only one fits, but
// where the committer is faster than the machine lets them come. Then once more.
export async function refuseWhileBusy(api) {
  for (const { id } of operationsWith(api, 'overloaded', 503)) {
    for (let tries = 0; tries < TRIES_MAX && !api.seen.has(`${id} 503 overloaded`); ++tries) {
      await api.callTogether(id, api.example(id), 4);
    }
  }
}

// Of a server that takes one command of this machine.
export async function refuseTooManyRequests(api) {
  await api.call('cancelReservation', { path: { reservation: UNKNOWN_ID } }, 404);
  for (const { id } of operationsWith(api, 'rate-limited', 429)) {
    await api.call(id, api.example(id), 429, 'rate-limited');
  }
}

// Of a server that has a place for one watcher.
export async function refuseWatchers(api) {
  const path = { event: 'watched' };
  await api.call('createEvent', { admin: true, body: { id: 'watched', name: 'Watched', capacity: 1 } }, 201);
  const { stream } = await api.call('streamEvent', { path }, 200);
  for (const { id } of operationsWith(api, 'too-many-watchers', 503)) {
    await api.call(id, api.example(id, { path }), 503, 'too-many-watchers');
  }
  stream.destroy();
}
