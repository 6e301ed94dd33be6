import type { ComponentChildren, JSX } from "preact";

type Properties = JSX.IntrinsicElements["input"] & {
  readonly id: string;
  readonly label: string;
  readonly hint?: ComponentChildren;
};

/** One input with its label and what there is to say of it. */
export function Field({ label, hint, id, ...input }: Properties) {
  const hintId = `${id}-hint`;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input id={id} {...(hint ? { "aria-describedby": hintId } : {})} {...input} />
      {hint && <p class="hint" id={hintId}>{hint}</p>}
    </div>
  );
}
