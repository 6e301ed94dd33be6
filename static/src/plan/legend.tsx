// What the colours and signs of the plan mean. A price can be pressed to see only its seats.

import { useEffect, useRef } from "preact/hooks";
import { ACCESSIBLE, COMPANION, CONFIRMED, FREE, HELD, KEPT, KEPT_MARKS, RESTRICTED_VIEW } from "./document";
import type { Seats } from "./seats";
import { Sprites, spriteKey } from "./sprites";
import type { PlanState } from "./state";
import type { PlanTexts } from "../texts/plan_en";
import { themeOf } from "./theme";
import { labelOf } from "./words";

interface Props {
  state: PlanState;
  seats: Seats;
  texts: PlanTexts;
}

/** The prices. */
export function Prices({ state, seats, texts }: Props) {
  const filter = state.filter.value;
  const isOn = (kind: number) => filter !== null && "kind" in filter && filter.kind === kind;
  return (
    <ul class="plan-prices" aria-label={texts.kinds}>
      {seats.plan.kinds.map((kind, i) => (
        <li hidden={kind.count === 0}>
          <button
            type="button"
            aria-pressed={isOn(i)}
            onClick={() => (state.filter.value = isOn(i) ? null : { kind: i })}
          >
            <Sign of={spriteKey(i, FREE, 0, false, false)} />
            {labelOf(kind) || texts.uncategorized}
          </button>
        </li>
      ))}
      {has(seats, KEPT_MARKS) && <AccessibleFilter {...{ state, texts }} />}
    </ul>
  );
}

function AccessibleFilter({ state, texts }: Omit<Props, "seats">) {
  const filter = state.filter.value;
  const isOn = filter !== null && "marks" in filter;
  return (
    <li>
      <button
        type="button"
        aria-pressed={isOn}
        onClick={() => (state.filter.value = isOn ? null : { marks: KEPT_MARKS })}
      >
        <Sign of={spriteKey(0, FREE, ACCESSIBLE, false, false)} />
        {texts.marks.accessible}
      </button>
    </li>
  );
}

/** The signs, of which only those are told that the plan has. */
export function Signs({ seats, texts }: Omit<Props, "state">) {
  const { legend, marks } = texts;
  const entries: [isThere: boolean, key: number, text: string][] = [
    [true, spriteKey(0, FREE, 0, true, false), legend.chosen],
    [true, spriteKey(0, HELD, 0, false, false), legend.held],
    [true, spriteKey(0, CONFIRMED, 0, false, false), legend.taken],
    [has(seats, KEPT_MARKS), spriteKey(0, KEPT, 0, false, false), legend.kept],
    [has(seats, COMPANION), spriteKey(0, FREE, COMPANION, false, false), marks.companion],
    [has(seats, RESTRICTED_VIEW), spriteKey(0, FREE, RESTRICTED_VIEW, false, false), marks.restricted],
  ];
  return (
    <ul class="plan-signs">
      {entries.map(([isThere, key, text]) =>
        isThere ? (
          <li>
            <Sign of={key} />
            {text}
          </li>
        ) : null,
      )}
    </ul>
  );
}

const has = ({ plan }: Seats, marks: number): boolean => plan.marks.some((one) => (one & marks) !== 0);

const SIGN_PX = 18;

/** A seat as the plan draws it. */
function Sign({ of }: { of: number }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const scheme = matchMedia("(prefers-color-scheme: dark)");
    const draw = () => {
      const side = Math.round(SIGN_PX * devicePixelRatio);
      const sprites = new Sprites(themeOf(canvas.current!));
      sprites.resize(side);
      canvas.current!.width = canvas.current!.height = side;
      canvas.current!.getContext("2d")!.drawImage(sprites.get(of), 0, 0);
    };
    draw();
    scheme.addEventListener("change", draw);
    return () => scheme.removeEventListener("change", draw);
  }, [of]);
  return <canvas class="plan-sign" aria-hidden="true" ref={canvas} />;
}
