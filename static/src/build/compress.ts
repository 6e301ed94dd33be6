// Puts the brotli of each text beside it, as `app.js.br`, so that the server does not have to compress
// it at every start.

import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

import type { Plugin } from "vite";

const TEXT = /\.(css|html|js|svg|txt)$/;

/** The server fills these in, and compresses what comes of it. */
const TEMPLATE = /^(event|index)(\.\w+)?\.html$/;

const brotli = (content: Buffer) =>
  brotliCompressSync(content, {
    params: {
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
    },
  });

export const compress = (): Plugin => ({
  name: "onsale:compress",
  apply: "build",
  writeBundle({ dir = "" }) {
    for (const name of readdirSync(dir, { recursive: true, encoding: "utf8" })) {
      if (!TEXT.test(name) || TEMPLATE.test(name)) continue;
      const file = join(dir, name);
      writeFileSync(`${file}.br`, brotli(readFileSync(file)));
    }
  },
});
