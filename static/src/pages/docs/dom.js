// Building and filling the page. Data gets into it as text only, never as markup.

export const byId = (id) => document.getElementById(id);

/** An element with properties, and with nodes and texts inside. */
export function element(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  Object.assign(node, properties);
  node.append(...children);
  return node;
}

/** Sets a text only where it differs, so that a live region is read out only on a change. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
