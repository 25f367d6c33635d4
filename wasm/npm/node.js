// Guidemark for Node: its files are read from beside this one. No top-level await, so that `require` works too.
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { entry, fetched } from "./entry.js";
export { Book } from "./book.js";
export { version } from "./version.js";

// Paths and no URL objects: a simulated browser (jsdom) brings a URL of its own, which the file system refuses.
const beside = (name) => join(dirname(fileURLToPath(import.meta.url)), name);

const own = {
  engine: () => readFileSync(beside("engine_bg.wasm")),
  plan: () => readFileSync(beside("rulebook-plan.bin")),
  texts: async () => JSON.parse(await readFile(beside("rulebook-text.json"), "utf8")),
};

const get = async (address) => {
  const text = String(address);
  return /^https?:/.test(text) ? fetched(text) : readFile(text.startsWith("file:") ? fileURLToPath(text) : text);
};

export const { load, loadSync, check, format } = entry(own, get, true);
