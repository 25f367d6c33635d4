// Writes the widget into a folder of the package: node build.mjs FOLDER

import { cp } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundle } from "./bundle.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const [folder] = process.argv.slice(2);
if (!folder) throw new Error("say into which folder: node build.mjs FOLDER");

await bundle(join(here, "index.js"), join(folder, "widget.js"));
await bundle(join(here, "messages.js"), join(folder, "messages.js"));
await bundle(join(here, "engine/worker.js"), join(folder, "worker.js"));
for (const file of ["index.html", "page.css", "index.d.ts", "custom-elements.json"]) await cp(join(here, file), join(folder, file));
