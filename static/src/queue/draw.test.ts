import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

import { EntrantsDigest, keepsCommitment, positionsOf } from "./draw";

interface Vector {
  event: string;
  seed: string;
  commitment: string;
  beacon: string;
  count: number;
  digest: string;
  positions: Record<string, number>;
}

const { draws } = JSON.parse(
  readFileSync(new URL("../../../tests/vectors/draw.json", import.meta.url), "utf8"),
) as { draws: Vector[] };

const publicOf = ({ event, seed, commitment, beacon, count, digest }: Vector) =>
  ({ event, seed, commitment, beacon, drawn: count, entrants_digest: digest });

/** As the vectors have them. */
function contribution(number: number): string {
  const input = new Uint8Array(12);
  input.set(new TextEncoder().encode("entrant "));
  new DataView(input.buffer).setUint32(8, number);
  return bytesToHex(sha256(input).slice(0, 16));
}

describe.each(draws)("the draw of $count for $event with “$beacon”", (vector) => {
  it("keeps its commitment, and no other", () => {
    expect(keepsCommitment(publicOf(vector))).toBe(true);
    expect(keepsCommitment({ ...publicOf(vector), commitment: vector.digest })).toBe(false);
  });

  it("has the digest of its entrants", () => {
    const digest = new EntrantsDigest(vector);
    for (let i = 0; i < vector.count; ++i) digest.add(contribution(i));
    expect(digest.hex).toBe(vector.digest);
    expect(digest.count).toBe(vector.count);
    digest.add(contribution(0));
    expect(digest.hex).not.toBe(vector.digest);
  });

  it("gives the published positions", () => {
    const positionOf = positionsOf(publicOf(vector));
    const found = Object.keys(vector.positions).map((number) => [number, positionOf(Number(number))]);
    expect(Object.fromEntries(found)).toEqual(vector.positions);
  });
});

it("leaves those who came later behind", () => {
  const positionOf = positionsOf({ ...publicOf(draws[0]!), drawn: 3 });
  expect([0, 1, 2].map(positionOf).sort()).toEqual([0, 1, 2]);
  expect(positionOf(3)).toBe(3);
  expect(positionOf(4_000_000_000)).toBe(4_000_000_000);
});
