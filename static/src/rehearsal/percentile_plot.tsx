// Latencies by percentile, of each kind of request and of decisions.

import { useMemo } from "preact/hooks";
import uPlot from "uplot";

import { curvesOf, type Curve } from "./curves";
import type { Line, Picture } from "./draw";
import { Plot } from "./plot";
import { decades, measurable, onNines, percentileAt } from "./scales";
import { Table } from "./tables";
import type { Report } from "./types";
import { formatMs } from "./words";

const COLOURS = 8;

/** What it is all about has the accent; the others have their colours in their order, and then dashes. */
const lineOf = ({ name, isMain }: Curve, i: number, shown: Line["shown"]): Line => ({
  label: name,
  colour: isMain ? "--mark" : `--kind-${(i % COLOURS) + 1}`,
  shown,
  joinsGaps: true,
  isDashed: !isMain && i >= COLOURS,
  width: isMain ? 2.5 : 1.5,
});

function pictureOf(curves: readonly Curve[]): Picture {
  const tables = curves.map(({ percentiles, count }) => {
    const [nines, ms] = onNines(percentiles, count);
    return [nines, measurable(ms)] as [number[], (number | null)[]];
  });
  const [nines, ...latencies] = uPlot.join(tables) as Picture["data"];
  const last = Math.max(Math.ceil(nines.at(-1) ?? 0), 1);
  return {
    x: { range: [0, last], format: percentileAt, ticks: Array.from({ length: last + 1 }, (_, i) => i) },
    y: { range: decades(tables.flatMap(([, ms]) => ms)), format: formatMs, isLogarithmic: true },
    data: [nines, ...latencies],
    lines: curves.map((curve, i) => lineOf(curve, i, latencies[i]!)),
  };
}

export function PercentilePlot({ report }: { readonly report: Report }) {
  const curves = useMemo(() => curvesOf(report), [report]);
  const picture = useMemo(() => (curves.length > 0 ? pictureOf(curves) : null), [curves]);
  if (picture === null) return null;
  const says = "Each step to the right is ten times rarer; a line ends with the slowest of all.";
  return <Plot title="Latency by percentile" says={says} picture={picture} table={() => <PercentileTable curves={curves} />} />;
}

function PercentileTable({ curves }: { readonly curves: readonly Curve[] }) {
  const percentiles = [...new Set(curves.flatMap((curve) => curve.percentiles.map(([percentile]) => percentile)))].sort((a, b) => a - b);
  const at = curves.map((curve) => new Map(curve.percentiles));
  return (
    <Table label="Latency by percentile" head={["percentile", ...curves.map(({ name }) => name)]}
      rows={percentiles.map((percentile) => [`${percentile} %`, ...at.map((values) => formatMs(values.get(percentile) ?? null))])} />
  );
}
