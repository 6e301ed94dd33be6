// The page as the server fills it in: to be read before the script runs, or without it.

import { fill, t } from "../lib/i18n";
import { Digits } from "../ui/digits";
import { Layout } from "../ui/layout";
import { marker, Marked } from "../ui/markers";
import { BillFact, Now, Picture, Poster } from "./poster";

const time = (name: string) => <time dateTime={marker(`${name}_AT`)}>{marker(`${name}_TEXT`)}</time>;

const LONG = `${marker("#HAS_LONG_WORD")}long${marker("/HAS_LONG_WORD")}`;

export function Still() {
  const texts = t().event;
  return (
    <Layout>
      <Poster name={marker("NAME")} long={LONG} facts={<Facts />}>
        <Marked section="SCHEDULED">
          <Now phase="scheduled" detail={texts.waiting}>
            <Digits left={null} label="" />
          </Now>
        </Marked>
        <Marked section="OPEN"><Now phase="open" /></Marked>
        <Marked section="PAUSED"><Now phase="paused" detail={texts.pausedDetail} /></Marked>
        <Marked section="CLOSED"><Now phase="closed" detail={texts.closedDetail} /></Marked>
        <Marked section="SOLD_OUT">
          <Now phase="sold_out" detail={<Marked section="HAS_WAITLIST">{texts.waitlistOpen}</Marked>} />
        </Marked>
      </Poster>
      <div class="sale">
        <noscript><p class="notice">{t().common.needsScript}</p></noscript>
        <div class="order" />
        <aside>
          <StillNumbers />
          <Marked section="HAS_IMAGE"><Picture src={marker("IMAGE")} /></Marked>
          <Marked section="HAS_DESCRIPTION"><p class="about">{marker("DESCRIPTION")}</p></Marked>
        </aside>
      </div>
    </Layout>
  );
}

function Facts() {
  const texts = t().event;
  return (
    <>
      <Marked section="HAS_STARTS"><BillFact term={texts.starts} value={time("STARTS")} /></Marked>
      <Marked section="HAS_VENUE"><BillFact term={texts.venue} value={marker("VENUE")} /></Marked>
      <Marked section="SCHEDULED"><BillFact term={texts.opens} value={time("OPENS")} /></Marked>
      <Marked section="HAS_CLOSES"><BillFact term={texts.closes} value={time("CLOSES")} /></Marked>
    </>
  );
}

const StillNumbers = () => (
  <section class="numbers" aria-labelledby="left">
    <h2 class="figures" id="left">{fill(t().event.left.other, { count: marker("AVAILABLE") })}</h2>
    <p class="hint figures">{fill(t().event.ofCapacity.other, { count: marker("CAPACITY") })}</p>
    <ul class="still-sections">
      <Marked section="SECTION">
        <li>
          <span>{marker("SECTION_NAME")}</span>
          <Marked section="HAS_SECTION_PRICE"><span>{marker("SECTION_PRICE")}</span></Marked>
          <span class="figures">{fill(t().event.sectionLeft.other, { count: marker("SECTION_AVAILABLE") })}</span>
        </li>
      </Marked>
    </ul>
  </section>
);
