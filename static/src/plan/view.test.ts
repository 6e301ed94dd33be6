import { describe, expect, it } from "vitest";

import { between, Frame, type View } from "./view";

const box = { left: -50, top: 0, right: 50, bottom: 60 };
const frame = new Frame(box, { width: 800, height: 600 });
const near = frame.clamp({ scale: 20, x: 0, y: 30 });

describe("the whole plan", () => {
  it("is in the picture", () => {
    expect(frame.visible(frame.whole)).toSatisfy(
      ({ left, right, top, bottom }) => left <= -50 && right >= 50 && top <= 0 && bottom >= 60,
    );
  });

  it("is as far as one can go, and cannot be dragged away", () => {
    expect(frame.zoom(frame.whole, 0.5)).toEqual(frame.whole);
    expect(frame.pan(frame.whole, 500, 0)).toEqual(frame.whole);
    expect(frame.isWhole(frame.whole)).toBe(true);
    expect(frame.isWhole(frame.zoom(frame.whole, 1.5))).toBe(false);
  });

  it("of a few seats is not larger than seats get", () => {
    const small = new Frame({ left: 0, top: 0, right: 2, bottom: 0 }, { width: 800, height: 600 });
    expect(small.whole.scale).toBeLessThanOrEqual(small.scaleMax);
    expect(small.zoom(small.whole, 9).scale).toBe(small.scaleMax);
  });
});

it("a zoom keeps the point under the finger", () => {
  const at = { x: 500, y: 200 };
  const before = frame.toPlan(near, at);
  const after = frame.toPlan(frame.zoom(near, 1.7, at), at);
  expect(after.x).toBeCloseTo(before.x);
  expect(after.y).toBeCloseTo(before.y);
});

it("a drag moves the plan with the finger, up to its edge", () => {
  const at = frame.toPicture(near, { x: 3, y: 30 });
  const moved = frame.toPicture(frame.pan(near, 40, -20), { x: 3, y: 30 });
  expect(moved.x - at.x).toBeCloseTo(40);
  expect(moved.y - at.y).toBeCloseTo(-20);
  expect(frame.visible(frame.pan(near, 1e6, 0)).left).toBeGreaterThan(-53);
});

it("points go to the picture and back", () => {
  const point = frame.toPlan(near, frame.toPicture(near, { x: -7, y: 11 }));
  expect(point.x).toBeCloseTo(-7);
  expect(point.y).toBeCloseTo(11);
});

it("shows a seat with the least way, and none where it is seen already", () => {
  expect(frame.reveal(near, { x: 2, y: 31 }, 40)).toEqual(near);
  const { x } = frame.toPicture(frame.reveal(near, { x: 45, y: 30 }, 40), { x: 45, y: 30 });
  expect(x).toBeCloseTo(760);
});

it("shows a section", () => {
  const { left, right } = frame.visible(frame.fit({ left: 10, top: 10, right: 20, bottom: 14 }));
  expect(left).toBeLessThan(10);
  expect(right).toBeGreaterThan(20);
});

it("goes from view to view", () => {
  const to: View = { scale: 40, x: 10, y: 20 };
  expect(between(near, to, 0)).toEqual(near);
  expect(between(near, to, 1)).toEqual(to);
  const half = between(near, to, 0.5);
  expect(half.scale).toBeGreaterThan(near.scale);
  expect(half.scale).toBeLessThan(40);
  expect(between(near, { ...near, x: 9 }, 0.5).x).toBeCloseTo((near.x + 9) / 2);
});
