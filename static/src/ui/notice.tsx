import type { ComponentChildren } from "preact";

/**
 * Something that the person should know, read out when it changes. It stays in the page while it
 * is empty, because a live region that comes with its text is not read out.
 */
export const Notice = ({ children, id }: { readonly children?: ComponentChildren; readonly id?: string }) => (
  <div class="notice" role="status" {...(id ? { id } : {})}>{children}</div>
);
