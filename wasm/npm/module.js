// The engine's module: started once, and started again where it has failed.
import init, { initSync, __wbg_reset_state, Engine, check, format } from "./engine.js";

let started = false;
let starting;

// How often the module was started; what an earlier one made is of no use to a later one.
export let generation = 0;

// `get` gives the module's bytes, a Response, a WebAssembly.Module, or a promise of one of them.
export function start(get) {
  starting ??= Promise.resolve(started || init({ module_or_path: get() })).then(
    () => { started = true; },
    (error) => {
      // The next call may have more luck.
      starting = undefined;
      throw new Error("guidemark: the engine could not be started. Is its file served, and does the content security policy allow 'wasm-unsafe-eval'?", { cause: error });
    },
  );
  return starting;
}

export function startSync(get) {
  if (started) return;
  initSync({ module: get() });
  started = true;
}

// One call of the module: its answer, from JSON. What is thrown inside it (no memory left, a defect of ours) breaks it
// for good, so it is started anew; the call is not repeated.
export function ask(call) {
  if (!started) throw new TypeError("the engine is not started: await load() first");
  let text;
  try {
    text = call({ Engine, check, format });
  } catch (error) {
    return failed(error, restart());
  }
  return JSON.parse(text);
}

function restart() {
  try {
    __wbg_reset_state();
    generation++;
    return "the engine was started anew; please report this with the input that led to it";
  } catch {
    return "the engine could not be started anew: load the page again";
  }
}

export function failed(error, help) {
  return { ok: false, errors: [{ code: "engine-failed", path: "", message: `the engine failed: ${error?.message ?? error}`, help }] };
}
