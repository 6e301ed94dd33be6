// Seats by hand, for those who want to. The plan's code comes only when somebody asks for it.

import { effect, signal } from "@preact/signals";
import type { ComponentType } from "preact";

import { t } from "../lib/i18n";
import { loadPending } from "../lib/pending";
import type { SaleEvent } from "../lib/types";
import type { SeatPlanProperties } from "../plan";
import { quantityMax } from "./basket";
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
  const loaded = await import("../plan").then((found) => found.SeatPlan, () => "failed" as const);
  if (isPlanOpen()) plan.value = loaded;
}

function close(): void {
  plan.value = null;
  selection.value = [];
  choose({ seats: [], section: null });
}

// Seats that were chosen before a reload are shown on the plan again.
effect(() => {
  if (basket.value.seats.length > 0 && plan.peek() === null) void open();
});

/** By hand or not: whoever does not choose seats gets the best. */
export function Ways() {
  const texts = t().event;
  return (
    <fieldset class="ways" aria-labelledby="form-title">
      <Way text={texts.anywhereHint} isOn={!isPlanOpen()} onChange={close} />
      <Way text={texts.chooseSeats} isOn={isPlanOpen()} onChange={() => void open()} />
    </fieldset>
  );
}

interface WayProperties {
  readonly text: string;
  readonly isOn: boolean;
  readonly onChange: () => void;
}

const Way = ({ text, isOn, onChange }: WayProperties) => (
  <label class="button quiet"><input type="radio" name="way" checked={isOn} onChange={onChange} />{text}</label>
);

export function Plan({ event }: { readonly event: SaleEvent }) {
  const texts = t().event;
  const { seats } = basket.value;
  if (seats !== selection.peek()) selection.value = seats;
  const SeatPlan = plan.value;
  if (SeatPlan === "loading") return <p class="hint">{t().common.loading}</p>;
  if (SeatPlan === "failed" || SeatPlan === null) return <p class="hint">{texts.planFailed}</p>;
  return (
    <SeatPlan
      event={event}
      seatsUrl={`${eventPath}/seats`}
      feed={seatFeed}
      selection={selection}
      standing={basket.value.section}
      limit={quantityMax(event)}
      accessible={basket.value.accessible}
      onChange={() => choose({ seats: selection.peek(), section: null })}
      onStanding={(section) => choose({ section })}
      busy={sending.value !== null || loadPending(eventId) !== null}
    />
  );
}
