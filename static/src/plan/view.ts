// Which part of the plan is seen: a scale and the point in the middle. Views are values; whoever
// moves one gets another, kept within what makes sense.

import type { Box } from "./grid";

export interface View {
  scale: number; // CSS pixels a seat's width
  x: number; // in the middle of the picture, in seats' widths
  y: number;
}

export interface Size {
  width: number; // CSS pixels
  height: number;
}

export interface Point {
  x: number;
  y: number;
}

const SCALE_MAX = 44; // where a seat is as large as a finger
const MARGIN = 1.5; // seats' widths left around the whole plan

/** What the views of one plan in one picture keep to. */
export class Frame {
  readonly whole: View; // shows all of it
  readonly scaleMax: number;

  constructor(
    private readonly box: Box,
    readonly size: Size,
  ) {
    const width = box.right - box.left + 2 * MARGIN;
    const height = box.bottom - box.top + 2 * MARGIN;
    const fit = Math.min(size.width / width, size.height / height);
    this.whole = {
      scale: Math.min(SCALE_MAX, fit),
      x: (box.left + box.right) / 2,
      y: (box.top + box.bottom) / 2,
    };
    this.scaleMax = SCALE_MAX;
  }

  isWhole({ scale }: View): boolean {
    return scale <= this.whole.scale * 1.001;
  }

  /** The nearest view that is neither too far nor too near, and does not lose the plan. */
  clamp({ scale, x, y }: View): View {
    const { box, size, whole } = this;
    scale = Math.min(this.scaleMax, Math.max(whole.scale, scale));
    const along = (at: number, from: number, to: number, length: number) => {
      const half = length / scale / 2 - MARGIN;
      return from + half > to - half ? (from + to) / 2 : Math.min(to - half, Math.max(from + half, at));
    };
    return {
      scale,
      x: along(x, box.left, box.right, size.width),
      y: along(y, box.top, box.bottom, size.height),
    };
  }

  /** Moved by so many pixels, as a finger drags the plan. */
  pan(view: View, dx: number, dy: number): View {
    return this.clamp({ ...view, x: view.x - dx / view.scale, y: view.y - dy / view.scale });
  }

  /** Nearer by a factor; what is at a point of the picture stays there. */
  zoom(view: View, factor: number, at: Point = { x: this.size.width / 2, y: this.size.height / 2 }): View {
    const scale = Math.min(this.scaleMax, Math.max(this.whole.scale, view.scale * factor));
    const { x, y } = this.toPlan(view, at);
    return this.clamp({
      scale,
      x: x - (at.x - this.size.width / 2) / scale,
      y: y - (at.y - this.size.height / 2) / scale,
    });
  }

  /** All of a box, as near as there is room for. */
  fit(box: Box): View {
    const width = box.right - box.left + 2 * MARGIN;
    const height = box.bottom - box.top + 2 * MARGIN;
    return this.clamp({
      scale: Math.min(this.size.width / width, this.size.height / height),
      x: (box.left + box.right) / 2,
      y: (box.top + box.bottom) / 2,
    });
  }

  /** Moved no more than it takes to have a point in the picture, `margin` pixels from its edge. */
  reveal(view: View, { x, y }: Point, margin: number): View {
    const along = (middle: number, point: number, length: number) => {
      const half = Math.max(0, length / 2 - margin) / view.scale;
      return Math.min(point + half, Math.max(point - half, middle));
    };
    return this.clamp({
      ...view,
      x: along(view.x, x, this.size.width),
      y: along(view.y, y, this.size.height),
    });
  }

  toPlan(view: View, { x, y }: Point): Point {
    return {
      x: view.x + (x - this.size.width / 2) / view.scale,
      y: view.y + (y - this.size.height / 2) / view.scale,
    };
  }

  toPicture(view: View, { x, y }: Point): Point {
    return {
      x: (x - view.x) * view.scale + this.size.width / 2,
      y: (y - view.y) * view.scale + this.size.height / 2,
    };
  }

  /** What of the plan is seen. */
  visible(view: View): Box {
    const width = this.size.width / view.scale / 2;
    const height = this.size.height / view.scale / 2;
    return {
      left: view.x - width,
      top: view.y - height,
      right: view.x + width,
      bottom: view.y + height,
    };
  }
}

/** Between two views: 0 is the first one. The scale changes by the same factor each moment. */
export function between(from: View, to: View, part: number): View {
  const scale = from.scale * (to.scale / from.scale) ** part;
  // The middle moves with the scale, so that the way is straight on the screen.
  const moved = from.scale === to.scale ? part : (1 / from.scale - 1 / scale) / (1 / from.scale - 1 / to.scale);
  return { scale, x: from.x + (to.x - from.x) * moved, y: from.y + (to.y - from.y) * moved };
}
