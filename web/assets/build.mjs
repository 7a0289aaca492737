// Makes the style sheet, the script and the chart program out of src/ into dist/, with a manifest of their hashed names.
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
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

// What is made contains work of others: their licences travel with it.
async function licences(inputs) {
  const modules = path.resolve(here, "../../node_modules");
  const packages = new Set(inputs.map((input) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1]).filter(Boolean));
  const texts = [];
  for (const name of [...packages].sort()) {
    const { version, license } = JSON.parse(await readFile(path.join(modules, name, "package.json"), "utf8"));
    const file = (await readdir(path.join(modules, name))).find((entry) => /^licen[cs]e/i.test(entry));
    const text = file ? await readFile(path.join(modules, name, file), "utf8") : "";
    texts.push(`${name} ${version} (${license})\n\n${text.trim()}\n`);
  }
  return texts.join(`\n${"-".repeat(80)}\n\n`);
}

await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });
const manifest = {};
for (const { outputFiles, metafile } of results) {
  for (const file of outputFiles) await writeFile(file.path, file.contents);
  for (const [output, { entryPoint }] of Object.entries(metafile.outputs)) {
    if (entryPoint) manifest[path.basename(entryPoint)] = path.basename(output);
  }
}
const inputs = results.flatMap(({ metafile }) => Object.keys(metafile.inputs));
await writeFile(path.join(dist, "licences.txt"), await licences(inputs));
await writeFile(path.join(dist, "manifest.json"), JSON.stringify(manifest, null, 2) + "\n");
