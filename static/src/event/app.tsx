// The page as it lives in the browser.

import { fill, t } from "../lib/i18n";
import { formatMoment } from "../lib/format";
import { now } from "../lib/now";
import { online } from "../lib/connection";
import { sentenceFor } from "../lib/problems";
import type { SalePhase } from "../lib/sale";
import type { SaleEvent } from "../lib/types";
import { Digits } from "../ui/digits";
import { Layout } from "../ui/layout";
import { Moment } from "../ui/moment";
import { Notice } from "../ui/notice";
import { Numbers } from "./numbers";
import { OrderForm } from "./order_form";
import { BillFact, Now, Picture, Poster } from "./poster";
import { QueueGate } from "./queue_gate";
import { basket, event, failure, gone, phase } from "./sale";

export function App() {
  if (gone.value) return <NotThere />;
  const of = event.value;
  return <Layout live>{of === null ? <Loading /> : <Sale event={of} phase={phase.value!} />}</Layout>;
}

function Sale({ event: of, phase: is }: { readonly event: SaleEvent; readonly phase: SalePhase }) {
  return (
    <>
      <Poster name={of.name} long={LONG_WORD.test(of.name) ? "long" : ""} facts={<Facts event={of} phase={is} />} phase={is}>
        <Now phase={is} detail={detailOf(of, is)}>
          {is === "scheduled" && <Countdown to={Date.parse(of.opens_at)} />}
        </Now>
      </Poster>
      <div class="sale">
        <Trouble />
        <QueueGate event={of}><OrderForm event={of} phase={is} /></QueueGate>
        <aside>
          <Numbers event={of} phase={is} />
          {of.image && <Picture src={of.image} />}
          {of.description && <p class="about">{of.description}</p>}
        </aside>
      </div>
    </>
  );
}

/** As the server sees it: HAS_LONG_WORD. */
const LONG_WORD = /[^ ]{12}/u;

function Facts({ event: of, phase: is }: { readonly event: SaleEvent; readonly phase: SalePhase }) {
  const { starts_at: startsAt, venue, opens_at: opensAt, closes_at: closesAt } = of;
  const texts = t().event;
  return (
    <>
      {startsAt && <BillFact term={texts.starts} value={<Moment at={startsAt} />} />}
      {venue && <BillFact term={texts.venue} value={venue} />}
      {is === "scheduled" && <BillFact term={texts.opens} value={<Moment at={opensAt} />} />}
      {closesAt && <BillFact term={texts.closes} value={<Moment at={closesAt} />} />}
    </>
  );
}

function Countdown({ to }: { readonly to: number }) {
  const left = now.value === null ? null : Math.max(0, to - now.value);
  return <Digits left={left} label={fill(t().event.opensAt, { moment: formatMoment(to) })} />;
}

function detailOf(of: SaleEvent, is: SalePhase): string {
  const texts = t().event;
  switch (is) {
    case "scheduled":
      return texts.waiting;
    case "paused":
      return texts.pausedDetail;
    case "closed":
      return texts.closedDetail;
    case "sold_out":
      if (of.kept > 0 && !basket.value.accessible) return texts.onlyKept;
      if (of.waitlist !== null) return texts.waitlistOpen;
      return of.held > 0 ? texts.mayComeBack : "";
    case "open":
      return "";
  }
}

/** Says why what is seen may be old. */
function Trouble() {
  const texts = t().common;
  const failed = failure.value;
  return (
    <Notice>
      {!online.value ? texts.offline : failed !== null && `${sentenceFor(failed)} ${texts.stale}`}
    </Notice>
  );
}

function Loading() {
  const failed = failure.value;
  return (
    <div class="sale">
      <Notice>{failed === null ? t().common.loading : `${sentenceFor(failed)} ${t().common.again}`}</Notice>
    </div>
  );
}

function NotThere() {
  const texts = t().event;
  return (
    <Layout live>
      <div class="poster" data-phase="closed">
        <h1 class="title">{texts.notThere}</h1>
        <p>{texts.notThereDetail}</p>
        <p><a href="/">{t().common.home}</a></p>
      </div>
    </Layout>
  );
}
