// One plot with its legend, drawn by uPlot, and what it says in words and in a table.

import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

import { draw, type Picture } from "./draw";
import { UNKNOWN } from "./words";

interface Properties {
  readonly title: string;
  /** What there is to see, in a sentence; stands for the picture where it cannot be seen. */
  readonly says: string;
  readonly picture: Picture;
  /** The same as a table; made only when it is opened. */
  readonly table: () => ComponentChildren;
}

export function Plot({ title, says, picture, table }: Properties) {
  const stage = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState<number | null>(null);
  const [isOpen, setOpen] = useState(false);
  useEffect(() => draw(picture, stage.current!, setAt), [picture]);
  return (
    <figure class="plot">
      <figcaption>
        <h3>{title}</h3>
        <p>{says}</p>
      </figcaption>
      <Legend picture={picture} at={at} />
      <div class="stage" role="img" aria-label={`${title}. ${says}`} ref={stage} />
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>Numbers<span class="unseen"> of {title}</span></summary>
        {isOpen && table()}
      </details>
    </figure>
  );
}

/** The lines' names, and their values under the pointer. */
function Legend({ picture, at }: { readonly picture: Picture; readonly at: number | null }) {
  const { x, y, lines } = picture;
  const moment = at === null ? undefined : picture.data[0][at];
  return (
    <ul class="legend figures">
      {lines.map((line) => (
        <li key={line.label}>
          <span class="swatch" data-fill={line.isArea} style={{ "--line-colour": `var(${line.colour})` }} />
          {line.label}
          {at !== null && <b>{valueOf(line.shown[at], y.format)}</b>}
        </li>
      ))}
      {moment !== undefined && <li class="moment">{x.format(moment)}</li>}
    </ul>
  );
}

const valueOf = (value: number | null | undefined, format: (value: number) => string) =>
  value === null || value === undefined ? UNKNOWN : format(value);
