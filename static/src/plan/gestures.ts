// What fingers, mouse and wheel mean: a drag, a pinch, a tap, a double tap. Pointer events in,
// intentions out; all points are in CSS pixels from the canvas's corner.

import type { Point } from "./view";

export interface GestureHandlers {
  pan(dx: number, dy: number): void;
  /** Nearer by a factor, around a point. */
  zoom(factor: number, at: Point): void;
  /** True where a wheel's turn was used; else the page scrolls. */
  wheel(factor: number, at: Point): boolean;
  tap(at: Point, isTouch: boolean): void;
  /** After two taps of their own. */
  doubleTap(at: Point): void;
  /** The mouse is there; null: it is gone, or busy. */
  hover(at: Point | null): void;
}

const TAP_PX_MAX = 8; // a finger is never quite still
const DOUBLE_TAP_MS_MAX = 300;
const DOUBLE_TAP_PX_MAX = 30;
const WHEEL_FACTOR_PX = 400; // that many pixels of a wheel are a factor of e
const LINE_PX = 16;

export class Gestures {
  private readonly down = new Map<number, Point>(); // pointers, by id
  private start: Point | null = null; // of what may become a tap; null: it moved
  private lastTap: (Point & { time: number }) | null = null;
  private readonly stop = new AbortController();

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly on: GestureHandlers,
  ) {
    const { signal } = this.stop;
    canvas.addEventListener("pointerdown", (event) => this.onDown(event), { signal });
    canvas.addEventListener("pointermove", (event) => this.onMove(event), { signal });
    canvas.addEventListener("pointerup", (event) => this.onUp(event), { signal });
    canvas.addEventListener("pointercancel", (event) => this.drop(event), { signal });
    canvas.addEventListener("pointerleave", () => on.hover(null), { signal });
    canvas.addEventListener("wheel", (event) => this.onWheel(event), { signal, passive: false });
  }

  end(): void {
    this.stop.abort();
  }

  private onDown(event: PointerEvent): void {
    if (event.pointerType === "mouse" && event.button !== 0) return;
    this.canvas.setPointerCapture(event.pointerId);
    this.down.set(event.pointerId, pointOf(event));
    this.start = this.down.size === 1 ? pointOf(event) : null;
    this.on.hover(null);
  }

  private onMove(event: PointerEvent): void {
    const before = this.down.get(event.pointerId);
    const at = pointOf(event);
    if (!before) {
      if (event.pointerType === "mouse") this.on.hover(at);
      return;
    }
    if (this.start && distance(this.start, at) <= TAP_PX_MAX) return;
    this.start = null;
    this.down.set(event.pointerId, at);
    if (this.down.size === 1) this.on.pan(at.x - before.x, at.y - before.y);
    else if (this.down.size === 2) this.pinch(event.pointerId, before, at);
  }

  private pinch(id: number, before: Point, at: Point): void {
    const other = [...this.down].find(([one]) => one !== id)![1];
    this.on.pan((at.x - before.x) / 2, (at.y - before.y) / 2);
    const middle = { x: (at.x + other.x) / 2, y: (at.y + other.y) / 2 };
    this.on.zoom(distance(at, other) / Math.max(1, distance(before, other)), middle);
  }

  private onUp(event: PointerEvent): void {
    const isTap = this.start !== null && this.down.size === 1;
    this.drop(event);
    if (!isTap) return;
    const at = pointOf(event);
    const time = event.timeStamp;
    const last = this.lastTap;
    this.lastTap = { ...at, time };
    this.on.tap(at, event.pointerType !== "mouse");
    if (last && time - last.time < DOUBLE_TAP_MS_MAX && distance(last, at) < DOUBLE_TAP_PX_MAX) {
      this.lastTap = null;
      this.on.doubleTap(at);
    }
  }

  private drop({ pointerId }: PointerEvent): void {
    this.down.delete(pointerId);
    this.start = null;
  }

  private onWheel(event: WheelEvent): void {
    const px = event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : LINE_PX);
    // A pinch on a touchpad comes as a wheel with Ctrl, in smaller steps.
    const factor = Math.exp((-px * (event.ctrlKey ? 4 : 1)) / WHEEL_FACTOR_PX);
    if (this.on.wheel(factor, pointOf(event)) || event.ctrlKey) event.preventDefault();
  }
}

const pointOf = ({ offsetX, offsetY }: MouseEvent): Point => ({ x: offsetX, y: offsetY });

const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);
