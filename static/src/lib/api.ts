// Requests to the server. What is done when they fail: retry.ts; what is said then: problems.ts.

const TIMEOUT_MS = 15_000;

/** The members of a problem document that the pages read; which are there depends on its type. */
export interface ProblemBody {
  readonly type?: string;
  readonly title?: string;
  readonly detail?: string;
  readonly available?: number;
  readonly waiting?: number;
  readonly limit?: number;
  readonly used?: number;
  readonly seats?: readonly string[];
  readonly opens_at?: string;
  readonly state?: string;
}

/** The server said no: an RFC 9457 problem, or any other answer that is no success. */
export class Problem extends Error {
  /** The last part of the problem's type: `sold-out`. Empty where the answer was no problem. */
  readonly kind: string;

  constructor(
    readonly status: number,
    readonly body: ProblemBody,
    readonly retryAfterMs: number | null,
  ) {
    super(body.detail ?? body.title ?? `HTTP ${status}`);
    this.kind = body.type?.split("/").pop() ?? "";
  }
}

/** No answer came. Whether the request was carried out is unknown. */
export class Unreachable extends Error {}

/**
 * Whether the server itself said no for good: nothing was done, and nothing will be. What somebody
 * in between answers, like a proxy, tells nothing of a try before.
 */
export const isRefusal = (error: unknown): error is Problem =>
  error instanceof Problem && error.kind !== "" && error.status < 500 && error.status !== 429
  && error.kind !== "idempotency-in-flight";

/** Whether the server itself says that there is no such thing; a proxy's 404 says nothing of it. */
export const isUnknown = (error: unknown): boolean => error instanceof Problem && error.kind.endsWith("-not-found");

export interface RequestOptions {
  /** JSON. */
  readonly body?: string;
  readonly idempotencyKey?: string;
  /** That it is this person's turn, from a waiting room. */
  readonly admission?: string | undefined;
  /** Who this person is, as the organiser says it. */
  readonly credential?: string | null | undefined;
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
}

/** Sends one request; gives the JSON of its answer, null where there is none. */
export async function request<T>(method: string, path: string, options: RequestOptions = {}): Promise<T> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (options.body !== undefined) headers["Content-Type"] = "application/json";
  if (options.idempotencyKey !== undefined) headers["Idempotency-Key"] = options.idempotencyKey;
  if (options.admission !== undefined) headers["Onsale-Admission"] = options.admission;
  if (options.credential) headers["Onsale-Credential"] = options.credential;

  const controller = new AbortController();
  const abort = () => controller.abort();
  const timer = setTimeout(abort, options.timeoutMs ?? TIMEOUT_MS);
  options.signal?.addEventListener("abort", abort);
  if (options.signal?.aborted) abort();
  try {
    const response = await fetch(path, {
      method,
      headers,
      body: options.body ?? null,
      signal: controller.signal,
    });
    const text = await response.text();
    if (!response.ok) throw problemOf(response, text);
    return (text === "" ? null : JSON.parse(text)) as T;
  } catch (error) {
    throw error instanceof Problem ? error : new Unreachable("no answer", { cause: error });
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener("abort", abort);
  }
}

export const get = <T>(path: string, options?: RequestOptions) => request<T>("GET", path, options);

function problemOf(response: Response, text: string): Problem {
  let body: unknown = null;
  try {
    body = JSON.parse(text);
  } catch {
    // A proxy's page, perhaps: its status has to do.
  }
  const isObject = typeof body === "object" && body !== null;
  return new Problem(response.status, isObject ? body as ProblemBody : {}, retryAfterMs(response.headers.get("Retry-After")));
}

/** A Retry-After in milliseconds from now; null where there is none that can be read. */
export function retryAfterMs(field: string | null, now = Date.now()): number | null {
  if (field === null) return null;
  const ms = /^\d+$/.test(field) ? Number(field) * 1000 : Date.parse(field) - now;
  return Number.isFinite(ms) ? Math.max(0, ms) : null;
}
