import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { defineConfig, type Plugin } from "vite";

/** Writes beside every file its compressed forms, so that the server has nothing to compress. */
function precompress(): Plugin {
  let folder = "";
  return {
    name: "precompress",
    apply: "build",
    configResolved: (config) => {
      folder = join(config.root, config.build.outDir);
    },
    closeBundle: () => {
      for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile()) continue;
        const path = join(entry.parentPath, entry.name);
        const bytes = readFileSync(path);
        writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } }));
        writeFileSync(`${path}.gz`, gzipSync(bytes, { level: constants.Z_BEST_COMPRESSION }));
      }
    },
  };
}

/** Has the browser load the charts at once, though they are started later. */
function preloadLater(): Plugin {
  return {
    name: "preload-later",
    transformIndexHtml: {
      order: "post",
      handler: (_, { bundle = {} }) =>
        Object.values(bundle)
          .filter((file) => file.type === "chunk" && !file.isEntry)
          .map(({ fileName }) => ({ tag: "link", attrs: { rel: "modulepreload", href: `/${fileName}` }, injectTo: "head" })),
    },
  };
}

// `npm run dev` shows the figures of a monitor that runs already.
const monitor = process.env["MONITOR"] ?? "http://localhost:8080";

export default defineConfig({
  // The map is in the bundle, since the wall shows nothing useful before it is there.
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 900,
    rolldownOptions: {
      output: {
        // The library changes less often than the wall, so that browsers keep it over versions.
        codeSplitting: { groups: [{ name: "echarts", test: /node_modules/ }] },
      },
    },
  },
  plugins: [preloadLater(), precompress()],
  server: { proxy: { "/api": monitor, "/healthz": monitor } },
});
