import { plural, t } from "../lib/i18n";
import { leftFor } from "../lib/sale";
import type { SaleEvent, Section } from "../lib/types";
import { basket, choose } from "./sale";

/** “Gold · 95 €”; empty where the section has neither. */
const labelOf = ({ category, price }: Section) => [category, price].filter(Boolean).join(" · ");

/** As many as are seen at a glance. */
const LISTED_MAX = 8;

const leftText = (section: Section) => {
  const left = leftFor(section, basket.value.accessible);
  return left > 0 ? plural(t().event.sectionLeft, left) : t().event.sectionNone;
};

const take = (section: string | null) => choose({ section, seats: [] });

/** Where to be. With one section there is nothing to choose, but perhaps a price to tell. */
export function SectionChoice({ event: { sections } }: { readonly event: SaleEvent }) {
  const texts = t().event;
  const only = sections.length === 1 ? sections[0] : undefined;
  if (only) {
    const label = labelOf(only);
    return label ? <p class="only-section">{only.name} · {label}</p> : null;
  }
  if (sections.length > LISTED_MAX) return <SectionList sections={sections} />;
  return (
    <fieldset class="sections">
      <legend>{texts.where}</legend>
      <Option id={null} name={texts.anywhere} label={texts.anywhereHint} left="" />
      {sections.map((section) => (
        <Option key={section.id} id={section.id} name={section.name} label={labelOf(section)} left={leftText(section)} />
      ))}
    </fieldset>
  );
}

/** Of a large hall: a list that a phone shows on a screen of its own, and that can be searched by typing. */
function SectionList({ sections }: { readonly sections: readonly Section[] }) {
  const texts = t().event;
  return (
    <div class="field">
      <label for="section">{texts.where}</label>
      <select id="section" value={basket.value.section ?? ""} onChange={({ currentTarget }) => take(currentTarget.value || null)}>
        <option value="">{texts.anywhere}</option>
        {sections.map((section) => (
          <option key={section.id} value={section.id}>
            {[section.name, labelOf(section), leftText(section)].filter(Boolean).join(" · ")}
          </option>
        ))}
      </select>
    </div>
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
      onChange={() => take(id)}
    />
    <span class="name">{name}</span>
    <span class="hint">{label}</span>
    <span class="hint figures">{left}</span>
  </label>
);
