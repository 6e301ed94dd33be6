import type { JSX } from "preact";

import { Field } from "./field";

type Properties = JSX.IntrinsicElements["input"] & { readonly id: string; readonly label: string; readonly hint: string };

/** Whose tickets: an e-mail address by custom, any name by right. */
export const CustomerField = (properties: Properties) => (
  <Field
    name="customer"
    inputMode="email"
    autoComplete="email"
    autoCapitalize="off"
    spellcheck={false}
    maxLength={254}
    pattern=".*\S.*"
    required
    {...properties}
  />
);
