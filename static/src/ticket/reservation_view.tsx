// The reservation page: what it is for, what is to be done now, and by when.

import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

import { formatClock, formatDuration, formatTickets } from "../lib/format";
import { online } from "../lib/connection";
import { fill, plural, t } from "../lib/i18n";
import { sentenceFor } from "../lib/problems";
import type { Texts } from "../texts/en";
import { Button } from "../ui/button";
import { Moment as At } from "../ui/moment";
import { Code, TicketTools } from "./confirmed";
import { Facts } from "./facts";
import type { Reservation } from "../lib/types";
import type { Standing } from "./hold";
import type { Ticket } from "./model";
import { SureDialog } from "./sure_dialog";
import { Timer } from "./timer";

interface PartProps {
  readonly ticket: Ticket;
  readonly reservation: Reservation;
}

export function ReservationView({ ticket, address }: { ticket: Ticket; address: string }) {
  const reservation = ticket.reservation.value;
  const standing = ticket.standing.value;
  if (ticket.unknown.value) return <Unknown />;
  if (reservation === null || standing === null) {
    return <p class="trouble" role="status">{troubleOf(ticket) ?? t().common.loading}</p>;
  }
  return (
    <article class="slip" data-standing={standing}>
      <Head ticket={ticket} reservation={reservation} standing={standing} />
      {standing === "confirmed" && <Code content={address} />}
      <Moment ticket={ticket} reservation={reservation} standing={standing} />
      <Facts reservation={reservation} event={ticket.event.value} />
      <Keep standing={standing} />
    </article>
  );
}

function Head({ ticket, reservation, standing }: PartProps & { standing: Standing }) {
  const event = ticket.event.value;
  return (
    <header>
      <p class="standing" role="status">{t().standings[standing]}</p>
      <h1 class="title">{event?.name ?? reservation.event}</h1>
      <p class="when">
        {event?.venue && <span>{event.venue}</span>}
        {event?.starts_at && <At at={event.starts_at} />}
      </p>
    </header>
  );
}

/** What there is to do now. Its title takes the focus when it changes under somebody's hands. */
function Moment({ ticket, reservation, standing }: PartProps & { standing: Standing }) {
  const Part = PARTS[standing];
  const title = useRef<HTMLHeadingElement>(null);
  const outcome = ticket.outcome.value;
  useEffect(() => {
    if (outcome !== null && outcome.error === undefined && outcome.before !== standing) title.current?.focus();
  }, [outcome, standing]);
  return (
    <section class="moment" aria-labelledby="moment-title">
      <h2 id="moment-title" tabIndex={-1} ref={title}>{titleOf(reservation, standing)}</h2>
      <Part ticket={ticket} reservation={reservation} />
      <Progress ticket={ticket} />
    </section>
  );
}

function titleOf(reservation: Reservation, standing: Standing): string {
  const { hold, offer, waiting, confirmed, cancelled, expired } = t().reservation;
  switch (standing) {
    case "held": return plural(hold.title, reservation.quantity);
    case "offered": return plural(offer.title, reservation.quantity);
    case "confirmed": return plural(confirmed.title, reservation.quantity);
    case "cancelled": return cancelled.title;
    case "expired": return expired.title;
    case "waiting": {
      const place = reservation.waitlist?.place;
      return place == null ? waiting.title : fill(waiting.titlePlace, { place });
    }
  }
}

function Held({ ticket, reservation }: PartProps) {
  const words = t().reservation.hold;
  return (
    <>
      <Timer ticket={ticket} calm={until(words.detail, reservation)} />
      <Actions>
        <Do ticket={ticket} action="confirm">{words.confirm}</Do>
        {ticket.canExtend.value && <Do ticket={ticket} action="extend" quiet>{words.extend}</Do>}
        <GiveUp ticket={ticket} kind="cancel">{t().reservation.confirmed.cancel}</GiveUp>
      </Actions>
    </>
  );
}

function Offered({ ticket, reservation }: PartProps) {
  const words = t().reservation.offer;
  return (
    <>
      <Timer ticket={ticket} calm={until(words.detail, reservation)} />
      <Actions>
        <Do ticket={ticket} action="confirm">{words.take}</Do>
        <GiveUp ticket={ticket} kind="refuse">{words.refuse}</GiveUp>
      </Actions>
    </>
  );
}

const until = (text: string, { expires_at }: Reservation) =>
  fill(text, { time: formatClock(Date.parse(expires_at!)) });

function Waiting({ ticket, reservation }: PartProps) {
  const words = t().reservation.waiting;
  const offer = ticket.event.value?.waitlist;
  const skipped = reservation.waitlist?.skipped;
  return (
    <>
      {skipped != null && <p class="notice">{skippedText(skipped)}</p>}
      <p>
        {fill(words.next, { tickets: formatTickets(reservation.quantity) })}
        {offer && ` ${fill(words.offerTime, { time: formatDuration(offer.offer_seconds * 1000) })}`}
      </p>
      <Actions><GiveUp ticket={ticket} kind="leave">{words.leave}</GiveUp></Actions>
    </>
  );
}

function skippedText(reason: string): string {
  const words = t().reservation.waiting;
  if (reason === "too-few") return words.tooFew;
  return reason === "limit" ? words.limit : words.skipped;
}

function Confirmed({ ticket, reservation }: PartProps) {
  const words = t().reservation.confirmed;
  return (
    <>
      <p>{words.detail}</p>
      <Actions>
        <TicketTools ticket={ticket} reservation={reservation} />
        <GiveUp ticket={ticket} kind="cancel">{words.cancel}</GiveUp>
      </Actions>
    </>
  );
}

function Cancelled({ reservation }: PartProps) {
  const words = t().reservation.cancelled;
  return (
    <>
      <p>{reservation.waitlist === null ? words.detail : words.waitlistDetail}</p>
      <Actions><EventLink reservation={reservation}>{words.event}</EventLink></Actions>
    </>
  );
}

/** A late confirm has the places again when they are still free; a waitlist that closed has none. */
function Expired({ ticket, reservation }: PartProps) {
  const words = t().reservation.expired;
  const neverOffered = reservation.waitlist !== null && reservation.section === null;
  const gone = ticket.outcome.value?.action === "confirm" && ticket.outcome.value.error !== undefined;
  if (neverOffered) return <p>{words.waitingDetail}</p>;
  return (
    <>
      <p>{reservation.waitlist === null ? words.detail : words.offerDetail}</p>
      <Actions>
        {!gone && <Do ticket={ticket} action="confirm">{words.again}</Do>}
        <EventLink reservation={reservation}>{words.event}</EventLink>
      </Actions>
    </>
  );
}

const PARTS = {
  held: Held,
  offered: Offered,
  waiting: Waiting,
  confirmed: Confirmed,
  cancelled: Cancelled,
  expired: Expired,
};

const Actions = ({ children }: { children: ComponentChildren }) => <div class="actions">{children}</div>;

function Do({ ticket, action, quiet = false, children }: {
  ticket: Ticket; action: "confirm" | "extend"; quiet?: boolean; children: ComponentChildren;
}) {
  return (
    <Button quiet={quiet} aria-disabled={ticket.doing.value !== null} onClick={() => void ticket.act(action)}>
      {children}
    </Button>
  );
}

function GiveUp({ ticket, kind, children }: {
  ticket: Ticket; kind: keyof Texts["reservation"]["sure"]; children: ComponentChildren;
}) {
  const [asking, setAsking] = useState(false);
  const answered = (sure: boolean) => {
    setAsking(false);
    if (sure) void ticket.act("cancel");
  };
  return (
    <>
      <Button class="button give-up" aria-disabled={ticket.doing.value !== null} onClick={() => setAsking(ticket.doing.value === null)}>
        {children}
      </Button>
      {asking && <SureDialog words={t().reservation.sure[kind]} answered={answered} />}
    </>
  );
}

function EventLink({ reservation, children }: { reservation: Reservation; children: ComponentChildren }) {
  return <a class="button quiet" href={`/events/${encodeURIComponent(reservation.event)}`}>{children}</a>;
}

/** What is going on, or what came of it: always there, so that it is read out when it changes. */
function Progress({ ticket }: { ticket: Ticket }) {
  return <p class="progress" role="status">{progressOf(ticket)}</p>;
}

function progressOf(ticket: Ticket): string {
  const { doing, obstacle } = ticket;
  if (obstacle.value !== null) return fill(t().reservation.obstacle, { reason: sentenceFor(obstacle.value) });
  if (doing.value !== null) return t().reservation.doing[doing.value];
  return troubleOf(ticket) ?? outcomeOf(ticket);
}

function troubleOf(ticket: Ticket): string | null {
  const trouble = ticket.trouble.value;
  if (!online.value) return t().common.offline;
  return trouble === null ? null : fill(t().reservation.trouble, { reason: sentenceFor(trouble) });
}

function outcomeOf(ticket: Ticket): string {
  const outcome = ticket.outcome.value;
  if (outcome === null) return "";
  if (outcome.error !== undefined) return sentenceFor(outcome.error);
  const words = t().reservation.done;
  if (outcome.action === "extend") return ticket.urgency.value === "calm" ? words.extended : "";
  if (outcome.action === "cancel") return words.cancelled;
  return outcome.before === "expired" ? words.late : words.confirmed;
}

function Keep({ standing }: { standing: Standing }) {
  if (standing === "cancelled" || standing === "expired") return null;
  return <p class="hint keep">{standing === "waiting" ? t().reservation.keepPlace : t().reservation.keep}</p>;
}

function Unknown() {
  const { unknown } = t().reservation;
  return (
    <>
      <h1 class="title">{unknown.title}</h1>
      <p role="status">{unknown.detail}</p>
      <p class="way-on"><a class="button" href="/">{t().common.home}</a></p>
    </>
  );
}
