/** Adds the styles of a chunk that is loaded later; by script, as the pages' policy wants it. */
export function addStyleSheet(css: string): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets.push(sheet);
}
