// A person in the waiting room: what is happening, what will, and that there is nothing to do.

import { effect } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";

import { t } from "../lib/i18n";
import { formatClock, formatMoment, formatNumber } from "../lib/format";
import { now } from "../lib/now";
import { sentenceFor } from "../lib/problems";
import { clockDigits } from "../ticket/hold";
import { Button } from "../ui/button";
import { CustomerField } from "../ui/customer_field";
import { Notice } from "../ui/notice";
import { addStyleSheet } from "../ui/style_sheet";
import type { QueueTexts } from "../texts/queue_en";
import { remainingMs, saidMinutes } from "./estimate";
import { Room, type Standing } from "./model";
import css from "./queue.css?inline";
import type { QueueDocument } from "./types";
import type { WaitingRoomProperties } from ".";

addStyleSheet(css);

// The page has its texts in itself; these come with the waiting room, in the page's language alone.
const texts: QueueTexts = document.documentElement.lang.startsWith("de")
  ? (await import("../texts/queue_de")).de
  : (await import("../texts/queue_en")).en;

interface Within {
  readonly room: Room;
  readonly queue: QueueDocument;
}

/** What the page knows of who one is. */
type Identity = Pick<WaitingRoomProperties, "event" | "verified" | "VerifiedGate">;

export function WaitingRoom({ event, admission, credential, verified, VerifiedGate, children }: WaitingRoomProperties) {
  const [room] = useState(() => new Room(event.id, credential));
  const standing = room.standing(now.value);
  useEffect(() => tell(room, admission), []);
  useTitle(titleFor(room, standing, event.name));

  const queue = room.queue.value;
  if (queue === null) return <p class="room-wait" role="status">{room.trouble.value ? sentenceFor(room.trouble.value) : texts.loading}</p>;
  const isOver = queue.state === "sold-out" || queue.state === "ended";
  if (standing === "admitted") return <div><Admitted room={room} />{children}</div>;
  if (isOver) return <>{children}</>;
  return (
    <section class="room" aria-labelledby="room-title">
      <Heading standing={standing} />
      {queue.message && <p class="room-message"><b>{texts.message}:</b> {queue.message}</p>}
      {standing !== "outside" && standing !== "lapsed" && <VerifiedGate customer={room.kept.value!.customer} />}
      <Here {...{ room, queue, standing, event, verified, VerifiedGate }} />
      <p class="hint">
        <a href={`/draw?event=${encodeURIComponent(event.id)}`}>{queue.seed === null ? texts.promise : texts.how}</a>
      </p>
      <Notice>{newsOf(room)}</Notice>
    </section>
  );
}

function newsOf({ refusal, trouble, kept }: Room): string {
  if (refusal.value !== null) return sentenceFor(refusal.value);
  if (trouble.value === null) return "";
  const what = sentenceFor(trouble.value);
  return kept.value?.place ? texts.trouble(what) : `${what} ${t().common.again}`;
}

/** Tells the page whose turn it is, and takes it from the page that the turn is over. */
function tell(room: Room, admission: WaitingRoomProperties["admission"]): () => void {
  let told: string | null = null;
  return effect(() => {
    const is = admission.value;
    const kept = room.kept.value;
    const token = room.standing(now.value) === "admitted" ? kept!.admission : null;
    if (token === null) admission.value = null;
    else if (told !== token) admission.value = { token, customer: kept!.customer };
    else if (is === null) room.lapse();
    told = token;
  });
}

/** Read out when it changes: the figures that follow are not. */
function Heading({ standing }: { readonly standing: Standing }) {
  const titles: Partial<Record<Standing, string>> = { drawing: texts.in, waiting: texts.in, called: texts.turn, lapsed: texts.lapsed };
  return <div role="status"><h2 id="room-title">{titles[standing] ?? texts.title}</h2></div>;
}

function Here({ room, queue, standing, ...identity }: Within & Identity & { readonly standing: Standing }) {
  const { event } = identity;
  switch (standing) {
    case "joining":
      return <p>{texts.joining}</p>;
    case "drawing":
      return <Drawing room={room} queue={queue} />;
    case "waiting":
      return <Waiting room={room} queue={queue} isFull={event.available <= 0} />;
    case "called":
      return <p>{queue.state === "paused" ? texts.paused : texts.called}</p>;
    case "lapsed":
      return <><p>{texts.lapsedDetail}</p><Join room={room} {...identity} /></>;
    default:
      return (
        <>
          {queue.state === "scheduled" && <p>{texts.opens(formatMoment(Date.parse(queue.opens_at)))}</p>}
          <p>{queue.seed === null ? texts.fair(formatClock(Date.parse(event.opens_at))) : texts.late}</p>
          {queue.state === "scheduled" ? <identity.VerifiedGate customer={identity.verified.value?.customer ?? ""} /> : <Join room={room} {...identity} />}
        </>
      );
  }
}

function Join({ room, event, verified, VerifiedGate }: Identity & { readonly room: Room }) {
  const [typed, setTyped] = useState(room.kept.value?.customer ?? "");
  const customer = event.verified_customers ? verified.value?.customer ?? "" : typed;
  return (
    <form onSubmit={(submitted) => { submitted.preventDefault(); void room.join(customer.trim()); }}>
      <VerifiedGate customer={customer}>
        <div class="fields">
          <CustomerField
            id="room-customer"
            label={texts.email}
            hint={verified.value?.hint ?? texts.emailHint}
            readOnly={verified.value !== null}
            value={customer}
            onInput={({ currentTarget }) => setTyped(currentTarget.value)}
          />
        </div>
        <div class="actions"><Button type="submit">{texts.join}</Button></div>
      </VerifiedGate>
    </form>
  );
}

function Drawing({ room, queue }: Within) {
  const isLate = now.value !== null && now.value >= Date.parse(queue.draws_at);
  const what = queue.state === "closed" && queue.beacon_source
    ? texts.awaitsBeacon(queue.beacon_source)
    : isLate ? texts.drawing : texts.fair(formatClock(Date.parse(queue.draws_at)));
  return (
    <>
      <p>{texts.entrants(formatNumber(queue.entrants), queue.entrants <= 1)}</p>
      <p>{what}</p>
      <p class="hint">{texts.nothingToDo}</p>
      <Leave room={room} />
    </>
  );
}

function Waiting({ room, queue, isFull }: Within & { readonly isFull: boolean }) {
  const ahead = room.ahead.value ?? 0;
  const estimate = room.estimate.value;
  return (
    <>
      <p class="room-ahead">
        {ahead > 0 ? <><b class="huge figures">{formatNumber(ahead)}</b> <span>{texts.ahead(ahead === 1)}</span></> : <span>{texts.next}</span>}
      </p>
      <p class="room-estimate">
        {queue.state === "paused" ? texts.paused : isFull ? texts.full : whenOf(estimate && remainingMs(estimate, now.value ?? estimate.at))}
      </p>
      <p class="hint">{texts.claim(Math.max(1, Math.floor(queue.claim_seconds / 60)))} {texts.nothingToDo}</p>
      <Leave room={room} />
    </>
  );
}

function whenOf(leftMs: number | null): string {
  if (leftMs === null) return texts.noEstimate;
  return texts.estimate(saidMinutes(leftMs));
}

const Leave = ({ room }: { readonly room: Room }) => (
  <div class="actions"><Button quiet onClick={() => void room.leave()}>{texts.leave}</Button></div>
);

/** Above what there is to choose from. */
function Admitted({ room }: { readonly room: Room }) {
  const { customer, expiresAt } = room.kept.value!;
  const left = now.value === null ? null : Math.max(0, Date.parse(expiresAt!) - now.value);
  return (
    <section class="room" aria-labelledby="room-title">
      <div role="status"><h2 id="room-title">{texts.turn}</h2></div>
      <p>{texts.turnDetail(customer)}</p>
      <p class="room-left">{texts.turnLeft} <b class="figures" role="timer">{left === null ? "\u00a0" : clockDigits(left)}</b></p>
      <div class="actions"><Button quiet onClick={() => void room.leave()}>{texts.done}</Button></div>
    </section>
  );
}

/** Seen among many tabs, and heard by who cannot see it. */
function titleFor(room: Room, standing: Standing, name: string): string {
  if (standing === "admitted" || standing === "called") return `${texts.turnTitle} – ${name}`;
  const ahead = room.ahead.value;
  return standing === "waiting" && ahead !== null ? `(${formatNumber(ahead)}) ${name}` : name;
}

function useTitle(title: string): void {
  useEffect(() => {
    document.title = title;
  }, [title]);
}
