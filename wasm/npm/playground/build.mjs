// Writes the playground into a folder of the package: node build.mjs FOLDER

import { cp } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundle } from "../widget/bundle.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const [folder] = process.argv.slice(2);
if (!folder) throw new Error("say into which folder: node build.mjs FOLDER");

await bundle(join(here, "playground.js"), join(folder, "playground.js"));
for (const name of ["index.html", "page.css", "example"]) await cp(join(here, name), join(folder, name), { recursive: true });
