// Seats in words: what the list, the screen reader and the label at the mouse say of them.

import { ACCESSIBLE, COMPANION, FREE, HELD, KEPT, RESTRICTED_VIEW, type LabelEntry } from "./document";
import { nameOf, rowOf, sectionOf } from "./names";
import type { Seats } from "./seats";
import type { Notice } from "./state";
import type { PlanTexts } from "../texts/plan_en";

/** “Gold · 95 €”; empty where the kind has neither. */
export const labelOf = ({ category, price }: Partial<LabelEntry>): string =>
  [category, price].filter(Boolean).join(" · ");

/** “Stalls, row B, seat 5”. */
export function placeWords(texts: PlanTexts, { plan }: Seats, seat: number): string {
  return texts.seat(sectionOf(plan, seat).name, rowOf(plan, seat).name, nameOf(plan, seat));
}

/** A seat that the plan has no more is called by its id. */
function placeOfId(texts: PlanTexts, seats: Seats, id: string): string {
  const seat = seats.names.findId(id);
  return seat === undefined ? id : placeWords(texts, seats, seat);
}

/** “Accessible, restricted view”; empty for most seats. */
export function markWords(texts: PlanTexts, marks: number): string[] {
  const words: string[] = [];
  if (marks & ACCESSIBLE) words.push(texts.marks.accessible);
  if (marks & COMPANION) words.push(texts.marks.companion);
  if (marks & RESTRICTED_VIEW) words.push(texts.marks.restricted);
  return words;
}

export function stateWords(texts: PlanTexts, state: number, isChosen: boolean): string {
  if (isChosen) return texts.state.chosen;
  if (state === FREE) return texts.state.free;
  if (state === KEPT) return texts.state.kept;
  return state === HELD ? texts.state.held : texts.state.taken;
}

/** All but where it is: “Gold · 95 €, accessible, free”. */
export function detailWords(
  texts: PlanTexts,
  { plan, states }: Seats,
  seat: number,
  isChosen: boolean,
): string {
  return [
    labelOf(plan.kinds[plan.kindOf[seat]!]!),
    ...markWords(texts, plan.marks[seat]!),
    stateWords(texts, states[seat]!, isChosen),
  ]
    .filter(Boolean)
    .join(", ");
}

export function noticeWords(
  texts: PlanTexts,
  seats: Seats,
  notice: Notice,
  count: number,
  limit: number,
): string {
  if (notice.kind === "lost") {
    const isGone = notice.ids.every((id) => seats.names.findId(id) === undefined);
    return texts[isGone ? "gone" : "lost"](notice.ids.map((id) => placeOfId(texts, seats, id)), count);
  }
  if (notice.kind === "standing") return texts.standingChosen(notice.name);
  if (notice.kind === "busy" || notice.kind === "section") return texts.refused[notice.kind]();
  const place = placeWords(texts, seats, notice.seat);
  if (notice.kind === "added" || notice.kind === "removed") return texts[notice.kind](place, count);
  return texts.refused[notice.kind](place, limit);
}
