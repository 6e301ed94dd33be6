import { formatMoment, formatShortMoment } from "../lib/format";

/** A moment in the visitor's time zone. `at`: RFC 3339. */
export const Moment = ({ at, short = false }: { readonly at: string; readonly short?: boolean }) => (
  <time dateTime={at}>{(short ? formatShortMoment : formatMoment)(Date.parse(at))}</time>
);
