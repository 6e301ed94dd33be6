// The waiting room, where an event has one: what can be ordered is behind it. Its code comes only
// then.

import { effect, signal } from "@preact/signals";
import type { ComponentChildren, ComponentType } from "preact";

import { t } from "../lib/i18n";
import { backoff, pause } from "../lib/retry";
import type { SaleEvent } from "../lib/types";
import type { WaitingRoomProperties } from "../queue";
import { admission } from "./order";
import { basket, event } from "./sale";

const room = signal<ComponentType<WaitingRoomProperties> | null>(null);
let opening = false;

/** Insists on it, as there is no other way in. */
async function open(): Promise<void> {
  opening = true;
  for (let tries = 0; room.peek() === null; ++tries) {
    try {
      room.value = (await import("../queue")).WaitingRoom;
    } catch {
      await pause(backoff(tries));
    }
  }
}

effect(() => {
  if (event.value?.queue && !opening) void open();
});

// A turn is good for the customer who joined.
effect(() => {
  if (admission.value !== null) basket.value = { ...basket.peek(), customer: admission.value.customer };
});

export function QueueGate({ event: of, children }: { readonly event: SaleEvent; readonly children: ComponentChildren }) {
  if (!of.queue) return <>{children}</>;
  const WaitingRoom = room.value;
  if (WaitingRoom === null) return <p class="hint">{t().common.loading}</p>;
  return <WaitingRoom event={of} admission={admission}>{children}</WaitingRoom>;
}
