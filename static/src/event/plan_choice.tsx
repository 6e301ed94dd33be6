// Seats by hand, for those who want to. The plan's code comes only when somebody asks for it.

import { signal } from "@preact/signals";
import type { ComponentType } from "preact";

import { t } from "../lib/i18n";
import { loadPending } from "../lib/pending";
import type { SaleEvent } from "../lib/types";
import type { SeatPlanProperties } from "../plan";
import { Button } from "../ui/button";
import { hasSeats, quantityMax } from "./basket";
import { sending } from "./order";
import { basket, choose, eventId, eventPath, seatFeed } from "./sale";

const plan = signal<ComponentType<SeatPlanProperties> | "loading" | "failed" | null>(null);
/** What the plan works on; the basket follows it. */
const selection = signal<readonly string[]>([]);

/** Then a seat's section is its own, and there is none to choose. */
export const isPlanOpen = (): boolean => plan.value !== null;

async function open(): Promise<void> {
  plan.value = "loading";
  choose({ section: null });
  try {
    plan.value = (await import("../plan")).SeatPlan;
  } catch {
    plan.value = "failed";
  }
}

function close(): void {
  plan.value = null;
  selection.value = [];
  choose({ seats: [] });
}

export function PlanChoice({ event }: { readonly event: SaleEvent }) {
  const texts = t().event;
  if (!hasSeats(event)) return null;
  if (plan.value === null) {
    return <Button quiet class="button quiet" onClick={() => void open()}>{texts.chooseSeats}</Button>;
  }
  const { seats } = basket.value;
  if (seats !== selection.peek()) selection.value = seats;
  return (
    <div class="plan">
      <Opened event={event} />
      <Button quiet onClick={close}>{texts.bestInstead}</Button>
    </div>
  );
}

function Opened({ event }: { readonly event: SaleEvent }) {
  const texts = t().event;
  const SeatPlan = plan.value;
  if (SeatPlan === "loading") return <p class="hint">{texts.planLoading}</p>;
  if (SeatPlan === "failed" || SeatPlan === null) return <p class="hint">{texts.planFailed}</p>;
  return (
    <SeatPlan
      event={event}
      seatsUrl={`${eventPath}/seats`}
      feed={seatFeed}
      selection={selection}
      limit={quantityMax(event)}
      accessible={basket.value.accessible}
      onChange={() => choose({ seats: selection.peek() })}
      busy={sending.value !== null || loadPending(eventId) !== null}
    />
  );
}
