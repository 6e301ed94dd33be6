// The seat plan of an event: the picture, the list beside it, what the signs mean, and what was
// chosen. A chunk of its own, loaded when somebody wants to choose on the plan.

import { useEffect, useRef, useState } from "preact/hooks";

import { get } from "../lib/api";
import { addStyleSheet } from "../ui/style_sheet";
import { ChosenSeats } from "./chosen";
import type { SeatsDocument } from "./document";
import { Feed } from "./feed";
import { Prices, Signs } from "./legend";
import { SeatList } from "./list";
import { Picture } from "./picture";
import css from "./plan.css?inline";
import type { Seats } from "./seats";
import { PlanState } from "./state";
import type { PlanTexts } from "../texts/plan_en";
import type { Point } from "./view";
import { detailWords, noticeWords, placeWords } from "./words";
import type { SeatFeed, SeatPlanProperties } from ".";

addStyleSheet(css);

// The page has its texts in itself; these come with the plan, in the page's language alone.
const texts: PlanTexts = document.documentElement.lang.startsWith("de")
  ? (await import("../texts/plan_de")).de
  : (await import("../texts/plan_en")).en;

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

export function SeatPlan(properties: SeatPlanProperties) {
  const { event, seatsUrl, feed, selection, standing, limit, accessible, busy } = properties;
  const latest = useRef(properties);
  latest.current = properties;
  const [state] = useState(() => new PlanState(
    selection, () => latest.current.onChange(), (section) => latest.current.onStanding(section)));
  useEffect(() => follow(state, seatsUrl, feed), [seatsUrl]);
  useEffect(() => {
    state.places.value = event.sections.filter(({ kind }) => kind === "general");
  }, [event]);
  useEffect(() => {
    state.standing.value = standing;
    state.limit.value = limit;
    state.accessible.value = accessible;
    state.busy.value = busy;
    // Who no longer asks for accessible seats gives the kept ones back; what was taken while a
    // request was under way is told when it has ended.
    state.settle();
  }, [standing, limit, accessible, busy]);

  const seats = state.seats.value;
  return (
    <div class="seat-plan">
      {seats && seats.plan.count > 0 ? (
        <LoadedPlan {...{ state, seats, texts }} />
      ) : (
        <p class="plan-wait" role="status">
          {state.failed.value ? texts.trouble : texts.loading}
        </p>
      )}
    </div>
  );
}

function follow(state: PlanState, seatsUrl: string, source: SeatFeed): () => void {
  const feed = new Feed(
    () => get<SeatsDocument>(seatsUrl),
    {
      document: (document) => state.takeDocument(document),
      change: (change) => state.takeUpdate(change),
      trouble: () => (state.failed.value = true),
    },
    pause,
  );
  const stop = source.subscribe((update) => feed.take(update));
  return () => {
    stop();
    feed.end();
  };
}

interface LoadedProps {
  state: PlanState;
  seats: Seats;
  texts: PlanTexts;
}

function LoadedPlan({ state, seats, texts }: LoadedProps) {
  const picture = useRef<Picture>(null);
  const notice = state.notice.value;
  return (
    <>
      <Prices {...{ state, seats, texts }} />
      <div class="plan-both">
        <div class="plan-picture">
          <PictureFrame {...{ state, seats, texts, picture }} />
          <p class="plan-notice" role="status">
            {notice ? (
              noticeWords(texts, seats, notice, state.chosen.value.length, state.limit.value)
            ) : (
              <span class="hint">{texts.pictureHint}</span>
            )}
          </p>
          <Signs {...{ seats, texts }} />
        </div>
        <div class="plan-side">
          <SeatList {...{ state, seats, texts }} onMove={(seat) => picture.current?.reveal(seat)} />
          <ChosenSeats {...{ state, seats, texts }} />
        </div>
      </div>
    </>
  );
}

interface PictureProps extends LoadedProps {
  picture: { current: Picture | null };
}

function PictureFrame({ state, seats, texts, picture }: PictureProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [isFocused, setFocused] = useState(false);
  const [hovered, setHovered] = useState<{ seat: number; at: Point } | null>(null);
  useEffect(() => {
    const drawn = new Picture(canvas.current!, state, texts, (seat, at) =>
      setHovered(seat === null ? null : { seat, at }),
    );
    picture.current = drawn;
    return () => drawn.end();
  }, []);
  void state.changes.value;
  const isChosen = (seat: number) => state.chosen.value.includes(seat);
  const cursor = state.cursor.value;

  return (
    <>
      <div class="plan-buttons">
        <button type="button" aria-label={texts.zoomIn} onClick={() => picture.current?.zoomIn()}>
          +
        </button>
        <button type="button" aria-label={texts.zoomOut} onClick={() => picture.current?.zoomOut()}>
          −
        </button>
        <button type="button" onClick={() => picture.current?.showWhole()}>
          {texts.showWhole}
        </button>
      </div>
      <div class="plan-canvas">
        <canvas
          ref={canvas}
          tabIndex={0}
          role="application"
          aria-label={texts.picture}
          aria-describedby="plan-help"
          onFocus={() => setFocused(true)}
          onBlur={() => setFocused(false)}
          onKeyDown={(event) => {
            if (event.ctrlKey || event.altKey || event.metaKey) return;
            if (picture.current?.key(event.key)) event.preventDefault();
          }}
        />
        {hovered && (
          <Tip at={hovered.at}>
            <strong>{placeWords(texts, seats, hovered.seat)}</strong>
            {detailWords(texts, seats, hovered.seat, isChosen(hovered.seat))}
          </Tip>
        )}
      </div>
      <p id="plan-help" hidden>
        {texts.pictureHelp}
      </p>
      <p class="visually-hidden" aria-live="polite">
        {isFocused &&
          `${placeWords(texts, seats, cursor)}: ${detailWords(texts, seats, cursor, isChosen(cursor))}`}
      </p>
    </>
  );
}

/** A label at the seat under the mouse. */
function Tip({ at, children }: { at: Point; children: preact.ComponentChildren }) {
  const tip = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const { style, offsetWidth, offsetParent } = tip.current!;
    const room = (offsetParent as HTMLElement).clientWidth - offsetWidth;
    const left = Math.max(0, Math.min(room, at.x - offsetWidth / 2));
    style.transform = `translate(${left}px, calc(${at.y - 22}px - 100%))`;
  });
  return (
    <div class="plan-tip" aria-hidden="true" ref={tip}>
      {children}
    </div>
  );
}
