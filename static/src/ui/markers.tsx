// What the server fills in, in ctemplate's syntax: see ARCHITECTURE.md. Only in what is prerendered.

import type { ComponentChildren } from "preact";

export const marker = (name: string): string => `{{${name}}}`;

/** Comes once for each of something, or only when there is something. */
export const Marked = ({ section, children }: { readonly section: string; readonly children: ComponentChildren }) => (
  <>{`{{#${section}}}`}{children}{`{{/${section}}}`}</>
);
