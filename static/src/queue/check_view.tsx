// How a draw was made, and whether it was made as it was promised.

import { useState } from "preact/hooks";

import { formatMoment, formatNumber } from "../lib/format";
import { fill, t } from "../lib/i18n";
import { sentenceFor } from "../lib/problems";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { Notice } from "../ui/notice";
import type { Check } from "./check";
import type { PublicDraw } from "./draw";
import type { QueueDocument } from "./types";

export function CheckView({ check }: { readonly check: Check }) {
  const texts = t().draw;
  const queue = check.queue.value;
  const trouble = check.trouble.value;
  return (
    <>
      <h1 class="title">{texts.title}</h1>
      <Notice>{trouble !== null && sentenceFor(trouble)}</Notice>
      {check.missing.value && <p>{texts.noEvent}</p>}
      {queue === null && !check.missing.value && trouble === null && <p role="status">{t().common.loading}</p>}
      {queue !== null && <Draw check={check} queue={queue} />}
    </>
  );
}

function Draw({ check, queue }: { readonly check: Check; readonly queue: QueueDocument }) {
  const texts = t().draw;
  const draw = check.draw.value;
  const [before, after] = texts.of.split("{event}");
  return (
    <>
      <p>{before}<a href={`/events/${encodeURIComponent(queue.event)}`}>{queue.event}</a>{after}</p>
      <p>{fill(texts.before, { moment: formatMoment(Date.parse(queue.draws_at)) })}</p>
      {draw === null && queue.beacon_source !== null && queue.drawn !== null && (
        <p>{fill(texts.awaits, { count: queue.drawn, source: queue.beacon_source })}</p>
      )}
      {draw !== null && <Checks check={check} draw={draw} />}
      <section>
        <h2>{texts.proves}</h2>
        <p>{texts.provesText}</p>
      </section>
      <Values queue={queue} />
    </>
  );
}

function Checks({ check, draw }: { readonly check: Check; readonly draw: PublicDraw }) {
  const texts = t().draw;
  return (
    <>
      <p>{draw.drawn === 0 ? texts.nobody : fill(texts.after, { count: draw.drawn })}</p>
      <ul class="checks">
        <Verdict holds={check.seedHolds.value} text={check.seedHolds.value ? texts.seedHolds : texts.seedFails} />
        {draw.drawn > 0 && <Entrants check={check} draw={draw} />}
        {check.own !== null && <Own check={check} draw={draw} own={check.own} />}
      </ul>
      <AnyNumber check={check} draw={draw} />
    </>
  );
}

/** `holds`: null while it is not known. */
const Verdict = ({ holds, text }: { readonly holds: boolean | null; readonly text: string }) => (
  <li data-holds={String(holds)}><span aria-hidden="true">{holds === null ? "…" : holds ? "✓" : "✗"}</span> {text}</li>
);

function Entrants({ check, draw }: { readonly check: Check; readonly draw: PublicDraw }) {
  const texts = t().draw;
  switch (check.entrants.value) {
    case "holds":
      return <Verdict holds text={fill(texts.entrantsHold, { count: draw.drawn })} />;
    case "fails":
      return <Verdict holds={false} text={texts.entrantsFail} />;
    case "checking":
      return <Verdict holds={null} text={fill(texts.entrantsChecking, { count: check.read.value, total: draw.drawn })} />;
    case "open":
      return (
        <>
          <Verdict holds={null} text={texts.entrantsOpen} />
          <li class="actions">
            <Button quiet onClick={() => void check.checkEntrants()}>{fill(texts.entrantsCheck, { count: draw.drawn })}</Button>
          </li>
        </>
      );
  }
}

function Own({ check, draw, own }: { readonly check: Check; readonly draw: PublicDraw; readonly own: number }) {
  const texts = t().draw;
  if (own >= draw.drawn) return <Verdict holds text={fill(texts.yoursLate, { number: own })} />;
  const place = check.positionOf.value!(own) + 1;
  return (
    <>
      <Verdict holds text={fill(texts.yours, { number: own, place, count: draw.drawn })} />
      {check.ownHolds.value !== null && (
        <Verdict holds={check.ownHolds.value} text={check.ownHolds.value ? texts.yoursIn : texts.yoursOut} />
      )}
    </>
  );
}

function AnyNumber({ check, draw }: { readonly check: Check; readonly draw: PublicDraw }) {
  const texts = t().draw;
  const [typed, setTyped] = useState("");
  if (draw.drawn === 0) return null;
  const number = /^\d{1,9}$/.test(typed.trim()) ? Number(typed) : null;
  const isOne = number !== null && number < draw.drawn;
  return (
    <>
      <Field
        id="number"
        label={texts.number}
        hint={fill(texts.numberHint, { last: draw.drawn - 1 })}
        inputMode="numeric"
        value={typed}
        onInput={({ currentTarget }) => setTyped(currentTarget.value)}
      />
      <p role="status">
        {isOne && fill(texts.place, { number, place: formatNumber(check.positionOf.value!(number) + 1), count: draw.drawn })}
      </p>
    </>
  );
}

function Values({ queue }: { readonly queue: QueueDocument }) {
  const texts = t().draw;
  const names = Object.keys(texts.names) as (keyof typeof texts.names)[];
  return (
    <section>
      <h2>{texts.values}</h2>
      <dl class="values">
        {names.filter((name) => queue[name] !== null).map((name) => (
          <div key={name}><dt>{texts.names[name]}</dt><dd>{queue[name]}</dd></div>
        ))}
      </dl>
      <p class="hint">
        <a href={`/api/v1/events/${encodeURIComponent(queue.event)}/queue`} download="queue.json">{texts.document}</a>
        {" · "}{texts.tool} <code>onsale verify-draw queue.json --entrants entrants.ndjson</code>
      </p>
    </section>
  );
}
