// Draws a picture with uPlot: in the page's colours, as wide as there is room, on the screen and on paper.

import uPlot from "uplot";

import { lonely, powersOfTen } from "./scales";
import { watchLook } from "./look";

export interface Line {
  readonly label: string;
  /** A custom property of the page. */
  readonly colour: `--${string}`;
  /** What the legend shows: in a stack, the layer's own values. */
  readonly shown: readonly (number | null | undefined)[];
  readonly isArea?: boolean;
  readonly width?: number;
  readonly isDashed?: boolean;
  /** What has no value here goes straight on to the next. */
  readonly joinsGaps?: boolean;
}

export interface Axis {
  readonly range: readonly [number, number];
  readonly format: (value: number) => string;
}

export interface Picture {
  readonly x: Axis & {
    readonly ticks?: readonly number[];
    /** Stands at nought, with a line. */
    readonly mark?: string;
    /** Pictures with the same have their pointers and their zoom in common. */
    readonly group?: string;
  };
  readonly y: Axis & { readonly isLogarithmic?: boolean };
  readonly data: [x: number[], ...lines: (number | null | undefined)[][]];
  /** One for each of the data's arrays but the first; areas are drawn first to last, over each other. */
  readonly lines: readonly Line[];
}

const HEIGHT_PX = 260;
/** As wide as all of an A4 page that is left between its margins. */
const PAPER_PX = 680;
const FONT = '12px "Helvetica Neue", "Segoe UI", Roboto, system-ui, sans-serif';

/** So that the grid is seen on areas. The names are of an enumeration that is not there at run time. */
const GRID_LAST = ["series", "axes"] as unknown as NonNullable<uPlot.Options["drawOrder"]>;

const colour = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** Draws into `stage`, and tells `onPoint` the index under the pointer; returns how to end it. */
export function draw(picture: Picture, stage: HTMLElement, onPoint: (index: number | null) => void): () => void {
  const sizeOf = (width: number) => ({ width, height: width < 500 ? HEIGHT_PX * 0.8 : HEIGHT_PX });
  const plot = new uPlot({
    ...sizeOf(stage.clientWidth),
    padding: [18, picture.x.ticks ? 30 : 12, 0, 0],
    legend: { show: false },
    ...(picture.lines.every(({ isArea }) => isArea) && { drawOrder: GRID_LAST }),
    series: [{}, ...picture.lines.map(seriesOf)],
    scales: {
      x: { time: false, range: (_, min, max) => xRange(picture, min, max) },
      y: { range: [...picture.y.range], distr: picture.y.isLogarithmic ? 3 : 1 },
    },
    axes: [xAxis(picture), yAxis(picture)],
    cursor: cursorOf(picture),
    hooks: {
      draw: [(self) => markNought(self, picture.x.mark)],
      setCursor: [({ cursor: { idx, left } }) => onPoint(idx !== undefined && (left ?? -1) >= 0 ? idx : null)],
    },
  }, picture.data, stage);
  const observer = new ResizeObserver(() => plot.setSize(sizeOf(stage.clientWidth)));
  observer.observe(stage);
  const unwatch = watchLook((isPaper) => {
    if (isPaper) observer.disconnect();
    else observer.observe(stage);
    plot.setSize(sizeOf(isPaper ? PAPER_PX : stage.clientWidth));
    plot.redraw(false, true);
  });
  return () => {
    unwatch();
    observer.disconnect();
    plot.destroy();
  };
}

/** All of the picture, unless a part of its data is asked for. */
function xRange({ x: { range: [from, to] }, data: [moments] }: Picture, min: number | null, max: number | null): [number, number] {
  const isAll = min === null || max === null || min >= max || (min <= moments[0]! && max >= moments.at(-1)!);
  return isAll ? [from, to] : [Math.max(min, from), Math.min(max, to)];
}

function seriesOf({ label, colour: name, isArea = false, width = 1.5, isDashed = false, joinsGaps = false }: Line): uPlot.Series {
  return {
    label,
    stroke: () => colour(name),
    width: isArea ? 1 : width,
    ...(isDashed && { dash: [5, 3] }),
    ...(isArea && { fill: () => colour(name) }),
    spanGaps: joinsGaps,
    points: {
      show: false,
      size: 4,
      fill: () => colour(name),
      filter: (self, i) => (joinsGaps ? null : lonely(self.data[i]!)),
    },
  };
}

const axisBase: uPlot.Axis = {
  font: FONT,
  stroke: () => colour("--soft"),
  ticks: { show: false },
  grid: { stroke: () => colour("--grid"), width: 1 },
};

/** Ticks that have no room for their label come as null. */
const labelled = (format: (value: number) => string) => (_: uPlot, ticks: (number | null)[]) =>
  ticks.map((tick) => (tick === null ? "" : format(tick)));

const xAxis = ({ x }: Picture): uPlot.Axis => ({
  ...axisBase,
  space: 50,
  size: 30,
  grid: { show: false },
  ticks: { show: true, stroke: () => colour("--line"), width: 1, size: 6 },
  values: labelled(x.format),
  ...(x.ticks && { splits: ({ width }: uPlot, _: number, min: number, max: number) =>
    thinned(x.ticks!.filter((tick) => tick >= min && tick <= max), width / 70) }),
});

/** Every second, third, … of `ticks`, so that there are no more than `most`. */
const thinned = (ticks: readonly number[], most: number) => {
  const step = Math.ceil(ticks.length / most);
  return ticks.filter((_, i) => i % step === 0);
};

const yAxis = ({ y }: Picture): uPlot.Axis => ({
  ...axisBase,
  space: 36,
  size: 62,
  values: labelled(y.format),
  ...(y.isLogarithmic && { splits: powersOfTen(...y.range) }),
});

const cursorOf = ({ x: { group } }: Picture): uPlot.Cursor => ({
  y: false,
  points: { size: 7 },
  ...(group && { sync: { key: group, scales: ["x", null] } }),
});

/** The moment of opening, where it is in view. */
function markNought(plot: uPlot, label: string | undefined) {
  const { min = 0, max = 0 } = plot.scales["x"]!;
  if (label === undefined || min > 0 || max < 0) return;
  const { ctx, bbox } = plot;
  const x = Math.round(plot.valToPos(0, "x", true));
  const dense = devicePixelRatio;
  ctx.save();
  ctx.strokeStyle = ctx.fillStyle = colour("--ink");
  ctx.lineWidth = dense;
  ctx.beginPath();
  ctx.moveTo(x + 0.5, bbox.top - 4 * dense);
  ctx.lineTo(x + 0.5, bbox.top + bbox.height);
  ctx.stroke();
  ctx.font = FONT.replace("12px", `bold ${12 * dense}px`);
  ctx.textBaseline = "bottom";
  const isRight = x + ctx.measureText(label).width > bbox.left + bbox.width;
  ctx.textAlign = isRight ? "right" : "left";
  ctx.fillText(label, x + (isRight ? 2 : -1) * dense, bbox.top - 5 * dense);
  ctx.restore();
}
