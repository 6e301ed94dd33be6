import type { ComponentType, VNode } from "preact";

import type { Texts } from "../texts/en";

/** A page, as it is prerendered in each language. */
export interface Page {
  /** The folder's name below pages/; main.tsx (or main.js) in it is the page's script, if there is one. */
  readonly folder: string;
  /** The file's name without its ending: `event` becomes event.html, event.de.html, …. */
  readonly file: string;
  readonly hasScript: boolean;
  /** Those parts of the catalogue that its script needs. */
  readonly texts: readonly (keyof Texts)[];
  /** In the default language alone. */
  readonly oneLanguage?: true;
  /** May hold markers of the server. */
  readonly title: () => string;
  readonly description?: () => string;
  /** More for the head. */
  readonly head?: () => VNode | VNode[];
  /** What stands in the page before its script runs, or without it. */
  readonly Body: ComponentType;
}
