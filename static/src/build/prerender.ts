// Makes the HTML of all pages at the end of the build: prerendered in each language, with the page's
// CSS and texts in it, so that the first paint takes one round trip.

import { runnerImport, type Plugin, type Rolldown } from "vite";

import type { Page } from "../pages/page";
import type { PageAssets } from "./document";

/**
 * Chunks that are loaded later come as they are: they have no style sheets or preloads of their own,
 * so Vite's code for these would be weight alone.
 */
export const plainImports = (): Plugin => ({
  name: "onsale:plain-imports",
  enforce: "pre",
  load: (id) => (id === "\0vite/preload-helper.js" ? "export const __vitePreload = (load) => load();" : null),
});

type Bundle = Rolldown.OutputBundle;

export function prerender(): Plugin {
  return {
    name: "onsale:prerender",
    apply: "build",
    enforce: "post",
    async generateBundle(_, bundle) {
      const { module } = await runnerImport<typeof import("./document")>("/src/build/document.tsx");
      const documents = module.renderDocuments((page) => assetsOf(bundle, page));
      const used = documents.map(({ html }) => html).join("");
      for (const fileName of [...inlinedCss(bundle), ...unusedEntries(bundle, used)]) delete bundle[fileName];
      for (const { fileName, html } of documents) this.emitFile({ type: "asset", fileName, source: html });
    },
  };
}

const entryOf = (bundle: Bundle, { folder }: Page) =>
  Object.values(bundle).find((file) => file.type === "chunk" && file.isEntry && file.name === folder) as
    | Rolldown.OutputChunk
    | undefined;

/** A chunk and all that it imports statically, each once, what is imported first. */
function closure(bundle: Bundle, chunk: Rolldown.OutputChunk, seen = new Set<Rolldown.OutputChunk>()) {
  for (const name of chunk.imports) {
    const imported = bundle[name];
    if (imported?.type === "chunk" && !seen.has(imported)) closure(bundle, imported, seen);
  }
  return seen.add(chunk);
}

function assetsOf(bundle: Bundle, page: Page): PageAssets {
  const entry = entryOf(bundle, page);
  if (entry === undefined) throw new Error(`the page ${page.folder} has no entry`);
  const chunks = [...closure(bundle, entry)];
  return {
    script: page.hasScript ? `/${entry.fileName}` : null,
    preloads: page.hasScript ? chunks.filter((chunk) => chunk !== entry).map((chunk) => `/${chunk.fileName}`) : [],
    css: cssOf(bundle, entry).map((fileName) => textOf(bundle, fileName)).join(""),
  };
}

const cssIn = (bundle: Bundle, entry: Rolldown.OutputChunk): string[] =>
  [...new Set([...closure(bundle, entry)].flatMap(({ viteMetadata }) => [...(viteMetadata?.importedCss ?? [])]))];

/** What more pages use comes first, so that a page's own rules have the last word. */
function cssOf(bundle: Bundle, entry: Rolldown.OutputChunk): string[] {
  const all = Object.values(bundle).flatMap((file) => (file.type === "chunk" && file.isEntry ? cssIn(bundle, file) : []));
  const usesOf = (name: string) => all.filter((other) => other === name).length;
  return cssIn(bundle, entry).sort((a, b) => usesOf(b) - usesOf(a));
}

function textOf(bundle: Bundle, fileName: string): string {
  const file = bundle[fileName];
  if (file?.type !== "asset") throw new Error(`${fileName} is not part of the build`);
  return file.source.toString().trim();
}

/** The style sheets of entries; those of chunks that are loaded later stay files. */
function inlinedCss(bundle: Bundle): Set<string> {
  const names = new Set<string>();
  for (const file of Object.values(bundle)) {
    if (file.type !== "chunk" || !file.isEntry) continue;
    for (const name of cssIn(bundle, file)) names.add(name);
  }
  return names;
}

/** The entries of pages without a script, which were there for their style alone. */
const unusedEntries = (bundle: Bundle, html: string) =>
  Object.values(bundle)
    .filter((file) => file.type === "chunk" && file.isEntry && !html.includes(file.fileName))
    .map(({ fileName }) => fileName);
