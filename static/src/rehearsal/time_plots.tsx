// The plots over time: places, requests, latencies, connections.

import type { Picture } from "./draw";
import { Plot } from "./plot";
import { decades, fromNought, measurable } from "./scales";
import { TimeTable } from "./tables";
import { ends, largest, middles, perSecond, somewhere, spanOf, stack, type Column } from "./timeline";
import type { Known, Report, Series } from "./types";
import { formatCompact, formatCount, formatMoment, formatMs, formatSeconds, peakPerSecond, saySoldOut, UNKNOWN } from "./words";

interface Properties {
  readonly report: Report;
}

function timeAxis({ series, event }: Report): Picture["x"] {
  const { from, to } = spanOf(series);
  return { range: [from, to], format: formatMoment, mark: event.opens_at ? "opens" : "starts", group: "time" };
}

const plain = (label: string, colour: `--${string}`, shown: readonly Known[], more = {}) => ({ label, colour, shown, ...more });

const countAxis = (...lines: (readonly Known[])[]): Picture["y"] => ({ range: fromNought(lines.flat()), format: formatCount });

const table = (series: Series, columns: readonly Column[], format = formatCount) =>
  () => <TimeTable series={series} columns={columns} format={format} />;

export function PlacesPlot({ report }: Properties) {
  const { series } = report;
  const [confirmed, held, available] = stack([series.confirmed, series.held, series.available]) as [Known[], Known[], Known[]];
  const picture: Picture = {
    x: timeAxis(report),
    y: countAxis(available),
    // What is on top is the largest area, and is drawn first.
    data: [ends(series), available, held, confirmed],
    lines: [
      plain("available", "--area-free", series.available, { isArea: true }),
      plain("held", "--area-held", series.held, { isArea: true }),
      plain("confirmed", "--area-sold", series.confirmed, { isArea: true }),
    ],
  };
  const columns: Column[] = (["available", "held", "confirmed"] as const).map((name) => ({ label: name, values: series[name], fold: "last" }));
  return <Plot title="Places" says={saySoldOut(report)} picture={picture} table={table(series, columns)} />;
}

export function RequestsPlot({ report }: Properties) {
  const { series } = report;
  const [arrivals, answers, failures] = [series.arrivals, series.answers, series.failures].map((counts) =>
    perSecond(counts, series)) as [number[], number[], number[]];
  const failed = series.failures.reduce((sum, count) => sum + count, 0);
  const picture: Picture = {
    x: timeAxis(report),
    y: { ...countAxis(arrivals, answers, failures), format: formatCompact },
    data: [middles(series), answers, arrivals, ...(failed > 0 ? [somewhere(failures)] : [])],
    lines: [
      plain("answers", "--area-sold", answers, { isArea: true }),
      plain("due", "--ink", arrivals),
      ...(failed > 0 ? [plain("failures", "--bad", failures, { width: 2 })] : []),
    ],
  };
  const says = `At the most ${formatCount(peakPerSecond(report))} requests a second were due; ${
    failed === 0 ? "none failed" : `${formatCount(failed)} failed`}.`;
  const columns: Column[] = [
    { label: "due", values: series.arrivals, fold: "sum" },
    { label: "answers", values: series.answers, fold: "sum" },
    { label: "failures", values: series.failures, fold: "sum" },
  ];
  return <Plot title="Requests a second" says={says} picture={picture} table={table(series, columns)} />;
}

export function LatencyPlot({ report }: Properties) {
  const { series } = report;
  const lines = [measurable(series.p50_ms), measurable(series.p99_ms), measurable(series.max_ms)] as const;
  const picture: Picture = {
    x: timeAxis(report),
    y: { range: decades(lines.flat()), format: formatMs, isLogarithmic: true },
    data: [middles(series), lines[2], lines[1], lines[0]],
    lines: [
      plain("slowest", "--faint", series.max_ms, { width: 1 }),
      plain("p99", "--mark", series.p99_ms, { width: 2 }),
      plain("p50", "--ink", series.p50_ms),
    ],
  };
  const slowest = formatMs(largest(series.max_ms));
  const says = `All requests together. ${slowest === UNKNOWN ? "None was answered" : `The slowest answer took ${slowest}`}.`;
  const columns: Column[] = [
    { label: "highest p50", values: series.p50_ms, fold: "largest" },
    { label: "highest p99", values: series.p99_ms, fold: "largest" },
    { label: "slowest", values: series.max_ms, fold: "largest" },
  ];
  return <Plot title="Latency" says={says} picture={picture} table={table(series, columns, formatMs)} />;
}

export function ConnectionsPlot({ report }: Properties) {
  const { series } = report;
  const picture: Picture = {
    x: timeAxis(report),
    y: { ...countAxis(series.connections), format: formatCompact },
    data: [ends(series), [...series.connections]],
    lines: [plain("open", "--mark", series.connections, { width: 2 })],
  };
  const says = `Up to ${formatCount(largest(series.connections))} were open at once, over ${formatSeconds(report.duration_seconds)}.`;
  return (
    <Plot title="Connections" says={says} picture={picture}
      table={table(series, [{ label: "open", values: series.connections, fold: "last" }])} />
  );
}
