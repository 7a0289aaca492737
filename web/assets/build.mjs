// Makes the style sheet, the script and the chart program out of src/ into dist/, with a manifest of their hashed names.
import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));
const dist = path.join(here, "dist");

// The theme has 2,800 design tokens, of which these screens use some hundreds: the rest need not travel.
function withoutUnusedTokens(css) {
  for (;;) {
    const used = new Set([...css.matchAll(/var\(\s*(--[\w-]+)/g)].map((match) => match[1]));
    const pruned = css.replace(/^\s*(--[\w-]+):[^;{}]*;\n/gm, (line, name) => (used.has(name) ? line : ""));
    if (pruned === css) return css;
    css = pruned;
  }
}

const pruneTokens = {
  name: "prune-tokens",
  setup(build) {
    build.onEnd(async ({ outputFiles }) => {
      for (const file of outputFiles) {
        if (!file.path.endsWith(".css")) continue;
        const { code } = await esbuild.transform(withoutUnusedTokens(file.text), { loader: "css", minify: true });
        file.contents = Buffer.from(code);
      }
    });
  },
};

const shared = {
  absWorkingDir: here,
  bundle: true,
  charset: "utf8",
  legalComments: "eof",
  logLevel: "warning",
  outdir: dist,
  write: false,
};

const results = await Promise.all([
  esbuild.build({
    ...shared,
    entryPoints: { screen: "src/css/screen.css" },
    assetNames: "[name]-[hash]",
    entryNames: "[name]-[hash]",
    legalComments: "none",
    loader: { ".woff2": "file" },
    metafile: true,
    plugins: [pruneTokens],
  }),
  esbuild.build({
    ...shared,
    entryPoints: { screen: "src/js/screen.js" },
    entryNames: "[name]-[hash]",
    metafile: true,
    minify: true,
    target: "es2022",
  }),
  esbuild.build({
    ...shared,
    entryPoints: { chart: "src/js/chart.js" },
    entryNames: "[name]",
    metafile: true,
    minify: true,
    format: "iife",
    globalName: "chart",
    platform: "neutral",
    mainFields: ["module", "main"],
    define: { "process.env.NODE_ENV": '"production"' },
  }),
]);

await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });
const manifest = {};
for (const { outputFiles, metafile } of results) {
  for (const file of outputFiles) await writeFile(file.path, file.contents);
  for (const [output, { entryPoint }] of Object.entries(metafile.outputs)) {
    if (entryPoint) manifest[path.basename(entryPoint)] = path.basename(output);
  }
}
await writeFile(path.join(dist, "manifest.json"), JSON.stringify(manifest, null, 2) + "\n");
