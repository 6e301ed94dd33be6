// Parts of the page that only some events need: their code comes with the first event that does.

import { effect, signal, type Signal } from "@preact/signals";

import { backoff, pause } from "../lib/retry";
import type { SaleEvent } from "../lib/types";
import { event } from "./sale";

/** Null until it is there. It is insisted on, as there is no way on without it. */
export function part<T>(isNeeded: (of: SaleEvent) => unknown, load: () => Promise<T>): Signal<T | null> {
  const found = signal<T | null>(null);
  let begun = false;
  const insist = async () => {
    for (let tries = 0; found.peek() === null; ++tries) {
      try {
        found.value = await load();
      } catch {
        await pause(backoff(tries));
      }
    }
  };
  effect(() => {
    if (begun || event.value === null || !isNeeded(event.value)) return;
    begun = true;
    void insist();
  });
  return found;
}
