// How much is left, as it changes.

import { plural, t } from "../lib/i18n";
import { leftFor, type SalePhase } from "../lib/sale";
import type { SaleEvent } from "../lib/types";
import { basket, live } from "./sale";

export function Numbers({ event, phase }: { readonly event: SaleEvent; readonly phase: SalePhase }) {
  const texts = t().event;
  const { capacity, held, confirmed, kept } = event;
  const left = leftFor(event, basket.value.accessible);
  const share = (count: number) => ({ inlineSize: capacity > 0 ? `${(100 * count) / capacity}%` : "0" });
  return (
    <section class="numbers" aria-labelledby="left">
      <h2 class="figures" id="left">{headline(phase, left, confirmed)}</h2>
      <p class="hint figures">
        {[
          plural(texts.ofCapacity, capacity),
          held > 0 && plural(texts.held, held),
          confirmed > 0 && phase !== "closed" && plural(texts.sold, confirmed),
          kept > 0 && plural(texts.kept, kept),
        ].filter(Boolean).join(" · ")}
      </p>
      <div class="bar" aria-hidden="true">
        <span class="confirmed" style={share(confirmed)} />
        <span class="held" style={share(held)} />
      </div>
      {phase !== "closed" && (
        <p class={live.value ? "pulse live" : "pulse"}>{live.value === false ? texts.polled : texts.live}</p>
      )}
    </section>
  );
}

function headline(phase: SalePhase, left: number, confirmed: number): string {
  const texts = t().event;
  if (phase === "closed") return plural(texts.sold, confirmed);
  return left > 0 ? plural(texts.left, left) : texts.noneLeft;
}
