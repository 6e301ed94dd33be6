import decode from "qr/decode.js";
import { describe, expect, it } from "vitest";

import { qrCode } from "./qr";

/** The path drawn as a scanner would see it, some pixels to a module. */
function draw({ size, path }: ReturnType<typeof qrCode>, scale = 4) {
  const width = size * scale;
  const data = new Uint8ClampedArray(width * width * 4).fill(255);
  for (const [, x, y, length] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    for (let row = Number(y) * scale; row < (Number(y) + 1) * scale; ++row) {
      const from = (row * width + Number(x) * scale) * 4;
      for (let i = 0; i < Number(length) * scale; ++i) data.fill(0, from + i * 4, from + i * 4 + 3);
    }
  }
  return { width, height: width, data };
}

describe("qrCode", () => {
  it.each([
    "http://127.0.0.1:8080/reservations/AAAAAQAAAAAB0123456789_-abcdefgh",
    "https://[::1]:18443/reservations/__________________________-_____",
  ])("reads back as %s", (address) => {
    expect(decode(draw(qrCode(address)))).toBe(address);
  });
});
