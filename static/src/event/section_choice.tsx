import { plural, t } from "../lib/i18n";
import { leftFor } from "../lib/sale";
import type { SaleEvent, Section } from "../lib/types";
import { basket, choose } from "./sale";

/** “Gold · 95 €”; empty where the section has neither. */
const labelOf = ({ category, price }: Section) => [category, price].filter(Boolean).join(" · ");

/** Where to be. With one section there is nothing to choose, but perhaps a price to tell. */
export function SectionChoice({ event: { sections } }: { readonly event: SaleEvent }) {
  const texts = t().event;
  const only = sections.length === 1 ? sections[0] : undefined;
  if (only) {
    const label = labelOf(only);
    return label ? <p class="only-section">{only.name} · {label}</p> : null;
  }
  return (
    <fieldset class="sections">
      <legend>{texts.where}</legend>
      <Option id={null} name={texts.anywhere} label={texts.anywhereHint} left="" />
      {sections.map((section) => {
        const left = leftFor(section, basket.value.accessible);
        const text = left > 0 ? plural(texts.sectionLeft, left) : texts.sectionNone;
        return <Option key={section.id} id={section.id} name={section.name} label={labelOf(section)} left={text} />;
      })}
    </fieldset>
  );
}

interface OptionProperties {
  readonly id: string | null;
  readonly name: string;
  readonly label: string;
  readonly left: string;
}

const Option = ({ id, name, label, left }: OptionProperties) => (
  <label>
    <input
      type="radio"
      name="section"
      checked={basket.value.section === id}
      onChange={() => choose({ section: id, seats: [] })}
    />
    <span class="name">{name}</span>
    <span class="hint">{label}</span>
    <span class="hint figures">{left}</span>
  </label>
);
