// Lets verified customers in, and tells others how to become one.

import { computed, effect, type ReadonlySignal, type Signal } from "@preact/signals";
import type { ComponentType } from "preact";

import { language } from "../lib/i18n";
import { now } from "../lib/now";
import type { VerifiedTexts } from "../texts/verified_en";
import { addStyleSheet } from "../ui/style_sheet";
import type { GateProperties, Verified } from ".";
import { readCredential } from "./credential";
import css from "./verified.css?inline";

addStyleSheet(css);

/** In the page's language alone. Not while this module is loaded: a module that failed once is not tried again. */
const loadTexts = async (): Promise<VerifiedTexts> =>
  (language().startsWith("de") ? (await import("../texts/verified_de")).de : (await import("../texts/verified_en")).en);

/** `isGood`: whether the credential is for the customer. */
type Properties = GateProperties & { readonly isGood: boolean };

/**
 * Keeps `verified` at whom the credential names, for as long as it is good; gives what stands around
 * all that only verified customers may do.
 */
export async function openGate(
  credential: ReadonlySignal<string | null>,
  verified: Signal<Verified | null>,
): Promise<ComponentType<Properties>> {
  const texts = await loadTexts();
  const read = computed(() => (credential.value === null ? null : readCredential(credential.value)));
  const isOver = computed(() => read.value !== null && now.value !== null && now.value >= read.value.expiresAt);
  effect(() => {
    const { value: found } = read;
    verified.value = found === null || isOver.value ? null : { customer: found.customer, hint: texts.hint };
  });

  function reasonFor(customer: string): string {
    if (isOver.value) return texts.over;
    return verified.value === null ? texts.none : texts.other(customer, verified.value.customer);
  }

  return ({ customer, isGood, children }) => (
    <>
      <div class="verified" role="status">
        {!isGood && <><h3>{texts.title}</h3><p>{reasonFor(customer)}</p></>}
        {isGood && !children && <p class="hint">{texts.as(customer)}</p>}
      </div>
      {isGood && children}
    </>
  );
}
