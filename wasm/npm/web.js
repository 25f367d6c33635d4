// Guidemark for pages and bundlers: its files are fetched from beside this one, and nothing from elsewhere.
import { entry, fetched } from "./entry.js";
export { Book } from "./book.js";
export { version } from "./version.js";

// Each address stands in full, so that bundlers see it.
const own = {
  engine: () => fetched(new URL("./engine_bg.wasm", import.meta.url)),
  plan: async () => (await fetched(new URL("./rulebook-plan.bin", import.meta.url))).arrayBuffer(),
  texts: async () => (await fetched(new URL("./rulebook-text.json", import.meta.url))).json(),
};

export const { load, check, format } = entry(own, fetched, false);
