// The waiting room, where an event has one: what can be ordered is behind it.

import { effect } from "@preact/signals";
import type { ComponentChildren } from "preact";

import { t } from "../lib/i18n";
import type { SaleEvent } from "../lib/types";
import { credential, verified } from "./credential";
import { admission } from "./order";
import { part } from "./part";
import { basket } from "./sale";
import { VerifiedGate } from "./verified_gate";

const queue = part((of) => of.queue, () => import("../queue"));

// A turn is good for the customer who joined, a credential for the one whom it names.
effect(() => {
  const who = admission.value ?? verified.value;
  if (who !== null) basket.value = { ...basket.peek(), customer: who.customer };
});

export function QueueGate({ event: of, children }: { readonly event: SaleEvent; readonly children: ComponentChildren }) {
  if (!of.queue) return <>{children}</>;
  if (queue.value === null) return <p class="hint">{t().common.loading}</p>;
  const { WaitingRoom } = queue.value;
  return <WaitingRoom {...{ event: of, admission, credential, verified, VerifiedGate }}>{children}</WaitingRoom>;
}
