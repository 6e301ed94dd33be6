// The texts of the page. They stand in the page itself, so a language takes no request of its own;
// at build time and in tests they are handed in.

import type { Texts } from "../texts/en";

/** A text by the number in it; which forms a language has, Intl.PluralRules knows. */
export type Plural = { readonly other: string } & Partial<Record<Intl.LDMLPluralRule, string>>;

export interface Language {
  /** BCP 47: `en`. */
  readonly code: string;
  readonly direction: "ltr" | "rtl";
}

let texts: Texts | null = null;
let code = "en";

export function useTexts(given: Texts, language: string): void {
  texts = given;
  code = language;
}

/** The catalogue; of it, only the parts that the page names (pages/PAGE/page.tsx) are there. */
export function t(): Texts {
  if (texts === null) {
    texts = JSON.parse(document.getElementById("texts")!.textContent!) as Texts;
    code = document.documentElement.lang;
  }
  return texts;
}

/** BCP 47, of the page. */
export function language(): string {
  t();
  return code;
}

/** The language of the page, as the visitor has it where they name a region: `en-GB`. */
export function locale(): string {
  language();
  if (typeof navigator === "undefined") return code;
  const theirs = navigator.languages?.find((language) => language.split("-")[0] === code);
  return theirs ?? (code === "en" ? "en-GB" : code);
}

export type Values = Readonly<Record<string, string | number>>;

/** Puts values where the text names them in braces; numbers as the language writes them. */
export function fill(text: string, values: Values = {}): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    return typeof value === "number" ? formatNumber(value) : value;
  });
}

/** The form for `count`, which stands in it as {count}. */
export function plural(forms: Plural, count: number, values: Values = {}): string {
  const rule = new Intl.PluralRules(locale()).select(count);
  return fill(forms[rule] ?? forms.other, { count, ...values });
}

export const formatNumber = (value: number): string => new Intl.NumberFormat(locale()).format(value);
