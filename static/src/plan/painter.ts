// Draws the plan: sections as blocks from far, seats as dots and then as seats from near, names where
// there is room for them. Only what is in view is looked at.

import { FREE, KEPT_MARKS } from "./document";
import { leftFor } from "../lib/sale";
import type { Section } from "../lib/types";
import { grown, type Box, type Grid } from "./grid";
import { nameOf } from "./names";
import type { Outlines } from "./outlines";
import type { Seats } from "./seats";
import { Sprites, spriteKey } from "./sprites";
import type { Filter } from "./state";
import { colorOf, type Theme } from "./theme";
import type { Frame, Point, View } from "./view";

/** What there is to be seen. */
export interface Scene {
  seats: Seats;
  grid: Grid;
  outlines: Outlines;
  rooms: readonly Box[];
  places: readonly Section[]; // one in each room
  standing: string | null; // the chosen one
  frame: Frame;
  view: View;
  chosen: ReadonlySet<number>;
  accessible: boolean;
  filter: Filter | null;
  cursor: number | null; // the seat with a ring
  hovered: number | null;
  stage: string; // the word for it
  leftWords: (count: number) => string;
}

/** CSS pixels a seat's width, from which on… */
export const SEATS_FROM = 4.5; // seats are drawn rather than blocks
const SHAPES_FROM = 7; // they have a shape
const ROW_NAMES_FROM = 13;
const SEAT_NAMES_FROM = 24;

const SEAT = 0.86; // of its width that is drawn
const BLOCK_NAME_PX = 12;
export const STAGE_ABOVE = 2; // seats' widths over the first seat
export const STAGE_PX = 30; // its word, over that

export class Painter {
  private readonly to: CanvasRenderingContext2D;
  private sprites: Sprites;
  private ratio = 1; // device pixels a CSS pixel

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private theme: Theme,
  ) {
    this.to = canvas.getContext("2d")!;
    this.sprites = new Sprites(theme);
  }

  retheme(theme: Theme): void {
    this.theme = theme;
    this.sprites = new Sprites(theme);
  }

  paint(scene: Scene): void {
    this.fitCanvas(scene);
    this.to.setTransform(1, 0, 0, 1, 0, 0);
    this.to.clearRect(0, 0, this.canvas.width, this.canvas.height);
    this.paintStage(scene);
    this.paintStanding(scene);
    if (scene.view.scale < SEATS_FROM) {
      this.paintBlocks(scene);
      this.paintSmallChosen(scene);
      this.paintSectionNames(scene);
    } else {
      this.paintSeats(scene);
      if (scene.view.scale >= ROW_NAMES_FROM) this.paintRowNames(scene);
    }
    if (scene.hovered !== null && scene.hovered !== scene.cursor) this.paintRing(scene, scene.hovered, 1);
    if (scene.cursor !== null) this.paintRing(scene, scene.cursor, 2);
  }

  private fitCanvas({ frame: { size } }: Scene): void {
    this.ratio = devicePixelRatio;
    const width = Math.round(size.width * this.ratio);
    const height = Math.round(size.height * this.ratio);
    if (this.canvas.width !== width) this.canvas.width = width;
    if (this.canvas.height !== height) this.canvas.height = height;
  }

  /** From here on lengths are seats' widths. */
  private useScene({ frame: { size }, view }: Scene): void {
    const scale = view.scale * this.ratio;
    this.to.setTransform(
      scale,
      0,
      0,
      scale,
      (size.width * this.ratio) / 2 - view.x * scale,
      (size.height * this.ratio) / 2 - view.y * scale,
    );
  }

  /** From here on lengths are CSS pixels. */
  private usePicture(): void {
    this.to.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
  }

  /** Sections without seats: a block with its name, and what is left. */
  private paintStanding({ rooms, places, standing, accessible, frame, view, leftWords }: Scene): void {
    const { to, theme } = this;
    this.usePicture();
    rooms.forEach(({ left, right, top, bottom }, i) => {
      const section = places[i];
      if (!section) return;
      const from = frame.toPicture(view, { x: left, y: top });
      const end = frame.toPicture(view, { x: right, y: bottom });
      const [width, height] = [end.x - from.x, end.y - from.y];
      const open = leftFor(section, accessible);
      const isChosen = section.id === standing;
      to.beginPath();
      to.roundRect(from.x, from.y, width, height, 4);
      to.fillStyle = to.strokeStyle = theme.ink;
      to.lineWidth = 1.5;
      to.globalAlpha = isChosen ? 1 : open > 0 ? 0.07 : 0.03;
      to.fill();
      to.globalAlpha = open > 0 ? 1 : 0.4;
      to.stroke();
      to.globalAlpha = 1;
      // In the middle of what of it is seen.
      const [x, y] = [middleOf(from.x, end.x, frame.size.width), middleOf(from.y, end.y, frame.size.height)];
      const room = width - 12;
      const isHigh = height > 44;
      to.fillStyle = isChosen ? theme.paper : theme.ink;
      this.useFont(14, 750);
      if (height > 16) to.fillText(section.name, x, isHigh ? y - 10 : y, room);
      this.useFont(13, 500);
      if (isHigh) to.fillText([section.price, leftWords(open)].filter(Boolean).join(" · "), x, y + 10, room);
    });
  }

  private paintBlocks(scene: Scene): void {
    const { to, theme } = this;
    this.useScene(scene);
    to.lineWidth = scene.outlines.thickness;
    to.lineJoin = "round";
    const visible = grown(scene.frame.visible(scene.view), 2);
    for (const block of scene.outlines.blocks) {
      const { box } = block;
      if (box.right < visible.left || box.left > visible.right) continue;
      if (box.bottom < visible.top || box.top > visible.bottom) continue;
      const open = scene.outlines.openShare(block, scene.seats, scene.accessible);
      const isDim = scene.filter && "kind" in scene.filter && scene.filter.kind !== block.kind;
      to.globalAlpha = (isDim ? 0.2 : 1) * (open === 0 ? 0.55 : 0.4 + 0.6 * open);
      to.strokeStyle = open === 0 ? theme.taken : colorOf(block.kind, theme);
      to.stroke(block.path);
    }
    to.globalAlpha = 1;
  }

  private paintSmallChosen(scene: Scene): void {
    const { to, theme } = this;
    this.usePicture();
    for (const seat of scene.chosen) {
      const { x, y } = this.at(scene, seat);
      to.beginPath();
      to.arc(x, y, 5, 0, 2 * Math.PI);
      to.fillStyle = theme.ink;
      to.fill();
      to.lineWidth = 2;
      to.strokeStyle = theme.paper;
      to.stroke();
    }
  }

  private paintSectionNames(scene: Scene): void {
    const { to, theme } = this;
    this.usePicture();
    this.useFont(BLOCK_NAME_PX, 700);
    const placed: [left: number, top: number, right: number, bottom: number][] = [];
    for (const { name, anchor, width } of scene.outlines.names) {
      const { x, y } = scene.frame.toPicture(scene.view, anchor);
      const half = to.measureText(name).width / 2 + 3;
      if (half > 0.7 * width * scene.view.scale) continue;
      const box: (typeof placed)[number] = [x - half, y - 9, x + half, y + 9];
      if (placed.some(([l, t, r, b]) => box[0] < r && box[2] > l && box[1] < b && box[3] > t)) continue;
      placed.push(box);
      to.lineWidth = 3;
      to.lineJoin = "round";
      to.strokeStyle = theme.paper;
      to.strokeText(name, x, y);
      to.fillStyle = theme.ink;
      to.fillText(name, x, y);
    }
  }

  private paintSeats(scene: Scene): void {
    const { plan, states } = scene.seats;
    const buckets = new Map<number, number[]>();
    scene.grid.query(grown(scene.frame.visible(scene.view), 1), (seat) => {
      const key = spriteKey(
        plan.kindOf[seat]!,
        scene.seats.isOpen(seat, scene.accessible) ? FREE : states[seat]!,
        plan.marks[seat]!,
        scene.chosen.has(seat),
        isDim(scene, seat),
      );
      const bucket = buckets.get(key);
      if (bucket) bucket.push(seat);
      else buckets.set(key, [seat]);
    });
    if (scene.view.scale < SHAPES_FROM) this.paintDots(scene, buckets);
    else this.paintShapes(scene, buckets);
  }

  private paintDots(scene: Scene, buckets: Map<number, number[]>): void {
    const { to } = this;
    const scale = scene.view.scale * this.ratio;
    const side = Math.max(1, Math.round(scale * SEAT * 0.92));
    to.setTransform(1, 0, 0, 1, 0, 0);
    for (const [key, bucket] of buckets) {
      const { color, alpha } = this.sprites.flat(key);
      to.fillStyle = color;
      to.globalAlpha = alpha;
      this.eachPlace(scene, bucket, side, (x, y) => to.fillRect(x, y, side, side));
    }
    to.globalAlpha = 1;
  }

  private paintShapes(scene: Scene, buckets: Map<number, number[]>): void {
    const { to, sprites } = this;
    const side = Math.round(scene.view.scale * SEAT * this.ratio);
    sprites.resize(side);
    to.setTransform(1, 0, 0, 1, 0, 0);
    for (const [key, bucket] of buckets) {
      const sprite = sprites.get(key);
      this.eachPlace(scene, bucket, side, (x, y) => to.drawImage(sprite, x, y));
    }
    if (scene.view.scale >= SEAT_NAMES_FROM) this.paintSeatNames(scene, buckets.values());
  }

  /** The upper left corners of seats, in whole device pixels, so that copies stay sharp. */
  private eachPlace(
    { seats: { plan }, frame: { size }, view }: Scene,
    bucket: number[],
    side: number,
    place: (x: number, y: number) => void,
  ): void {
    const scale = view.scale * this.ratio;
    const left = (size.width * this.ratio) / 2 - view.x * scale - side / 2;
    const top = (size.height * this.ratio) / 2 - view.y * scale - side / 2;
    for (const seat of bucket) {
      place(Math.round(left + plan.x[seat]! * scale), Math.round(top + plan.y[seat]! * scale));
    }
  }

  /** Numbers on the seats that can be had and have no other mark. */
  private paintSeatNames(scene: Scene, buckets: Iterable<number[]>): void {
    const { plan, states } = scene.seats;
    this.usePicture();
    this.useFont(scene.view.scale * 0.36, 600);
    this.to.fillStyle = this.theme.paper;
    for (const bucket of buckets) {
      for (const seat of bucket) {
        if (states[seat] !== FREE || plan.marks[seat] || scene.chosen.has(seat) || isDim(scene, seat)) continue;
        const { x, y } = this.at(scene, seat);
        this.to.fillText(nameOf(plan, seat), x, y, scene.view.scale * 0.7);
      }
    }
  }

  /** At both ends of each row. */
  private paintRowNames(scene: Scene): void {
    const { to } = this;
    const { plan } = scene.seats;
    this.usePicture();
    this.useFont(Math.min(13, scene.view.scale * 0.6), 500);
    to.fillStyle = this.theme.muted;
    const visible = grown(scene.frame.visible(scene.view), 1);
    const write = (name: string, seat: number, inner: number) => {
      const along = seat === inner ? { x: 1, y: 0 } : unit(plan.x[seat]! - plan.x[inner]!, plan.y[seat]! - plan.y[inner]!);
      const x = plan.x[seat]! + along.x * 1.05;
      const y = plan.y[seat]! + along.y * 1.05;
      if (x < visible.left || x > visible.right || y < visible.top || y > visible.bottom) return;
      const place = scene.frame.toPicture(scene.view, { x, y });
      to.fillText(name, place.x, place.y, scene.view.scale * 1.2);
    };
    for (const { name, first, end } of plan.rows) {
      if (first === end) continue;
      write(name, first, Math.min(first + 1, end - 1));
      if (end - first > 1) write(name, end - 1, end - 2);
    }
  }

  private paintStage(scene: Scene): void {
    const { to, theme } = this;
    const { left, right, top } = scene.grid.box;
    const middle = scene.frame.toPicture(scene.view, { x: (left + right) / 2, y: top - STAGE_ABOVE });
    const half = Math.min(((right - left) / 4) * scene.view.scale, scene.frame.size.width / 3);
    this.usePicture();
    to.fillStyle = theme.muted;
    to.fillRect(middle.x - half, middle.y - 3, 2 * half, 3);
    this.useFont(Math.max(11, Math.min(15, scene.view.scale)), 700);
    to.fillText(scene.stage, middle.x, middle.y - 13);
  }

  private paintRing(scene: Scene, seat: number, width: number): void {
    const { to, theme } = this;
    const { x, y } = this.at(scene, seat);
    const half = Math.max(7, (scene.view.scale * SEAT) / 2 + 3);
    this.usePicture();
    to.beginPath();
    to.roundRect(x - half, y - half, 2 * half, 2 * half, half * 0.55);
    to.lineWidth = width + 3;
    to.strokeStyle = theme.paper;
    to.stroke();
    to.lineWidth = width;
    to.strokeStyle = theme.ink;
    to.stroke();
  }

  private at({ seats: { plan }, frame, view }: Scene, seat: number): Point {
    return frame.toPicture(view, { x: plan.x[seat]!, y: plan.y[seat]! });
  }

  private useFont(px: number, weight: number): void {
    this.to.font = `${weight} ${px}px ${this.theme.font}`;
    this.to.textAlign = "center";
    this.to.textBaseline = "middle";
  }
}

/** Whether something else was asked to be seen. */
function isDim({ seats: { plan }, accessible, filter }: Scene, seat: number): boolean {
  if (accessible && (plan.marks[seat]! & KEPT_MARKS) === 0) return true;
  if (!filter) return false;
  return "kind" in filter ? plan.kindOf[seat] !== filter.kind : (plan.marks[seat]! & filter.marks) === 0;
}

/** Of that part of a length which is seen. */
const middleOf = (from: number, to: number, size: number): number => (Math.max(0, from) + Math.min(size, to)) / 2;

function unit(x: number, y: number): Point {
  const length = Math.hypot(x, y) || 1;
  return { x: x / length, y: y / length };
}
