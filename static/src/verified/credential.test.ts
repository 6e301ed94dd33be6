import { expect, it } from "vitest";

import { readCredential } from "./credential";

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const token = (payload: unknown) => `${part({ alg: "HS256", kid: "k1" })}.${part(payload)}.c2lnbmF0dXJl`;

it("reads whom a credential names, and until when it is good", () => {
  expect(readCredential(token({ sub: "ada@example.org", exp: 1_800_000_000 })))
    .toEqual({ customer: "ada@example.org", expiresAt: 1_800_000_000_000 });
});

it.each(["Zoë", "Ærøskøbing ÿÿÿ???>>>", "李 雷", "🎫"])("reads %s", (sub) => {
  expect(readCredential(token({ sub, exp: 1 }))?.customer).toBe(sub);
});

it("leaves out space around a name, as requests do", () => {
  expect(readCredential(token({ sub: " ada " }))).toEqual({ customer: "ada", expiresAt: Infinity });
});

it.each([
  ["nothing", ""],
  ["no token", "ada@example.org"],
  ["no base64url", "a.!!!.c"],
  ["no UTF-8", `a.${Buffer.from([0x22, 0xff, 0x22]).toString("base64url")}.c`],
  ["no JSON", `a.${Buffer.from("{").toString("base64url")}.c`],
  ["null", token(null)],
  ["nobody", token({ exp: 1_800_000_000 })],
  ["an empty name", token({ sub: " " })],
  ["a number", token({ sub: 7 })],
])("takes %s for no credential", (_, text) => {
  expect(readCredential(text)).toBeNull();
});
