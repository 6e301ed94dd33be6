// The upper part of the page: what it is about, and what the moment is. The same for the page that
// the server fills in and for the one that lives in the browser.

import type { ComponentChildren } from "preact";

import { t } from "../lib/i18n";
import type { SalePhase } from "../lib/sale";

interface Fact {
  readonly term: string;
  readonly value: ComponentChildren;
}

interface Properties {
  readonly name: string;
  /** `long` where the name has a word that is too long for the biggest type on a phone. */
  readonly long: string;
  readonly facts: ComponentChildren;
  readonly children: ComponentChildren;
  readonly phase?: SalePhase;
}

export const Poster = ({ name, long, facts, children, phase }: Properties) => (
  <div class="poster" {...(phase ? { "data-phase": phase } : {})}>
    <h1 class={`huge ${long}`}>{name}</h1>
    <dl class="bill">{facts}</dl>
    {children}
  </div>
);

export const BillFact = ({ term, value }: Fact) => (
  <div>
    <dt>{term}</dt>
    <dd>{value}</dd>
  </div>
);

/** What is going on, in one line of large type; `detail` what follows from it. */
export function Now({ phase, detail, children }: {
  readonly phase: SalePhase;
  readonly detail?: ComponentChildren;
  readonly children?: ComponentChildren;
}) {
  return (
    <section class="now" aria-labelledby="phase">
      <h2 id="phase" aria-live="polite">{t().event.titles[phase]}</h2>
      {children}
      <p>{detail}</p>
    </section>
  );
}

/** Comes last, into room that is kept for it. */
export const Picture = ({ src }: { readonly src: string }) => (
  <img class="picture" src={src} alt="" width={3} height={2} loading="lazy" decoding="async" />
);
