// The waiting room, where an event has one: what can be ordered is behind it. Its code comes only
// then.

import { effect, signal } from "@preact/signals";
import type { ComponentChildren, ComponentType } from "preact";

import { t } from "../lib/i18n";
import type { SaleEvent } from "../lib/types";
import type { WaitingRoomProperties } from "../queue";
import { admission } from "./order";
import { basket, event } from "./sale";

const room = signal<ComponentType<WaitingRoomProperties> | "loading" | "failed" | null>(null);

async function open(): Promise<void> {
  room.value = "loading";
  room.value = await import("../queue").then(({ WaitingRoom }) => WaitingRoom, () => "failed" as const);
}

effect(() => {
  if (event.value?.queue && room.peek() === null) void open();
});

// A turn is good for the customer who joined.
effect(() => {
  if (admission.value !== null) basket.value = { ...basket.peek(), customer: admission.value.customer };
});

export function QueueGate({ event: of, children }: { readonly event: SaleEvent; readonly children: ComponentChildren }) {
  if (!of.queue) return <>{children}</>;
  const WaitingRoom = room.value;
  if (WaitingRoom === "failed") return <p class="hint">{t().event.planFailed}</p>;
  if (WaitingRoom === "loading" || WaitingRoom === null) return <p class="hint">{t().common.loading}</p>;
  return <WaitingRoom event={of} admission={admission}>{children}</WaitingRoom>;
}
