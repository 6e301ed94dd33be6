// The chosen seats, each with a way to give it back.

import type { Seats } from "./seats";
import type { PlanState } from "./state";
import type { PlanTexts } from "../texts/plan_en";
import { labelOf, markWords, placeWords } from "./words";

interface Props {
  state: PlanState;
  seats: Seats;
  texts: PlanTexts;
}

export function ChosenSeats({ state, seats, texts }: Props) {
  const { plan } = seats;
  const chosen = state.chosen.value;
  const standing = state.places.value.find(({ id }) => id === state.standing.value);
  return (
    <section class="plan-chosen">
      <h3 tabIndex={-1}>
        {standing?.name ?? texts.chosen(chosen.length)}{" "}
        <small>{standing ? texts.standingHint : texts.chosenOf(chosen.length, state.limit.value)}</small>
      </h3>
      <ul>
        {chosen.map((seat) => (
          <li key={seat}>
            <span>
              <strong>{placeWords(texts, seats, seat)}</strong>
              <small>
                {[labelOf(plan.kinds[plan.kindOf[seat]!]!), ...markWords(texts, plan.marks[seat]!)]
                  .filter(Boolean)
                  .join(", ")}
              </small>
            </span>
            <button
              type="button"
              disabled={state.busy.value}
              aria-label={texts.removeSeat(placeWords(texts, seats, seat))}
              onClick={(event) => {
                // Its button goes with it: the focus stays with the list.
                event.currentTarget.closest("section")!.querySelector("h3")!.focus();
                state.remove(seat);
              }}
            >
              {texts.remove}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
