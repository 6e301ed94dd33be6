// The choice of a section, with what is left in each.

import { element, setText, show } from "./dom.js";
import { formatNumber } from "./format.js";

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
  update(sections) {
    show(this.fieldset, sections.length > 1);
    const ids = sections.map((section) => section.id).join(" ");
    if (ids !== this.ids) this.rebuild(sections);
    this.ids = ids;
    for (const section of sections) {
      const left = section.available > 0 ? `${formatNumber(section.available)} left` : "none left";
      setText(this.options.get(section.id).left, left);
    }
  }

  rebuild(sections) {
    const chosen = this.chosen;
    for (const { label } of this.options.values()) label.remove();
    this.options.clear();
    this.add("", "Anywhere");
    for (const section of sections) this.add(section.id, section.name);
    this.choose("");
    this.choose(chosen);
  }

  add(id, name) {
    const input = element("input", { type: "radio", name: "section", value: id });
    const left = element("span", { className: "hint" });
    const label = element("label", {}, input, element("span", { className: "grow" }, name), left);
    this.fieldset.append(label);
    this.options.set(id, { label, input, left });
  }
}
