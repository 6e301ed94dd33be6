// The report of a rehearsal, which the program fills in: one file, no page of the server.

import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

import { singleFile } from "./src/build/single_file.ts";

const folder = fileURLToPath(new URL("src/rehearsal", import.meta.url));

export default defineConfig({
  plugins: [singleFile(`${folder}/page.html`, "rehearsal_report.html")],
  publicDir: false,
  build: {
    target: "es2022",
    // CMake says where by --outDir.
    outDir: "../build/rehearsal",
    emptyOutDir: true,
    modulePreload: false,
    reportCompressedSize: false,
    rolldownOptions: { input: { report: `${folder}/main.tsx` }, output: { format: "iife" } },
  },
});
