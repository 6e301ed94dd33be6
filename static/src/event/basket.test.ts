import { describe, expect, it } from "vitest";

import { basketOf, chosenSection, countOf, emptyBasket, leftIn, requestBody } from "./basket";
import { anEvent, aSection } from "./testing";

const basket = { ...emptyBasket, customer: " ada ", quantity: 2 };

describe("requestBody", () => {
  it.each([
    [basket, { customer: "ada", quantity: 2 }],
    [{ ...basket, section: "floor" }, { customer: "ada", quantity: 2, section: "floor" }],
    [{ ...basket, accessible: true }, { customer: "ada", quantity: 2, accessible: true }],
    [{ ...basket, section: "stalls", seats: ["stalls-A-1"] }, { customer: "ada", seats: ["stalls-A-1"] }],
  ])("asks for what was chosen", (chosen, body) => {
    expect(JSON.parse(requestBody(chosen))).toEqual(body);
    expect(requestBody(basketOf(requestBody(chosen)))).toBe(requestBody(chosen));
  });
});

it("counts seats where they were chosen", () => {
  expect(countOf(basket)).toBe(2);
  expect(countOf({ ...basket, seats: ["a-A-1", "a-A-2", "a-A-3"] })).toBe(3);
});

describe("leftIn", () => {
  const event = anEvent({
    available: 9, kept: 2,
    sections: [aSection({ available: 4 }), aSection({ id: "stalls", available: 5, kept: 2 })],
  });

  it("is of the event, or of the section that was chosen", () => {
    expect(leftIn(event, basket)).toBe(7);
    expect(leftIn(event, { ...basket, section: "stalls" })).toBe(3);
  });

  it("has the kept ones for who needs them", () => {
    expect(leftIn(event, { ...basket, accessible: true })).toBe(9);
  });

  it("is of the only section where there is one", () => {
    expect(chosenSection(anEvent(), basket)?.id).toBe("floor");
  });
});
