import { expect, it } from "vitest";

import { languages } from "./languages";
import { de } from "./refusals_de";
import { en } from "./refusals_en";

/** The values that each text names, by the text's path. */
function namesOf(texts: object, path = ""): Record<string, string[]> {
  return Object.fromEntries(Object.entries(texts).flatMap(([key, text]) =>
    typeof text === "object"
      ? Object.entries(namesOf(text, `${path}${key}.`))
      : [[path + key, [...String(text).matchAll(/\{(\w+)\}/g)].map(([, name]) => name!).sort()]]));
}

it.each(languages.slice(1))("the texts in $code have the values of the default language", ({ texts }) => {
  expect(namesOf(texts)).toEqual(namesOf(languages[0]!.texts));
});

it("the texts on refusals in German have the values of the English ones", () => {
  expect(namesOf(de)).toEqual(namesOf(en));
});
