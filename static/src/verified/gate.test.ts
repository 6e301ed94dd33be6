import { signal } from "@preact/signals";
import { beforeEach, expect, it, vi } from "vitest";

import { useTexts } from "../lib/i18n";
import { now } from "../lib/now";
import { en } from "../texts/en";
import type { Verified } from ".";
import { openGate } from "./gate";

vi.mock("../ui/style_sheet", () => ({ addStyleSheet() {} }));

const EXPIRES_MS = 1_800_000_000_000;

const tokenFor = (sub: string) =>
  `a.${Buffer.from(JSON.stringify({ sub, exp: EXPIRES_MS / 1000 })).toString("base64url")}.c`;

const credential = signal<string | null>(null);
const verified = signal<Verified | null>(null);
const customer = () => verified.value?.customer ?? null;

beforeEach(() => {
  useTexts(en, "en");
  credential.value = null;
  verified.value = null;
  now.value = null;
});

it("knows nobody without a credential", async () => {
  await openGate(credential, verified);
  expect(customer()).toBeNull();
});

it("follows the credential", async () => {
  await openGate(credential, verified);
  credential.value = tokenFor("ada");
  expect(customer()).toBe("ada");
  credential.value = tokenFor("bob");
  expect(customer()).toBe("bob");
});

it("trusts a credential until it expires, and a newer one then", async () => {
  credential.value = tokenFor("ada");
  await openGate(credential, verified);
  expect(customer()).toBe("ada"); // the server's clock is not known yet
  now.value = EXPIRES_MS - 1;
  expect(customer()).toBe("ada");
  now.value = EXPIRES_MS;
  expect(customer()).toBeNull();
  credential.value = tokenFor("ada").replace("a.", "b.");
  expect(customer()).toBeNull();
  now.value = EXPIRES_MS - 1;
  expect(customer()).toBe("ada");
});
