// “My tickets”: a list as on a poster's foot, most urgent first.

import { formatSeats, formatTickets } from "../lib/format";
import { online } from "../lib/connection";
import { fill, plural, t } from "../lib/i18n";
import { sentenceFor } from "../lib/problems";
import { Button } from "../ui/button";
import { Moment } from "../ui/moment";
import { clockDigits, remainingMs, standingOf } from "./hold";
import type { MyList } from "./my_list";
import { arrange, type Remembered } from "./my_reservations";

export function MyListView({ list }: { list: MyList }) {
  const texts = t().mine;
  const entries = list.entries.value;
  const { active, over } = arrange(entries ?? [], list.now.value);
  return (
    <>
      <h1 class="title">{texts.title}</h1>
      <p class="hint">{texts.device}</p>
      <p class="progress" role="status">{entries === null ? t().common.loading : newsOf(list)}</p>
      {entries?.length === 0 && <Empty />}
      {active.length > 0 && <Entries title={texts.active} entries={active} list={list} />}
      {over.length > 0 && (
        <>
          <Entries title={texts.over} entries={over} list={list} />
          <div class="actions">
            <Button quiet onClick={() => list.forget(over.map(({ reservation }) => reservation.id))}>{texts.tidy}</Button>
          </div>
        </>
      )}
    </>
  );
}

function newsOf(list: MyList): string {
  const texts = t().mine;
  if (!online.value) return t().common.offline;
  if (list.trouble.value !== null) return fill(texts.offline, { reason: sentenceFor(list.trouble.value) });
  return list.removed.value > 0 ? plural(texts.removed, list.removed.value) : "";
}

function Empty() {
  const texts = t().mine;
  return (
    <>
      <p>{texts.empty}</p>
      <p class="way-on"><a class="button" href="/">{t().common.home}</a></p>
    </>
  );
}

function Entries({ title, entries, list }: { title: string; entries: readonly Remembered[]; list: MyList }) {
  return (
    <section class="bill">
      <h2>{title}</h2>
      <ul>
        {entries.map((entry) => <Entry key={entry.reservation.id} entry={entry} now={list.now.value} />)}
      </ul>
    </section>
  );
}

function Entry({ entry, now }: { entry: Remembered; now: number | null }) {
  const { reservation, name, venue, startsAt, section } = entry;
  const standing = standingOf(reservation, now);
  const left = remainingMs(reservation, now);
  const what = reservation.seats.length > 0 ? formatSeats(reservation.seats, (id) => section ?? id) : formatTickets(reservation.quantity);
  return (
    <li data-standing={standing}>
      <p class="standing">
        {t().standings[standing]}
        {left !== null && left > 0 && <span class="figures"> · {fill(t().mine.left, { time: clockDigits(left) })}</span>}
      </p>
      <h3><a href={`/reservations/${reservation.id}`}>{name}</a></h3>
      <p class="when">
        {venue && <span>{venue}</span>}
        {startsAt && <Moment at={startsAt} short />}
        <span>{what}</span>
      </p>
    </li>
  );
}
