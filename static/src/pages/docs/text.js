// The little Markdown that descriptions use: paragraphs, `code`, **bold** and [links](/to).

import { element } from "./dom.js";

const MARKED = /`([^`]+)`|\*\*([^*]+)\*\*|\[([^\]]+)\]\((\/[^)]*)\)/g;

function inline(text) {
  const nodes = [];
  let from = 0;
  for (const found of text.matchAll(MARKED)) {
    const [all, code, bold, label, href] = found;
    nodes.push(text.slice(from, found.index));
    if (code !== undefined) nodes.push(element("code", {}, code));
    if (bold !== undefined) nodes.push(element("strong", {}, bold));
    if (label !== undefined) nodes.push(element("a", { href }, label));
    from = found.index + all.length;
  }
  nodes.push(text.slice(from));
  return nodes;
}

/** A text as paragraphs; nothing where there is none. */
export function paragraphs(text = "") {
  return text.split("\n\n").filter(Boolean).map((part) => element("p", {}, ...inline(part)));
}

/** A text as the inside of a line. */
export function line(text = "") {
  return element("span", {}, ...inline(text));
}

/** Something to be copied: JSON, or a text as it is. */
export function block(content) {
  const text = typeof content === "string" ? content : JSON.stringify(content, null, 2);
  return element("pre", { tabIndex: 0 }, element("code", {}, text));
}
