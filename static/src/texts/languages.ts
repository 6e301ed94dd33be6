import type { Language } from "../lib/i18n";
import { de } from "./de";
import { en, type Texts } from "./en";

/** The languages that pages are built in; the first one is the default. */
export const languages: readonly (Language & { readonly texts: Texts })[] = [
  { code: "en", direction: "ltr", texts: en },
  { code: "de", direction: "ltr", texts: de },
];
