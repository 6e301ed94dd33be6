// The seats as a list: a section, a row of it, and the seats of that row. It shows the row of the
// cursor, so that it is where the picture is, and the other way round.

import { useEffect, useRef } from "preact/hooks";
import { leftFor } from "../lib/sale";
import { listMoveOf, move } from "./moves";
import { nameOf, rowOf } from "./names";
import type { Seats } from "./seats";
import type { PlanState } from "./state";
import type { PlanTexts } from "../texts/plan_en";
import { detailWords, placeWords } from "./words";

interface Props {
  state: PlanState;
  seats: Seats;
  texts: PlanTexts;
  /** The visitor went to a seat here. */
  onMove(seat: number): void;
}

export function SeatList({ state, seats, texts, onMove }: Props) {
  void state.changes.value;
  const { plan } = seats;
  const accessible = state.accessible.value;
  const cursor = Math.min(state.cursor.value, plan.count - 1);
  const row = rowOf(plan, cursor);
  const section = plan.sections[row.section]!;
  const goTo = (seat: number) => {
    state.cursor.value = seat;
    onMove(seat);
  };
  const option = (text: string, first: number, end: number) =>
    `${text} · ${texts.left(seats.openIn(first, end, accessible))}`;

  return (
    <section class="plan-list" aria-label={texts.list}>
      {state.places.value.length > 0 && <StandingList {...{ state, texts }} />}
      <div>
        <label for="plan-section">{texts.section}</label>
        <select
          id="plan-section"
          value={row.section}
          onChange={(event) => goTo(plan.sections[+event.currentTarget.value]!.first)}
        >
          {plan.sections.map(({ name, first, end }, i) =>
            first < end ? <option value={i}>{option(name, first, end)}</option> : null,
          )}
        </select>
      </div>
      <div>
        <label for="plan-row">{texts.row}</label>
        <select
          id="plan-row"
          value={plan.rowOf[cursor]}
          onChange={(event) => goTo(plan.rows[+event.currentTarget.value]!.first)}
        >
          {plan.rows.slice(section.firstRow, section.endRow).map(({ name, first, end }, i) =>
            first < end ? (
              <option value={section.firstRow + i}>{option(name, first, end)}</option>
            ) : null,
          )}
        </select>
      </div>
      <RowSeats {...{ state, seats, texts, cursor, goTo }} label={texts.rowSeats(section.name, row.name)} />
    </section>
  );
}

/** The sections without seats, which are chosen as a whole. */
function StandingList({ state, texts }: Pick<Props, "state" | "texts">) {
  return (
    <div class="plan-standing" role="group" aria-label={texts.standing}>
      {state.places.value.map((section) => {
        const left = texts.left(leftFor(section, state.accessible.value));
        return (
          <button
            key={section.id}
            type="button"
            aria-pressed={section.id === state.standing.value}
            onClick={() => state.toggleStanding(section)}
          >
            <strong>{section.name}</strong>
            <span>{[section.price, left].filter(Boolean).join(" · ")}</span>
          </button>
        );
      })}
    </div>
  );
}

interface RowProps {
  state: PlanState;
  seats: Seats;
  texts: PlanTexts;
  cursor: number;
  label: string;
  goTo(seat: number): void;
}

/** One tab stop; arrows go on from there. */
function RowSeats({ state, seats, texts, cursor, label, goTo }: RowProps) {
  const { plan } = seats;
  const row = rowOf(plan, cursor);
  const group = useRef<HTMLDivElement>(null);
  const takesFocus = useRef(false);
  useEffect(() => {
    if (takesFocus.current) group.current?.querySelector<HTMLElement>("[tabindex='0']")?.focus();
    takesFocus.current = false;
  }, [cursor]);

  const onKeyDown = (event: KeyboardEvent) => {
    const by = listMoveOf(event.key, document.dir === "rtl");
    if (!by || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    takesFocus.current = true;
    goTo(move(plan, cursor, by));
  };

  const chosen = state.chosen.value;
  const accessible = state.accessible.value;
  const buttons = [];
  for (let seat = row.first; seat < row.end; ++seat) {
    const isChosen = chosen.includes(seat);
    buttons.push(
      <button
        key={seat}
        type="button"
        class={classOf(seats, seat, accessible)}
        aria-pressed={isChosen}
        aria-disabled={!isChosen && !seats.isOpen(seat, accessible)}
        aria-label={`${placeWords(texts, seats, seat)}: ${detailWords(texts, seats, seat, isChosen)}`}
        tabIndex={seat === cursor ? 0 : -1}
        onClick={() => {
          goTo(seat);
          state.toggle(seat);
        }}
      >
        {nameOf(plan, seat)}
      </button>,
    );
  }
  return (
    <div class="plan-row" role="group" aria-label={label} ref={group} onKeyDown={onKeyDown}>
      {buttons}
    </div>
  );
}

function classOf(seats: Seats, seat: number, accessible: boolean): string {
  const { marks, rowOf: rows } = seats.plan;
  const classes = ["plan-seat"];
  if (!seats.isOpen(seat, accessible)) classes.push("plan-shut");
  if (marks[seat]) classes.push("plan-marked");
  const { gaps, first } = seats.plan.rows[rows[seat]!]!;
  if (gaps.has(seat - first)) classes.push("plan-gap");
  return classes.join(" ");
}
