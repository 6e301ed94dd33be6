// Requests to the server, and how to insist on one until it is answered.

const TIMEOUT_MS = 15_000;
const BACKOFF_MS = { first: 500, max: 15_000 };
const SERVER_FAULT_TRIES_MAX = 5;
const OPENING_WAIT_MS_MAX = 30_000;

/** The server said no: an RFC 9457 problem, or any other answer that is no success. */
export class Problem extends Error {
  constructor(status, body, retryAfterMs) {
    super(body.detail ?? body.title ?? `HTTP ${status}`);
    this.status = status;
    this.body = body;
    this.kind = String(body.type ?? "").split("/").pop();
    this.retryAfterMs = retryAfterMs;
  }
}

/** No answer came. Whether the request was carried out is unknown. */
export class Unreachable extends Error {}

/** Sends one request; gives the JSON of its answer, null where there is none. */
export async function request(method, path, { body, key, signal, timeoutMs = TIMEOUT_MS } = {}) {
  const headers = { Accept: "application/json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (key !== undefined) headers["Idempotency-Key"] = key;

  const controller = new AbortController();
  const abort = () => controller.abort();
  const timer = setTimeout(abort, timeoutMs);
  signal?.addEventListener("abort", abort);
  if (signal?.aborted) abort();
  try {
    const response = await fetch(path, { method, headers, body, signal: controller.signal });
    const text = await response.text();
    if (!response.ok) throw problemOf(response, text);
    return text === "" ? null : JSON.parse(text);
  } catch (error) {
    throw error instanceof Problem ? error : new Unreachable("no answer", { cause: error });
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
  }
}

export const get = (path, options) => request("GET", path, options);

function problemOf(response, text) {
  let body = null;
  try {
    body = JSON.parse(text);
  } catch {
    // A proxy's page, perhaps: its status has to do.
  }
  return new Problem(response.status, body ?? {}, retryAfterOf(response));
}

function retryAfterOf(response) {
  const field = response.headers.get("Retry-After");
  if (field === null) return null;
  const ms = /^\d+$/.test(field) ? Number(field) * 1000 : Date.parse(field) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : null;
}

/**
 * Repeats `attempt` until it is answered for good. Only for what may be repeated: with an
 * idempotency key, or idempotent by itself. Calls `onWait(error, ms)` before each pause. An abort
 * of `signal`, where there is one, ends it with the last error.
 */
export async function insist(attempt, { signal, onWait }) {
  for (let tries = 0; ; ++tries) {
    try {
      return await attempt();
    } catch (error) {
      const ms = pauseBeforeNextTry(error, tries);
      if (ms === null || signal?.aborted) throw error;
      onWait(error, ms);
      await pause(ms, { signal, endsOnline: error instanceof Unreachable });
      if (signal?.aborted) throw error;
    }
  }
}

/** Milliseconds until another try makes sense; null when it does not. */
function pauseBeforeNextTry(error, tries) {
  if (error instanceof Unreachable) return backoff(tries);
  if (!(error instanceof Problem)) return null;
  if (error.status === 429 || error.status === 503 || error.kind === "idempotency-in-flight") {
    return error.retryAfterMs === null ? backoff(tries) : withJitter(error.retryAfterMs);
  }
  if (error.status >= 500) return tries < SERVER_FAULT_TRIES_MAX ? backoff(tries) : null;
  // The button came alive a little early: our idea of the server's clock is off.
  if (error.kind === "sale-not-open" && (error.retryAfterMs ?? Infinity) <= OPENING_WAIT_MS_MAX) {
    return withJitter(error.retryAfterMs);
  }
  return null;
}

export const backoff = (tries) =>
  Math.min(BACKOFF_MS.max, BACKOFF_MS.first * 2 ** tries) * (0.5 + Math.random() / 2);

/** Never earlier than asked, and spread over a quarter of it, so that a crowd does not come back at once. */
const withJitter = (ms) => ms + Math.random() * Math.max(500, ms / 4);

export function pause(ms, { signal, endsOnline = false } = {}) {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
      window.removeEventListener("online", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal?.addEventListener("abort", end);
    if (endsOnline) window.addEventListener("online", end);
    if (signal?.aborted) end();
  });
}
