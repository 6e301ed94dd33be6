// The credential on its way from the address to this tab's storage.

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { anEvent } from "./testing";

const NAME = "onsale.credential.gala";

let stored: Map<string, string>;
let isDenied: boolean;

beforeEach(() => {
  stored = new Map();
  isDenied = false;
  const told = new EventTarget();
  vi.stubGlobal("window", {
    addEventListener: told.addEventListener.bind(told),
    dispatchEvent: told.dispatchEvent.bind(told),
  });
  vi.stubGlobal("document", { getElementById: () => null });
  vi.stubGlobal("location", { pathname: "/events/gala", search: "?from=mail", hash: "" });
  vi.stubGlobal("history", {
    replaceState: vi.fn((_: unknown, __: string, path: string) => {
      location.hash = path.split("#")[1] ?? "";
    }),
  });
  vi.stubGlobal("sessionStorage", {
    getItem: (name: string) => stored.get(name) ?? null,
    setItem(name: string, value: string) {
      if (isDenied) throw new Error("denied");
      stored.set(name, value);
    },
  });
});

afterEach(() => vi.unstubAllGlobals());

/** A load of the page in the same tab. */
async function openPage(hash = "", pathname = "/events/gala") {
  location.hash = hash;
  location.pathname = pathname;
  vi.resetModules();
  const sale = await import("./sale");
  sale.event.value = anEvent({ verified_customers: true });
  return { ...sale, ...await import("./credential") };
}

it("is taken out of the address, and kept over a reload", async () => {
  expect((await openPage("#credential=aa.bb-_.cc")).credential.value).toBe("aa.bb-_.cc");
  expect(history.replaceState).toHaveBeenCalledWith(null, "", "/events/gala?from=mail");
  expect((await openPage()).credential.value).toBe("aa.bb-_.cc");
});

it("is not another event's", async () => {
  await openPage("#credential=aa.bb.cc");
  expect((await openPage("", "/events/other")).credential.value).toBeNull();
});

it("is held back where the event asks for none, though taken out of the address", async () => {
  const page = await openPage("#credential=aa.bb.cc");
  page.event.value = anEvent();
  expect(page.credential.value).toBeNull();
  page.event.value = anEvent({ verified_customers: true });
  expect(page.credential.value).toBe("aa.bb.cc");
});

it("is taken from a link that is opened later", async () => {
  const page = await openPage("#credential=aa.bb.cc");
  location.hash = "#credential=dd.ee.ff";
  window.dispatchEvent(new Event("hashchange"));
  expect(page.credential.value).toBe("dd.ee.ff");
  expect(location.hash).toBe("");
  expect([...stored]).toEqual([[NAME, '"dd.ee.ff"']]);
});

it("is found where it was stored meanwhile", async () => {
  const page = await openPage();
  stored.set(NAME, '"aa.bb.cc"');
  page.takeCredential();
  expect(page.credential.value).toBe("aa.bb.cc");
});

it("is kept as long as the page is open where nothing can be stored", async () => {
  isDenied = true;
  const page = await openPage("#credential=aa.bb.cc");
  page.takeCredential();
  expect(page.credential.value).toBe("aa.bb.cc");
});

it.each(["", "#about", "#credential=", "#credential=ü", "#x&credential=aa.bb.cc"])("leaves “%s” as it is", async (hash) => {
  expect((await openPage(hash)).credential.value).toBeNull();
  expect(history.replaceState).not.toHaveBeenCalled();
});

describe("whether somebody may ask for tickets", () => {
  it("is no matter of credentials where the event asks for none", async () => {
    const page = await openPage();
    page.event.value = anEvent();
    expect(page.isVerified("ada")).toBe(true);
  });

  it("is one of the customer whom the credential names", async () => {
    const page = await openPage();
    expect(page.isVerified("")).toBe(false);
    page.verified.value = { customer: "Ada", hint: "" };
    expect(page.isVerified("ada")).toBe(true);
    expect(page.isVerified("bob")).toBe(false);
  });
});
