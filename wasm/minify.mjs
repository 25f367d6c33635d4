// Makes the scripts of a folder smaller, each in its place: node minify.mjs FOLDER
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";

const [folder] = process.argv.slice(2);
const scripts = (await readdir(folder)).filter((name) => name.endsWith(".js")).map((name) => join(folder, name));
// Not bundled: the entries share their module, and bundlers of others look for `new URL("…", import.meta.url)`.
await build({ entryPoints: scripts, outdir: folder, allowOverwrite: true, minify: true, format: "esm", target: "es2022", logLevel: "warning" });
