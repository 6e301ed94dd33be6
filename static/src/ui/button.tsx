import type { JSX } from "preact";

/** `quiet`: beside a more important one. */
export function Button({ quiet = false, ...rest }: JSX.IntrinsicElements["button"] & { readonly quiet?: boolean }) {
  return <button type="button" class={quiet ? "button quiet" : "button"} {...rest} />;
}
