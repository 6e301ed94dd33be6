// Asking again and again, gently: while the page is seen, never in step with other visitors,
// and less often while it fails.

import { Problem, Unreachable } from "./api";
import { backoff } from "./retry";

const SPREAD = 0.2;

export interface Poll {
  /** Asks now, or once more when an answer is being awaited. */
  ask(): void;
  /** Asks no more. */
  stop(): void;
}

/**
 * Calls the async `ask` at once and then `delayMs()` (± 20 %) after each answer. A rejection makes
 * the next call come later, and not before its Retry-After. `whileHidden`: also while the page is
 * not seen, as often as the browser lets it.
 */
export function poll(ask: () => Promise<void>, delayMs: () => number, { whileHidden = false } = {}): Poll {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asking = false;
  let wanted = false; // asked for while an answer was awaited
  let stopped = false;
  let failures = 0;

  async function run(): Promise<void> {
    clearTimeout(timer);
    if (stopped) return;
    if (asking) {
      wanted = true;
      return;
    }
    asking = true;
    wanted = false;
    let next: number;
    try {
      await ask();
      failures = 0;
      next = delayMs() * (1 - SPREAD + Math.random() * 2 * SPREAD);
    } catch (error) {
      if (!(error instanceof Problem || error instanceof Unreachable)) reportError(error);
      const asked = error instanceof Problem ? error.retryAfterMs ?? 0 : 0;
      next = Math.max(delayMs(), asked) + backoff(failures++);
    }
    asking = false;
    if (stopped) return;
    if (wanted) void run();
    else if (whileHidden || !document.hidden) timer = setTimeout(() => void run(), next);
  }

  const onVisibility = () => {
    if (!document.hidden) void run();
    else if (!whileHidden) clearTimeout(timer);
  };
  const onOnline = () => void run();
  document.addEventListener("visibilitychange", onVisibility);
  window.addEventListener("online", onOnline);
  void run();
  return {
    ask: () => void run(),
    stop() {
      stopped = true;
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", onVisibility);
      window.removeEventListener("online", onOnline);
    },
  };
}
