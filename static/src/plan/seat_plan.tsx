import { t } from "../lib/i18n";
import type { SeatPlanProperties } from ".";

export function SeatPlan({ event }: SeatPlanProperties) {
  return <section aria-label={`${t().plan.title}: ${event.name}`} />;
}
