// Puts the brotli of each text beside it, as `app.js.br`, so that the server does not have to compress
// it at every start.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

import type { Plugin } from "vite";

const TEXT = /\.(css|html|js|svg)$/;

/** The server fills these in, and compresses what comes of it. */
const isTemplate = (content: Buffer) => content.includes("{{");

export const compress = (): Plugin => ({
  name: "onsale:compress",
  apply: "build",
  writeBundle({ dir = "" }, bundle) {
    for (const name of Object.keys(bundle).filter((file) => TEXT.test(file))) {
      const content = readFileSync(join(dir, name));
      if (isTemplate(content)) continue;
      const params = {
        [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
        [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
      };
      writeFileSync(join(dir, `${name}.br`), brotliCompressSync(content, { params }));
    }
  },
});
