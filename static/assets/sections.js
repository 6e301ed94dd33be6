// The choice of a section, with its category, its price and what is left in each.

import { element, setText, show } from "./dom.js";
import { formatNumber } from "./format.js";
import { leftFor } from "./sale.js";

/** “Gold · 95 €”; empty where the section has neither. */
export const labelOf = ({ category, price }) => [category, price].filter(Boolean).join(" · ");

export class SectionChoice {
  constructor(fieldset) {
    this.fieldset = fieldset;
    this.ids = "";
    this.options = new Map(); // by section id; "" is any
  }

  /** The id of the section that was chosen; undefined for any. */
  get chosen() {
    return this.fieldset.querySelector("input:checked")?.value || undefined;
  }

  choose(id) {
    const option = this.options.get(id ?? "");
    if (option) option.input.checked = true;
  }

  /** Follows the event; with one section there is nothing to choose. */
  update(sections, accessible) {
    show(this.fieldset, sections.length > 1);
    const ids = sections.map((section) => section.id).join(" ");
    if (ids !== this.ids) this.rebuild(sections);
    this.ids = ids;
    for (const section of sections) {
      const option = this.options.get(section.id);
      const left = leftFor(section, accessible);
      setText(option.label, labelOf(section));
      setText(option.left, left > 0 ? `${formatNumber(left)} left` : "none left");
    }
  }

  rebuild(sections) {
    const chosen = this.chosen;
    for (const { node } of this.options.values()) node.remove();
    this.options.clear();
    this.add("", "Anywhere");
    for (const section of sections) this.add(section.id, section.name);
    this.choose("");
    this.choose(chosen);
  }

  add(id, name) {
    const input = element("input", { type: "radio", name: "section", value: id });
    const label = element("span", { className: "hint" });
    const left = element("span", { className: "hint" });
    const title = element("span", { className: "grow" }, name, " ", label);
    const node = element("label", {}, input, title, left);
    this.fieldset.append(node);
    this.options.set(id, { node, input, label, left });
  }
}
