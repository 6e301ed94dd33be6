// A page as a finished document, for the build (see prerender.ts).

import type { VNode } from "preact";
import { renderToString } from "preact-render-to-string";

import { useTexts, type Language } from "../lib/i18n";
import { pages } from "../pages/pages";
import type { Page } from "../pages/page";
import type { Texts } from "../texts/en";
import { languages } from "../texts/languages";

/** What the build made of a page's script. Addresses are paths on the server. */
export interface PageAssets {
  readonly script: string | null;
  /** Scripts that the page's script imports. */
  readonly preloads: readonly string[];
  readonly css: string;
}

export interface Document {
  readonly fileName: string;
  readonly html: string;
}

/** All pages in all their languages. */
export function renderDocuments(assetsOf: (page: Page) => PageAssets): Document[] {
  return pages.flatMap((page) =>
    languages.filter((_, i) => i === 0 || !page.oneLanguage).map((language, i) => {
      useTexts(language.texts, language.code);
      const ending = i === 0 ? "html" : `${language.code}.html`;
      const markup = renderToString(<PageDocument page={page} language={language} assets={assetsOf(page)} />);
      return { fileName: `${page.file}.${ending}`, html: `<!doctype html>${markup}\n` };
    }),
  );
}

interface Properties {
  readonly page: Page;
  readonly language: Language & { readonly texts: Texts };
  readonly assets: PageAssets;
}

/** Texts that no page's script says: they stand in its head, or are there for who has no script. */
const UNSCRIPTED: ReadonlySet<string> = new Set(["description", "needsScript"]);

function PageDocument({ page, language, assets }: Properties) {
  const { Body } = page;
  const description = page.description?.();
  const used = Object.fromEntries(page.texts.map((part) => [part, language.texts[part]]));
  const texts = JSON.stringify(used, (name, text: unknown) => (UNSCRIPTED.has(name) ? undefined : text));
  return (
    <html lang={language.code} dir={language.direction}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{page.title()}</title>
        {description && <meta name="description" content={description} />}
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        <Inline tag="style" content={assets.css} />
        {page.head?.()}
        {assets.preloads.map((path) => <link rel="modulepreload" href={path} />)}
        {assets.script && <script type="module" src={assets.script} />}
      </head>
      <body class={page.folder}>
        <Body />
        {page.texts.length > 0 && <Data id="texts" content={escapeJson(texts)} />}
      </body>
    </html>
  );
}

/** JSON that cannot end the element that it stands in. */
const escapeJson = (json: string) => json.replaceAll("<", "\\u003c");

/** Data for the page's script; no script itself, so that no policy forbids it. */
export const Data = ({ id, content }: { id: string; content: string }): VNode =>
  <script type="application/json" id={id} dangerouslySetInnerHTML={{ __html: content }} />;

export const Inline = ({ tag: Tag, id, content }: { tag: "style"; id?: string; content: string }): VNode =>
  <Tag {...(id ? { id } : {})} dangerouslySetInnerHTML={{ __html: content }} />;
