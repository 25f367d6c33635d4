// The module without the package around it, fresh for each test: one that traps is broken for good.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const folder = process.env.GUIDEMARK_WASM;
const glue = await import(pathToFileURL(join(folder, "engine.js")));
let started = false;

export function load() {
  if (started) glue.__wbg_reset_state();
  else glue.initSync({ module: readFileSync(join(folder, "engine_bg.wasm")) });
  started = true;
  return glue;
}

// What the native engine answers.
export const native = JSON.parse(readFileSync(process.env.GUIDEMARK_ANSWERS, "utf8"));

export const settings = JSON.stringify({ today: native.today });
