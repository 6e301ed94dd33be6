import type { ComponentChildren } from "preact";

import { t } from "../lib/i18n";
import type { SalePhase } from "../lib/sale";

interface Properties {
  readonly id: string;
  readonly name: string;
  readonly venue: ComponentChildren;
  readonly starts: ComponentChildren;
  readonly state: ComponentChildren;
  readonly detail: ComponentChildren;
  readonly phase?: SalePhase;
}

/** One event of the list, as a line of a printed bill. */
export const Row = ({ id, name, venue, starts, state, detail, phase }: Properties) => (
  <li {...(phase ? { "data-phase": phase } : {})}>
    <h2><a href={`/events/${id}`}>{name}</a></h2>
    <p class="when">{venue} {starts}</p>
    <p class="gist"><strong>{state}</strong> <span class="figures">{detail}</span></p>
  </li>
);

export const EmptyList = () => (
  <div class="empty">
    <p><strong>{t().home.none}</strong></p>
    <p class="hint">{t().home.noneHint}</p>
  </div>
);
