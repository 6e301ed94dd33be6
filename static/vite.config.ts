import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

import { compress } from "./src/build/compress.ts";
import { plainImports, prerender } from "./src/build/prerender.ts";

const pages = fileURLToPath(new URL("src/pages", import.meta.url));

/** The script of each page, by the page's folder. */
const entries = Object.fromEntries(
  readdirSync(pages, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => {
      const script = ["main.tsx", "main.ts", "main.js"].find((file) => existsSync(`${pages}/${name}/${file}`));
      return [name, `${pages}/${name}/${script}`];
    }),
);

export default defineConfig({
  plugins: [plainImports(), prerender(), compress()],
  appType: "mpa",
  build: {
    target: "es2022",
    // CMake says where by --outDir.
    outDir: "../build/static",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    cssCodeSplit: true,
    modulePreload: false,
    reportCompressedSize: false,
    rolldownOptions: {
      input: entries,
      output: {
        codeSplitting: {
          // What every page needs is one file, which the next page then has already.
          groups: [{ name: "shared", test: /node_modules\/(@?preact)|\/src\/(lib|ui)\/|vite\/preload-helper/, minShareCount: 2 }],
        },
      },
    },
  },
  test: { include: ["src/**/*.test.{ts,tsx}"] },
});
