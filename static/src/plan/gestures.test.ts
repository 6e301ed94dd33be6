import { beforeEach, expect, it, vi } from "vitest";

import { Gestures } from "./gestures";

const on = {
  pan: vi.fn(), zoom: vi.fn(), wheel: vi.fn(() => true), tap: vi.fn(), doubleTap: vi.fn(), hover: vi.fn(),
};
let canvas: EventTarget & { setPointerCapture: (id: number) => void };

beforeEach(() => {
  vi.clearAllMocks();
  canvas = Object.assign(new EventTarget(), { setPointerCapture: () => {} });
  new Gestures(canvas as HTMLCanvasElement, on);
});

/** A finger, unless `more` says otherwise. */
function pointer(kind: "down" | "move" | "up" | "cancel", x: number, y: number, more: object = {}): void {
  const event = new Event(`pointer${kind}`);
  for (const [name, value] of Object.entries({ pointerId: 1, pointerType: "touch", button: 0, offsetX: x, offsetY: y, timeStamp: 0, ...more })) {
    Object.defineProperty(event, name, { value });
  }
  canvas.dispatchEvent(event);
}

function tap(x: number, y: number, timeStamp: number): void {
  pointer("down", x, y, { timeStamp });
  pointer("up", x, y, { timeStamp });
}

it("a finger that hardly moves taps; one that moves drags", () => {
  pointer("down", 50, 50);
  pointer("move", 54, 53);
  pointer("up", 54, 53);
  expect(on.tap).toHaveBeenCalledExactlyOnceWith({ x: 54, y: 53 }, true);
  expect(on.pan).not.toHaveBeenCalled();

  pointer("down", 50, 50);
  pointer("move", 70, 50);
  pointer("move", 75, 45);
  pointer("up", 75, 45);
  expect(on.pan.mock.calls).toEqual([[20, 0], [5, -5]]);
  expect(on.tap).toHaveBeenCalledTimes(1);
});

it("two fingers zoom around their middle, and are no taps", () => {
  pointer("down", 100, 100, { pointerId: 1 });
  pointer("down", 200, 100, { pointerId: 2 });
  pointer("move", 300, 100, { pointerId: 2 });
  expect(on.zoom).toHaveBeenCalledExactlyOnceWith(2, { x: 200, y: 100 });
  expect(on.pan).toHaveBeenCalledExactlyOnceWith(50, 0);
  pointer("up", 300, 100, { pointerId: 2 });
  pointer("up", 100, 100, { pointerId: 1 });
  expect(on.tap).not.toHaveBeenCalled();
});

it("the finger that stays after a pinch goes on dragging", () => {
  pointer("down", 100, 100, { pointerId: 1 });
  pointer("down", 200, 100, { pointerId: 2 });
  pointer("up", 200, 100, { pointerId: 2 });
  pointer("move", 110, 100, { pointerId: 1 });
  expect(on.pan).toHaveBeenCalledExactlyOnceWith(10, 0);
});

it("a third finger changes nothing", () => {
  pointer("down", 100, 100, { pointerId: 1 });
  pointer("down", 200, 100, { pointerId: 2 });
  pointer("down", 150, 200, { pointerId: 3 });
  pointer("move", 150, 260, { pointerId: 3 });
  expect(on.zoom).not.toHaveBeenCalled();
  expect(on.pan).not.toHaveBeenCalled();
});

it("two taps in one place are a double tap; slow ones, or far ones, are not", () => {
  tap(50, 50, 0);
  tap(55, 52, 200);
  expect(on.doubleTap).toHaveBeenCalledExactlyOnceWith({ x: 55, y: 52 });
  tap(50, 50, 300); // a third is the first of another
  expect(on.doubleTap).toHaveBeenCalledTimes(1);
  tap(50, 50, 900);
  tap(150, 50, 1000);
  expect(on.doubleTap).toHaveBeenCalledTimes(1);
  expect(on.tap).toHaveBeenCalledTimes(5);
});

it("what the browser takes over, as to scroll the page, is no tap", () => {
  pointer("down", 50, 50);
  pointer("cancel", 50, 50);
  pointer("up", 50, 50);
  expect(on.tap).not.toHaveBeenCalled();
});

it("the mouse hovers; its other buttons do nothing", () => {
  const mouse = { pointerType: "mouse" };
  pointer("move", 10, 20, mouse);
  expect(on.hover).toHaveBeenLastCalledWith({ x: 10, y: 20 });
  pointer("down", 10, 20, { ...mouse, button: 2 });
  pointer("up", 10, 20, { ...mouse, button: 2 });
  expect(on.tap).not.toHaveBeenCalled();
});
