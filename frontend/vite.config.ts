import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { constants, brotliCompressSync, gzipSync } from "node:zlib";
import { defineConfig, type Plugin } from "vite";

const here = import.meta.dirname;
const outDir = join(here, "../src/kmzb/public/dist");

/** The drawing inside each named icon, without the `svg` around it. */
function icons(): Record<string, string> {
  const names = JSON.parse(readFileSync(join(here, "src/icons.json"), "utf8")) as string[];
  const table: Record<string, string> = {};
  for (const name of names) {
    const svg = readFileSync(join(here, `node_modules/@tabler/icons/icons/outline/${name}.svg`), "utf8");
    table[name] = svg
      .replace(/<!--[\s\S]*?-->/, "")
      .replace(/^[\s\S]*?<svg[^>]*>/, "")
      .replace("</svg>", "")
      .replace(/\s*\n\s*/g, "");
  }
  return table;
}

/** Offers the icons to TypeScript as `virtual:icons` and to the server's templates as `icons.json`. */
function iconTable(): Plugin {
  return {
    name: "icon-table",
    resolveId: (id) => (id === "virtual:icons" ? "\0virtual:icons" : null),
    load: (id) => (id === "\0virtual:icons" ? `export default ${JSON.stringify(icons())}` : null),
    generateBundle() {
      const signs: unknown = JSON.parse(readFileSync(join(here, "src/signs.json"), "utf8"));
      this.emitFile({ type: "asset", fileName: "icons.json", source: JSON.stringify({ icons: icons(), signs }) });
    },
  };
}

/** Lays a `.gz` and a `.br` beside every text file, so that the web process compresses nothing itself. */
function compressed(): Plugin {
  return {
    name: "compressed",
    apply: "build",
    closeBundle() {
      for (const entry of readdirSync(outDir, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile() || !/\.(m?js|css|svg)$/.test(entry.name)) continue;
        const path = join(entry.parentPath, entry.name);
        const bytes = readFileSync(path);
        writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
        writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }));
      }
    },
  };
}

/** What draws the first marks of the map page comes in one file: each further one costs a phone a round trip. */
const FIRST = [
  "config",
  "dates",
  "filters",
  "frame",
  "numbers",
  "signs",
  "statuses",
  ...["clusters", "country", "images", "mercator", "rings", "tiles", "tokens", "viewport"].map((name) => `map/${name}`),
  ...["address", "border", "camera", "first-marks", "first-picture", "groups", "heights", "painter", "source"].map(
    (name) => `page-map/${name}`,
  ),
];
const FIRST_PACKAGES = ["@mapbox/vector-tile", "@mapbox/point-geometry", "kdbush", "pbf", "supercluster"];
const FIRST_MODULE = new RegExp(
  `frontend/src/(${FIRST.join("|")})[.](ts|json)$|node_modules/(${FIRST_PACKAGES.join("|")})/|vite/preload-helper`,
);

export default defineConfig({
  base: "/static/",
  plugins: [iconTable(), compressed()],
  build: {
    outDir,
    emptyOutDir: true,
    manifest: "manifest.json",
    target: "es2022",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1400,
    rolldownOptions: {
      checks: { pluginTimings: false },
      output: { codeSplitting: { groups: [{ name: "first", test: FIRST_MODULE }] } },
      input: ["site", "map", "report", "follow", "office"].map((name) => join(here, `src/${name}.ts`)),
    },
  },
  worker: { format: "es" },
});
