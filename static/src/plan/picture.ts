// The plan on the canvas: draws when something has changed, and only then; turns gestures and keys
// into views, a cursor and a choice.

import { effect } from "@preact/signals";
import { Gestures } from "./gestures";
import { boxOf, Grid, type Box } from "./grid";
import { planMoveOf, move, seatTowards } from "./moves";
import type { Section } from "../lib/types";
import { sectionOf } from "./names";
import { Outlines } from "./outlines";
import { Painter, SEATS_FROM, STAGE_ABOVE, STAGE_PX } from "./painter";
import type { Seats } from "./seats";
import type { PlanState } from "./state";
import { roomsFor } from "./room";
import { themeOf } from "./theme";
import { between, Frame, type Point, type View } from "./view";

/** CSS pixels a seat's width, from which on a tap chooses it rather than coming nearer. */
const TOUCH_FROM = 16;
const MOUSE_FROM = 7;

const READABLE = 26; // CSS pixels a seat's width, for who goes by keyboard
const STEP = 1.6; // of the buttons and keys
const MOVE_MS = 180;
const REACH = 0.75; // seats' widths from a seat's middle that are meant for it
const EDGE_PX = 40;

export class Picture {
  private readonly painter: Painter;
  private readonly gestures: Gestures;
  private readonly resizes: ResizeObserver;
  private readonly scheme = matchMedia("(prefers-color-scheme: dark)");
  private readonly calm = matchMedia("(prefers-reduced-motion: reduce)");
  private readonly stopEffects: (() => void)[] = [];
  private seats: Seats | null = null;
  private grid!: Grid; // of `seats`, as are these
  private outlines!: Outlines;
  private rooms: Box[] = []; // of the standing sections
  private frame!: Frame;
  private view!: View;
  private moving: { from: View; to: View; start: number } | null = null;
  private hovered: number | null = null;
  private asked = 0; // for a frame

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly state: PlanState,
    private readonly words: { readonly stage: string; readonly left: (count: number) => string },
    private readonly onHover: (seat: number | null, at: Point) => void,
  ) {
    this.painter = new Painter(canvas, themeOf(canvas));
    this.gestures = new Gestures(canvas, {
      pan: (dx, dy) => this.show(this.frame.pan(this.view, dx, dy)),
      zoom: (factor, at) => this.show(this.frame.zoom(this.view, factor, at)),
      wheel: (factor, at) => this.wheel(factor, at),
      tap: (at, isTouch) => this.tap(at, isTouch),
      doubleTap: (at) => this.doubleTap(at),
      hover: (at) => this.hover(at),
    });
    this.resizes = new ResizeObserver(() => this.resize());
    this.resizes.observe(canvas);
    this.scheme.addEventListener("change", this.retheme);
    document.addEventListener("focusin", this.invalidate);
    document.addEventListener("focusout", this.invalidate);
    this.stopEffects.push(effect(() => this.follow()));
  }

  end(): void {
    for (const stop of this.stopEffects) stop();
    this.gestures.end();
    this.resizes.disconnect();
    this.scheme.removeEventListener("change", this.retheme);
    document.removeEventListener("focusin", this.invalidate);
    document.removeEventListener("focusout", this.invalidate);
    cancelAnimationFrame(this.asked);
  }

  zoomIn = (): void => this.moveTo(this.withSeats(this.frame.zoom(this.target(), STEP)));
  zoomOut = (): void => this.moveTo(this.frame.zoom(this.target(), 1 / STEP));
  showWhole = (): void => this.moveTo(this.frame.whole);

  /** Brings a seat into the picture, large enough to be read. */
  reveal(seat: number): void {
    if (!this.seats) return;
    const at = this.placeOf(seat);
    const near = this.target();
    const view = near.scale < SEATS_FROM * 2 ? { scale: READABLE, x: at.x, y: at.y } : near;
    this.moveTo(this.frame.reveal(this.frame.clamp(view), at, EDGE_PX));
  }

  /** A view that shows nothing, as the middle of an arena does, gives way to one that shows seats. */
  private withSeats(view: View): View {
    let isEmpty = true;
    this.grid.query(this.frame.visible(view), () => (isEmpty = false));
    const { x, y } = this.placeOf(this.state.cursor.value);
    return isEmpty ? this.frame.clamp({ ...view, x, y }) : view;
  }

  /** Asks for a drawing with the next frame. */
  invalidate = (): void => {
    this.asked ||= requestAnimationFrame((now) => {
      this.asked = 0;
      this.draw(now);
    });
  };

  /** True where the key meant something here. */
  key(key: string): boolean {
    const { seats, state } = this;
    if (!seats || seats.plan.count === 0) return false;
    if (key === "+" || key === "=") this.zoomIn();
    else if (key === "-") this.zoomOut();
    else if (key === "0") this.showWhole();
    else if (key === "Enter" || key === " ") state.toggle(state.cursor.value);
    else return this.moveCursor(key);
    return true;
  }

  private moveCursor(key: string): boolean {
    const { plan } = this.seats!;
    const from = this.state.cursor.value;
    const by = planMoveOf(key);
    const to = by ? move(plan, from, by) : seatTowards(plan, from, key);
    if (to === undefined) return key.startsWith("Arrow"); // else the page would scroll at the edge
    this.state.cursor.value = to;
    this.reveal(to);
    return true;
  }

  // --- What is drawn ---

  /** Reads all signals that the drawing depends on. */
  private follow(): void {
    const { state } = this;
    const seats = state.seats.value;
    const places = state.places.value;
    if (seats !== this.seats || places.length !== this.rooms.length) this.take(seats, places.length);
    void [state.changes.value, state.chosen.value, state.cursor.value, state.filter.value];
    void [state.accessible.value, state.standing.value];
    if (!seats) return;
    this.outlines.forgetShares();
    this.invalidate();
  }

  private take(seats: Seats | null, places: number): void {
    this.seats = seats;
    if (!seats) return;
    this.hovered = null;
    this.grid = new Grid(seats.plan);
    this.outlines = new Outlines(seats.plan);
    this.rooms = roomsFor(seats.plan, this.grid.box, places);
    this.reframe();
  }

  private reframe(): void {
    const seated = this.grid.box;
    const box = { ...seated, bottom: Math.max(seated.bottom, ...this.rooms.map(({ bottom }) => bottom)) };
    const size = { width: this.canvas.clientWidth || 1, height: this.canvas.clientHeight || 1 };
    const wasWhole = !this.view || this.frame.isWhole(this.view);
    const about = new Frame(box, { ...size, height: size.height - STAGE_PX }).whole.scale;
    this.frame = new Frame({ ...box, top: box.top - STAGE_ABOVE - STAGE_PX / about }, size);
    this.view = wasWhole ? this.frame.whole : this.frame.clamp(this.view);
    this.moving = null;
    this.show(this.view);
  }

  private resize(): void {
    if (this.seats) this.reframe();
  }

  private readonly retheme = (): void => {
    this.painter.retheme(themeOf(this.canvas));
    this.invalidate();
  };

  private draw(now: number): void {
    if (!this.seats) return;
    if (this.moving) this.advance(now);
    const { seats, grid, outlines, frame, view, words, hovered, state, rooms } = this;
    this.painter.paint({
      seats,
      grid,
      outlines,
      rooms,
      places: state.places.peek(),
      standing: state.standing.peek(),
      frame,
      view,
      stage: words.stage,
      leftWords: words.left,
      hovered,
      chosen: new Set(state.chosen.peek()),
      accessible: state.accessible.peek(),
      filter: state.filter.peek(),
      cursor: this.hasCursor() ? state.cursor.peek() : null,
    });
  }

  /** The cursor is seen where somebody goes by keyboard, in the picture or the list beside it. */
  private hasCursor(): boolean {
    return this.canvas.closest(".seat-plan")!.querySelector("canvas:focus-visible, .plan-list :focus-visible") !== null;
  }

  // --- Views ---

  private show(view: View): void {
    this.moving = null;
    this.view = view;
    // Seen as a whole, the plan leaves it to the page to scroll.
    this.canvas.classList.toggle("plan-near", !this.frame.isWhole(view));
    this.invalidate();
  }

  /** Where a move under way will end. */
  private target(): View {
    return this.moving?.to ?? this.view;
  }

  private moveTo(to: View): void {
    if (this.calm.matches) return this.show(to);
    this.moving = { from: this.view, to, start: performance.now() };
    this.invalidate();
  }

  private advance(now: number): void {
    const { from, to, start } = this.moving!;
    const part = Math.min(1, Math.max(0, (now - start) / MOVE_MS));
    if (part === 1) return this.show(to);
    this.view = between(from, to, 1 - (1 - part) ** 3);
    this.invalidate();
  }

  // --- Gestures ---

  private wheel(factor: number, at: Point): boolean {
    if (!this.seats || (factor < 1 && this.frame.isWhole(this.view))) return false;
    this.show(this.frame.zoom(this.view, factor, at));
    return true;
  }

  private tap(at: Point, isTouch: boolean): void {
    if (!this.seats) return;
    const seat = this.seatAt(at);
    if (this.moving) return; // a second tap is not meant for what came nearer
    const place = seat === null && this.placeAt(at);
    if (place) this.state.toggleStanding(place);
    if (seat === null) return;
    this.state.cursor.value = seat;
    if (this.view.scale >= (isTouch ? TOUCH_FROM : MOUSE_FROM)) this.state.toggle(seat);
    else this.comeNearer(seat, isTouch);
  }

  /** From far to the section, from there to the seat. */
  private comeNearer(seat: number, isTouch: boolean): void {
    const { plan } = this.seats!;
    const { first, end } = sectionOf(plan, seat);
    const section = this.frame.fit(boxOf(plan, first, end));
    const enough = isTouch ? TOUCH_FROM : MOUSE_FROM;
    const { x, y } = this.placeOf(seat);
    this.moveTo(section.scale >= enough ? section : this.frame.clamp({ scale: READABLE, x, y }));
  }

  private doubleTap(at: Point): void {
    if (!this.seats || this.isSomething(at)) return;
    this.moveTo(this.frame.zoom(this.target(), STEP * STEP, at));
  }

  private hover(at: Point | null): void {
    if (!this.seats) return;
    const seat = at && this.view.scale >= MOUSE_FROM ? this.seatAt(at) : null;
    this.canvas.classList.toggle("plan-pointing", at !== null && this.isSomething(at));
    if (seat === this.hovered) return;
    this.hovered = seat;
    this.onHover(seat, seat === null ? { x: 0, y: 0 } : this.frame.toPicture(this.view, this.placeOf(seat)));
    this.invalidate();
  }

  private seatAt(at: Point): number | null {
    const { x, y } = this.frame.toPlan(this.view, at);
    return this.grid.nearest(x, y, Math.max(REACH, 6 / this.view.scale)) ?? null;
  }

  /** The standing section there. */
  private placeAt(at: Point): Section | undefined {
    const { x, y } = this.frame.toPlan(this.view, at);
    const index = this.rooms.findIndex(({ left, right, top, bottom }) => x > left && x < right && y > top && y < bottom);
    return this.state.places.value[index];
  }

  private isSomething(at: Point): boolean {
    return this.seatAt(at) !== null || this.placeAt(at) !== undefined;
  }

  private placeOf(seat: number): Point {
    const { x, y } = this.seats!.plan;
    return { x: x[seat]!, y: y[seat]! };
  }
}
