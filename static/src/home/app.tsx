// The list as it lives in the browser.

import { online } from "../lib/connection";
import { formatDuration } from "../lib/format";
import { fill, plural, t } from "../lib/i18n";
import { now } from "../lib/now";
import { sentenceFor } from "../lib/problems";
import { leftFor, phaseAt, type SalePhase } from "../lib/sale";
import type { SaleEvent } from "../lib/types";
import { Button } from "../ui/button";
import { Layout } from "../ui/layout";
import { Moment } from "../ui/moment";
import { Notice } from "../ui/notice";
import { failure, list, showMore } from "./list";
import { EmptyList, Row } from "./row";

const HOURS_MS = 3_600_000;

export function App() {
  const { home } = t();
  const found = list.value;
  return (
    <Layout here="home" live>
      <h1 class="title">{home.title}</h1>
      <Notice>{trouble()}</Notice>
      {found?.items.length === 0 && <EmptyList />}
      <ol class="events" aria-label={home.events}>
        {found?.items.map((event) => <Line key={event.id} event={event} />)}
      </ol>
      {found?.next != null && <Button quiet onClick={showMore}>{home.more}</Button>}
    </Layout>
  );
}

function trouble(): string {
  const { common } = t();
  const failed = failure.value;
  if (!online.value) return common.offline;
  if (failed !== null) return `${sentenceFor(failed)} ${list.value === null ? common.again : common.stale}`;
  return list.value === null ? common.loading : "";
}

function Line({ event }: { readonly event: SaleEvent }) {
  const phase = phaseAt(event, now.value);
  return (
    <Row
      id={event.id}
      name={event.name}
      venue={event.venue && <span>{event.venue}</span>}
      starts={event.starts_at && <Moment at={event.starts_at} />}
      state={t().home.states[phase]}
      detail={detailOf(event, phase)}
      phase={phase}
    />
  );
}

function detailOf(event: SaleEvent, phase: SalePhase) {
  const { home } = t();
  if (phase === "scheduled") {
    const left = now.value === null ? Infinity : Date.parse(event.opens_at) - now.value;
    if (left > 24 * HOURS_MS) return <Moment at={event.opens_at} short />;
    return fill(home.opensIn, { time: formatDuration(left) });
  }
  if (phase === "sold_out" && event.kept > 0) return plural(home.accessibleLeft, event.kept);
  return phase === "open" || phase === "paused" ? plural(home.left, leftFor(event, false)) : "";
}
