// How long a hold still lasts: figures to look at, and a sentence that is read out, politely, only
// when it changes: when the end comes near, or moves.

import { t } from "../lib/i18n";
import { clockDigits } from "./hold";
import type { Ticket } from "./model";

/** `calm`: the sentence while there is time. */
export function Timer({ ticket, calm }: { ticket: Ticket; calm: string }) {
  const left = ticket.leftMs.value;
  const length = ticket.lengthMs.value;
  const share = left === null || length === null ? 1 : Math.min(1, left / length);
  const urgency = ticket.urgency.value;
  return (
    <>
      <p class="timer huge figures" role="timer" data-urgency={urgency}>
        {left === null ? "\u00a0" : clockDigits(left)}
      </p>
      <svg class="left" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
        <rect width={share * 100} height="1" />
      </svg>
      <p class="warning" role="status" data-urgency={urgency}>
        {urgency === "calm" ? calm : warning(ticket)}
      </p>
    </>
  );
}

function warning(ticket: Ticket): string {
  const { hold, offer } = t().reservation;
  if (ticket.standing.value === "offered") return offer.soon;
  if (ticket.canExtend.value) return hold.soon;
  return ticket.urgency.value === "last" ? hold.last : hold.soonLast;
}
