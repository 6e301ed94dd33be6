// Asking again and again, gently: only while the page is seen, never in step with other visitors,
// and less often while it fails.

import { backoff, Problem, Unreachable } from "./api.js";

const SPREAD = 0.2;

/**
 * Calls the async `ask` at once and then `delayMs()` (± 20 %) after each answer. A rejection makes
 * the next call come later, and not before its Retry-After. Gives a function that asks at once.
 */
export function poll(ask, delayMs) {
  let timer = null;
  let asking = false;
  let wanted = false; // asked for while an answer was awaited
  let failures = 0;

  async function run() {
    clearTimeout(timer);
    if (asking) {
      wanted = true;
      return;
    }
    asking = true;
    wanted = false;
    let next;
    try {
      await ask();
      failures = 0;
      next = delayMs() * (1 - SPREAD + Math.random() * 2 * SPREAD);
    } catch (error) {
      if (!(error instanceof Problem || error instanceof Unreachable)) reportError(error);
      next = Math.max(delayMs(), error.retryAfterMs ?? 0) + backoff(failures++);
    }
    asking = false;
    if (wanted) run();
    else if (!document.hidden) timer = setTimeout(run, next);
  }

  document.addEventListener("visibilitychange", () => {
    if (document.hidden) clearTimeout(timer);
    else run();
  });
  window.addEventListener("online", run);
  run();
  return run;
}
