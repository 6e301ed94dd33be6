// What a person chooses, and the button that this page is for.

import type { TargetedSubmitEvent } from "preact";

import { formatDuration, formatSeats, formatTickets } from "../lib/format";
import { fill, plural, t } from "../lib/i18n";
import type { SalePhase } from "../lib/sale";
import type { SaleEvent } from "../lib/types";
import { Button } from "../ui/button";
import { CustomerField } from "../ui/customer_field";
import { Notice } from "../ui/notice";
import { basketOf, chosenSection, countOf, hasSeats, leftIn, quantityMax, requestBody, type Basket } from "./basket";
import { isPlanOpen, Plan, Ways } from "./plan_choice";
import { Quantity } from "./quantity";
import { isVerified, verified } from "./credential";
import { admission, arm, armedHere, canWait, disarm, progress, send, sending, stopSending } from "./order";
import { basket, choose } from "./sale";
import { SectionChoice } from "./section_choice";
import { VerifiedGate } from "./verified_gate";

interface Properties {
  readonly event: SaleEvent;
  readonly phase: SalePhase;
}

export function OrderForm({ event, phase }: Properties) {
  if (phase === "closed" && sending.value === null) return progress.value ? <Progress /> : null;
  const ready = armedHere.value;
  return (
    <div class="order">
      {ready === null ? <Choice event={event} phase={phase} /> : <Ready event={event} phase={phase} body={ready.body} />}
      <Progress />
    </div>
  );
}

const Progress = () => <Notice id="progress">{progress.value}</Notice>;

function Choice({ event, phase }: Properties) {
  const texts = t().event;
  const chosen = basket.value;
  const submit = (submitted: TargetedSubmitEvent<HTMLFormElement>) => {
    submitted.preventDefault();
    if (sending.value !== null || !isVerified(chosen.customer)) return;
    if (phase === "scheduled") return arm();
    const waits = canWait(leftIn(event, chosen) <= 0);
    if (waits || phase === "open") void send(waits ? "waitlist" : "reservations", requestBody(chosen));
  };
  return (
    <form aria-labelledby="form-title" onSubmit={submit}>
      <h2 id="form-title" tabIndex={-1}>{phase === "scheduled" ? texts.formAhead : texts.form}</h2>
      <fieldset disabled={sending.value !== null}>
        {hasSeats(event) && <><Ways /><Accessible /></>}
        {isPlanOpen() ? <Plan event={event} /> : <SectionChoice event={event} />}
        <div class="fields">
          {chosen.seats.length === 0 && <Quantity max={quantityMax(event)} />}
          {isVerified(chosen.customer) && <Customer />}
        </div>
      </fieldset>
      <p class="hint">{conditions(event, chosen)}</p>
      <VerifiedGate customer={chosen.customer}><Actions event={event} phase={phase} /></VerifiedGate>
    </form>
  );
}

const Accessible = () => (
  <label class="check">
    <input
      type="checkbox"
      checked={basket.value.accessible}
      onChange={({ currentTarget }) => choose({ accessible: currentTarget.checked, seats: [] })}
    />
    {t().event.accessible}
  </label>
);

const Customer = () => (
  <CustomerField
    id="customer"
    label={t().event.email}
    hint={verified.value?.hint ?? t().event.emailHint}
    readOnly={admission.value !== null || verified.value !== null}
    value={basket.value.customer}
    onInput={({ currentTarget }) => choose({ customer: currentTarget.value })}
  />
);

/** What one gets, in sentences. */
function conditions(event: SaleEvent, chosen: Basket): string {
  const texts = t().event;
  const section = chosenSection(event, chosen);
  const isSeated = section ? section.kind === "seated" : hasSeats(event);
  const allSeated = section !== null || event.sections.every(({ kind }) => kind === "seated");
  return [
    isSeated && chosen.seats.length === 0 && (allSeated ? texts.bestSeats : texts.bestSeatsHere),
    event.limit_per_customer !== null && fill(texts.limit, { tickets: formatTickets(event.limit_per_customer) }),
    event.hold_seconds > 0 ? fill(texts.hold, { time: formatDuration(event.hold_seconds * 1000) }) : texts.noHold,
  ].filter(Boolean).join(" ");
}

function Actions({ event, phase }: Properties) {
  const texts = t().event;
  const chosen = basket.value;
  const noneLeft = leftIn(event, chosen) <= 0;
  const waits = canWait(noneLeft);
  const busy = sending.value !== null;
  const possible = phase === "scheduled" || waits || (phase === "open" && !noneLeft);
  return (
    <>
      <div class="actions">
        <Button type="submit" disabled={busy || !possible}>{buttonText(event, phase, waits, noneLeft)}</Button>
        {busy && <Button quiet onClick={stopSending}>{texts.stop}</Button>}
      </div>
      {phase === "scheduled" && <p class="hint">{texts.armHint}</p>}
      {waits && <p class="hint">{waitlistHint(event)}</p>}
    </>
  );
}

function buttonText(event: SaleEvent, phase: SalePhase, waits: boolean, noneLeft: boolean): string {
  const texts = t().event;
  const chosen = basket.value;
  if (phase === "scheduled") return texts.arm;
  if (waits) return texts.waitlist.button;
  if (phase === "paused") return texts.pausedButton;
  if (noneLeft || phase === "sold_out") {
    return (chosenSection(event, chosen) ?? event).held > 0 ? texts.soldOutForNow : texts.soldOutButton;
  }
  return plural(texts.reserve, countOf(chosen) || 1);
}

function waitlistHint({ waitlist }: SaleEvent): string {
  const texts = t().event;
  if (waitlist === null) return "";
  const { waiting, offer_seconds: offer } = waitlist;
  const ahead = waiting > 0 ? plural(texts.alreadyWaiting, waiting) : texts.nobodyWaits;
  return `${ahead} ${fill(texts.offer, { time: formatDuration(offer * 1000) })}`;
}

// One function, so that it is called when the heading comes, and not again with each number.
const focusIt = (node: HTMLElement | null) => node?.focus({ preventScroll: true });

/** The button goes; the focus goes on to what can be chosen now. */
function change(): void {
  disarm();
  requestAnimationFrame(() => focusIt(document.getElementById("form-title")));
}

/** Armed: nothing to do but wait. */
function Ready({ event, phase, body }: Properties & { readonly body: string }) {
  const texts = t().event;
  const chosen = basketOf(body);
  const nameOf = (id: string) => event.sections.find((section) => section.id === id)?.name ?? id;
  const where = chosen.seats.length > 0 ? formatSeats(chosen.seats, nameOf) : chosen.section && nameOf(chosen.section);
  const what = [formatTickets(countOf(chosen)), where].filter(Boolean).join(", ");
  return (
    <section class="ready" aria-labelledby="ready-title">
      <h2 id="ready-title" tabIndex={-1} ref={focusIt}>{texts.armedTitle}</h2>
      <p>{fill(phase === "paused" ? texts.armedPaused : texts.armedDetail, { what })}</p>
      <p class="hint">{fill(texts.armedFor, { customer: chosen.customer })}</p>
      <div class="actions"><Button quiet onClick={change}>{texts.change}</Button></div>
    </section>
  );
}
