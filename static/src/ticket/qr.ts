// A QR code as the path of an SVG. Its own chunk: only a ticket needs it.

import { generate } from "lean-qr/nano";

/** `size` modules each way, and the path that fills the dark ones; a quiet zone of 4 is included. */
export interface QrCode {
  readonly size: number;
  readonly path: string;
}

const QUIET_ZONE = 4; // modules, as ISO/IEC 18004 wants it

export function qrCode(content: string): QrCode {
  const code = generate(content);
  let path = "";
  for (let y = 0; y < code.size; ++y) {
    for (let x = 0; x < code.size; ++x) {
      const from = x;
      while (code.get(x, y)) ++x; // beyond the edge all is light
      if (x > from) path += `M${from + QUIET_ZONE} ${y + QUIET_ZONE}h${x - from}v1h-${x - from}z`;
    }
  }
  return { size: code.size + 2 * QUIET_ZONE, path };
}
