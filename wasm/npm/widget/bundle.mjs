// How the widget and the playground are bundled. `guidemark` stays the package's own entry beside their folders, so that
// the page and its worker share one engine, and it finds its own files.

import { readFile } from "node:fs/promises";
import { build, transform } from "esbuild";

/** Style sheets become texts, made small. */
const styles = {
  name: "styles",
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, "utf8"), { loader: "css", minify: true, target: "es2023" });
      return { contents: code, loader: "text" };
    });
  },
};

const entry = {
  name: "entry",
  setup({ onResolve }) {
    onResolve({ filter: /^guidemark$/ }, () => ({ path: "../web.js", external: true }));
    onResolve({ filter: /^guidemark\/widget$/ }, () => ({ path: "../widget/widget.js", external: true }));
  },
};

/** The texts of the page are a file of their own, which another language takes the place of. */
const texts = {
  name: "texts",
  setup({ onResolve }) {
    onResolve({ filter: /\/messages\.js$/ }, ({ kind }) => (kind === "entry-point" ? undefined : { path: "./messages.js", external: true }));
  },
};

/** Bundles `source` into the file `target`. */
export const bundle = (source, target) => build({
  entryPoints: [source],
  outfile: target,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2023",
  charset: "utf8",
  legalComments: "none",
  plugins: [styles, entry, texts],
});
