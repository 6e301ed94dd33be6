// Pictures of single seats, drawn once for each size and kind and then only copied: 20,000 copies a
// frame are cheap where 20,000 shapes are not.

import { ACCESSIBLE, COMPANION, CONFIRMED, HELD, KEPT, RESTRICTED_VIEW } from "./document";
import { colorOf, type Theme } from "./theme";

/** All that the picture of a seat depends on, in one number. */
export const spriteKey = (
  kind: number,
  state: number,
  marks: number,
  isChosen: boolean,
  isDim: boolean,
): number =>
  (((kind * 8 + Math.min(state, CONFIRMED)) * 8 + (marks & 7)) * 2 + +isChosen) * 2 + +isDim;

const DIM = 0.22;
const MARK_PX_MIN = 9; // smaller seats have no room for their marks

export class Sprites {
  private readonly made = new Map<number, HTMLCanvasElement>();
  private size = 0;

  constructor(readonly theme: Theme) {}

  /** Device pixels a side. */
  resize(size: number): void {
    if (size === this.size) return;
    this.size = size;
    this.made.clear();
  }

  get(key: number): HTMLCanvasElement {
    let sprite = this.made.get(key);
    if (!sprite) {
      sprite = document.createElement("canvas");
      sprite.width = sprite.height = this.size;
      this.draw(sprite.getContext("2d")!, key);
      this.made.set(key, sprite);
    }
    return sprite;
  }

  /** Of seats that are too small for a picture: their colour, and how much of it. */
  flat(key: number): { color: string; alpha: number } {
    const { isChosen, state, kind, isDim } = parts(key);
    const { ink, taken } = this.theme;
    const alpha = isDim && !isChosen ? DIM : state === KEPT ? 0.5 : 1;
    return { color: isChosen ? ink : state >= HELD ? taken : colorOf(kind, this.theme), alpha };
  }

  private draw(to: CanvasRenderingContext2D, key: number): void {
    const { isChosen, state, marks, kind, isDim } = parts(key);
    const { theme, size } = this;
    to.scale(size, size);
    if (isDim && !isChosen) to.globalAlpha = DIM;
    if (isChosen) {
      box(to, 0, theme.ink);
      check(to, theme.paper);
    } else if (state >= HELD) {
      drawTaken(to, state, theme);
    } else {
      const color = colorOf(kind, theme);
      drawFree(to, state, color, theme.paper);
      if (marks && size >= MARK_PX_MIN) drawMarks(to, marks, state === KEPT ? color : theme.paper);
    }
  }
}

const parts = (key: number) => ({
  isDim: (key & 1) !== 0,
  isChosen: (key & 2) !== 0,
  marks: (key >> 2) & 7,
  state: (key >> 5) & 7,
  kind: key >> 8,
});

// All in a square of 1 by 1.

function box(to: CanvasRenderingContext2D, inset: number, fill: string): void {
  to.beginPath();
  to.roundRect(inset, inset, 1 - 2 * inset, 1 - 2 * inset, 0.26);
  to.fillStyle = fill;
  to.fill();
}

/** Kept seats are an outline: there, but not for everybody. */
function drawFree(to: CanvasRenderingContext2D, state: number, color: string, paper: string): void {
  box(to, 0.07, color);
  if (state === KEPT) box(to, 0.16, paper);
}

/** What is held may come back: a ring. What is sold is a dot. */
function drawTaken(to: CanvasRenderingContext2D, state: number, { taken }: Theme): void {
  to.beginPath();
  to.arc(0.5, 0.5, 0.24, 0, 2 * Math.PI);
  to.lineWidth = 0.1;
  to.fillStyle = to.strokeStyle = taken;
  if (state === HELD) to.stroke();
  else to.fill();
}

function check(to: CanvasRenderingContext2D, color: string): void {
  to.beginPath();
  to.moveTo(0.26, 0.52);
  to.lineTo(0.44, 0.7);
  to.lineTo(0.75, 0.32);
  to.lineWidth = 0.14;
  to.lineCap = to.lineJoin = "round";
  to.strokeStyle = color;
  to.stroke();
}

function drawMarks(to: CanvasRenderingContext2D, marks: number, color: string): void {
  to.strokeStyle = to.fillStyle = color;
  to.lineCap = to.lineJoin = "round";
  to.lineWidth = 0.09;
  if (marks & ACCESSIBLE) wheelchair(to);
  else if (marks & COMPANION) person(to);
  if (marks & RESTRICTED_VIEW) corner(to);
}

function wheelchair(to: CanvasRenderingContext2D): void {
  disc(to, 0.44, 0.23, 0.075);
  to.beginPath();
  to.moveTo(0.44, 0.36);
  to.lineTo(0.44, 0.55);
  to.lineTo(0.64, 0.55);
  to.lineTo(0.74, 0.76);
  to.moveTo(0.37, 0.48);
  to.arc(0.46, 0.64, 0.18, 1.25 * Math.PI, 0.2 * Math.PI, true);
  to.stroke();
}

function person(to: CanvasRenderingContext2D): void {
  disc(to, 0.5, 0.32, 0.12);
  to.beginPath();
  to.arc(0.5, 0.78, 0.24, Math.PI, 2 * Math.PI);
  to.fill();
}

function disc(to: CanvasRenderingContext2D, x: number, y: number, radius: number): void {
  to.beginPath();
  to.arc(x, y, radius, 0, 2 * Math.PI);
  to.fill();
}

/** A pillar in the way: the seat's upper corner is gone. */
function corner(to: CanvasRenderingContext2D): void {
  to.save();
  to.globalCompositeOperation = "destination-out";
  to.beginPath();
  to.moveTo(0.45, 0);
  to.lineTo(1, 0);
  to.lineTo(1, 0.55);
  to.closePath();
  to.fill();
  to.restore();
}
