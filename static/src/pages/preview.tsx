// What a page says of itself to those who preview a link to it: the Open Graph protocol. Its
// addresses have to be absolute, so there are none where the server does not know its own.

import type { ComponentChildren } from "preact";

import { marker, Marked } from "../ui/markers";

interface Properties {
  readonly title: string;
  readonly description: string;
  /** Of the page. */
  readonly path: string;
  /** Its picture. */
  readonly children: ComponentChildren;
}

export const Preview = ({ title, description, path, children }: Properties) => (
  <>
    <meta property="og:title" content={title} />
    <meta property="og:description" content={description} />
    <Marked section="HAS_ORIGIN">
      <link rel="canonical" href={marker("ORIGIN") + path} />
      <meta property="og:url" content={marker("ORIGIN") + path} />
      <meta name="twitter:card" content="summary_large_image" />
      {children}
    </Marked>
  </>
);

export const PreviewImage = ({ path = "/preview.png" }: { readonly path?: string }) =>
  <meta property="og:image" content={marker("ORIGIN") + path} />;
