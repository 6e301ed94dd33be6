// What only verified customers may do, where an event is for them alone.

import { t } from "../lib/i18n";
import type { GateProperties } from "../verified";
import { credential, isAsked, isVerified, verified } from "./credential";
import { part } from "./part";

const gate = part(
  (of) => of.verified_customers,
  () => import("../verified").then((found) => found.openGate(credential, verified)),
);

export function VerifiedGate({ customer, children }: GateProperties) {
  if (!isAsked()) return <>{children}</>;
  const Gate = gate.value;
  if (Gate === null) return <p class="hint">{t().common.loading}</p>;
  return <Gate customer={customer} isGood={isVerified(customer)}>{children}</Gate>;
}
