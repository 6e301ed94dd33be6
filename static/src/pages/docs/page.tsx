import { Layout } from "../../ui/layout";
import type { Page } from "../page";

/** The description of the API, laid out by the browser. In English, as the description is. */
export const docs: Page = {
  folder: "docs",
  file: "docs",
  hasScript: true,
  texts: [],
  oneLanguage: true,
  title: () => "The API of Onsale",
  head: () => <link rel="preload" href="/openapi.json" as="fetch" type="application/json" crossOrigin="anonymous" />,
  Body: () => (
    <Layout>
      <noscript>
        <p class="notice">This page needs JavaScript to show <a href="/openapi.json">the description</a>.</p>
      </noscript>
      <p id="status" class="notice" role="status" />
      <h1 class="title">The API</h1>
      <p class="when"><a href="/openapi.json">openapi.json</a> <span id="version" /></p>
      <div class="columns">
        <nav id="contents" aria-label="Contents" />
        <div id="description" />
      </div>
    </Layout>
  ),
};
