// Tables of figures, which scroll by themselves where they have no room.

import type { ComponentChildren } from "preact";

import { tableOf, type Column } from "./timeline";
import type { Known, Series } from "./types";
import { formatMoment } from "./words";

interface Properties {
  readonly label: string;
  readonly head: readonly string[];
  /** The first cell heads its row. */
  readonly rows: readonly (readonly ComponentChildren[])[];
}

export function Table({ label, head, rows }: Properties) {
  return (
    <div class="wide" tabIndex={0} role="region" aria-label={label}>
      <table class="figures">
        <thead>
          <tr>{head.map((cell) => <th scope="col" key={cell}>{cell}</th>)}</tr>
        </thead>
        <tbody>
          {rows.map(([first, ...cells], i) => (
            <tr key={i}>
              <th scope="row">{first}</th>
              {cells.map((cell, j) => <td key={j}>{cell}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface TimeProperties {
  readonly series: Series;
  readonly columns: readonly Column[];
  readonly format: (value: Known) => string;
}

export function TimeTable({ series, columns, format }: TimeProperties) {
  const rows = tableOf(series, columns);
  return (
    <Table label={columns.map(({ label }) => label).join(", ")} head={["until", ...columns.map(({ label }) => label)]}
      rows={rows.map(({ until, values }) => [formatMoment(until), ...values.map(format)])} />
  );
}
