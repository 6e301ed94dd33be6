import type { ComponentChildren } from "preact";

import { timeZone } from "../lib/format";
import { fill, t } from "../lib/i18n";

interface Properties {
  readonly children: ComponentChildren;
  /** Which of the masthead's links leads here. */
  readonly here?: "home" | "mine";
  /** On the page as it runs in the browser, which knows the visitor's time zone. */
  readonly live?: boolean;
}

const current = (is: boolean) => (is ? ({ "aria-current": "page" } as const) : {});

/** The frame of every page: masthead, <main> and footer. */
export function Layout({ children, here, live = false }: Properties) {
  const texts = t().common;
  return (
    <>
      <header class="masthead">
        <a class="brand" href="/" {...current(here === "home")}>Onsale</a>
        <a href="/reservations" {...current(here === "mine")}>{texts.mine}</a>
      </header>
      <main>{children}</main>
      <footer>{live && fill(texts.zone, { zone: timeZone() })}</footer>
    </>
  );
}
