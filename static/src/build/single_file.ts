// Makes one HTML file of an entry, its styles and a page: a file that needs nothing but itself.

import { readFileSync } from "node:fs";

import type { Plugin } from "vite";

/** `page` has an empty <style> and an empty <script>, which are filled; the file is called `fileName`. */
export function singleFile(page: string, fileName: string): Plugin {
  return {
    name: "onsale:single-file",
    apply: "build",
    enforce: "post",
    buildStart() {
      this.addWatchFile(page);
    },
    generateBundle(_, bundle) {
      let css = "";
      let code = "";
      for (const [name, file] of Object.entries(bundle)) {
        if (file.type === "chunk") code += file.code;
        else if (name.endsWith(".css")) css += file.source.toString();
        else throw new Error(`${name} would stand beside ${fileName}`);
        delete bundle[name];
      }
      const html = readFileSync(page, "utf8");
      const source = fill(fill(html, "style", css), "script", code);
      this.emitFile({ type: "asset", fileName, source });
    },
  };
}

/** Nothing in `content` can end the element. */
function fill(html: string, tag: string, content: string): string {
  const empty = `<${tag}></${tag}>`;
  if (html.split(empty).length !== 2) throw new Error(`the page has not one ${empty}`);
  return html.replace(empty, () => `<${tag}>${content.trim().replaceAll(`</${tag}`, `<\\/${tag}`)}</${tag}>`);
}
