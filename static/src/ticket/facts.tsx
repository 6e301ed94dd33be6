// What was reserved, line by line, as on a printed ticket.

import type { ComponentChildren } from "preact";

import { formatNumber, formatSeats } from "../lib/format";
import { t } from "../lib/i18n";
import type { Reservation, SaleEvent } from "../lib/types";
import { Moment } from "../ui/moment";

interface Props {
  readonly reservation: Reservation;
  readonly event: SaleEvent | null;
}

export function Facts({ reservation, event }: Props) {
  const words = t().reservation.facts;
  return (
    <dl class="facts">
      <Fact term={words.tickets}>{formatNumber(reservation.quantity)}</Fact>
      <Fact term={reservation.seats.length > 0 ? words.seats : words.section}>
        {placesOf(reservation, event)}
      </Fact>
      {reservation.accessible && <Fact term={words.wish}>{words.accessible}</Fact>}
      <Fact term={words.customer}>{reservation.customer}</Fact>
      <Fact term={reservation.waitlist === null ? words.reserved : words.joined}>
        <Moment at={reservation.created_at} />
      </Fact>
      <Fact term={words.number}><code>{reservation.id}</code></Fact>
    </dl>
  );
}

/** Where the places are, in words. */
export function placesOf({ seats, section }: Reservation, event: SaleEvent | null): string {
  const nameOf = (id: string) => event?.sections.find((known) => known.id === id)?.name ?? id;
  if (seats.length > 0) return formatSeats(seats, nameOf);
  return section === null ? t().reservation.facts.anySection : nameOf(section);
}

function Fact({ term, children }: { term: string; children: ComponentChildren }) {
  return <div><dt>{term}</dt><dd>{children}</dd></div>;
}
