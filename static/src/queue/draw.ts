// The draw of a waiting room, computed again from what the server publishes of it. The rules, and
// what they stand on: include/onsale/domain/draw.h; this is an implementation of its own.

import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";

const ROUNDS = 8;
const WIDTH_MIN = 4;

/** What of `GET /api/v1/events/{event}/queue` the draw depends on. Octets are in hexadecimal. */
export interface PublicDraw {
  readonly event: string;
  readonly commitment: string;
  readonly seed: string;
  readonly entrants_digest: string;
  /** How many were drawn. */
  readonly drawn: number;
  readonly beacon: string | null;
}

/** Whether the seed is the one that was committed to before anyone joined. */
export const keepsCommitment = ({ seed, commitment }: PublicDraw): boolean =>
  bytesToHex(sha256(hexToBytes(seed))) === commitment;

/** Over what all entrants brought into the draw, in order of their numbers. */
export class EntrantsDigest {
  count = 0;
  #digest: Uint8Array;
  readonly #next = new Uint8Array(32 + 4 + 16);

  constructor({ event, commitment }: Pick<PublicDraw, "event" | "commitment">) {
    this.#digest = sha256(concatBytes(utf8ToBytes(`onsale-draw-1\0${event}\0`), hexToBytes(commitment)));
  }

  /** `contribution`: 16 octets in hexadecimal. */
  add(contribution: string): void {
    this.#next.set(this.#digest);
    new DataView(this.#next.buffer).setUint32(32, this.count++);
    this.#next.set(hexToBytes(contribution), 36);
    this.#digest = sha256(this.#next);
  }

  get hex(): string {
    return bytesToHex(this.#digest);
  }
}

/** Gives the position, from 0, of a number; of one that came after the draw that is the number. */
export function positionsOf({ seed, entrants_digest: digest, drawn, beacon }: PublicDraw): (number: number) => number {
  const key = sha256(
    concatBytes(utf8ToBytes("onsale-draw-key-1\0"), hexToBytes(seed), hexToBytes(digest), utf8ToBytes(beacon ?? "")),
  );
  const input = concatBytes(key, new Uint8Array(5));
  const view = new DataView(input.buffer);
  let width = WIDTH_MIN;
  while (4 ** width < drawn) ++width;
  const half = 2 ** width;

  const round = (number: number, right: number): number => {
    view.setUint8(32, number);
    view.setUint32(33, right);
    return new DataView(sha256(input).buffer).getUint32(0) % half;
  };
  const permute = (value: number): number => {
    let left = Math.floor(value / half);
    let right = value % half;
    for (let i = 0; i < ROUNDS; ++i) [left, right] = [right, left ^ round(i, right)];
    return left * half + right;
  };
  return (number) => {
    if (number >= drawn) return number;
    let value = number;
    do value = permute(value);
    while (value >= drawn);
    return value;
  };
}
