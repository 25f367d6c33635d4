// The module, fresh for each test: one that traps is broken for good.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const module = process.env.GUIDEMARK_WASM;

export function load() {
  delete require.cache[require.resolve(module)];
  return require(module);
}

// What the native engine answers.
export const native = JSON.parse(readFileSync(process.env.GUIDEMARK_ANSWERS, "utf8"));

export const settings = JSON.stringify({ today: native.today });
