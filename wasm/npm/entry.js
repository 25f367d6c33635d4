// What an entry offers, from where it finds its files.
import { ask, start, startSync } from "./module.js";
import { Book } from "./book.js";

const OPTIONS = ["compiled", "source", "name", "engine"];

const checked = (options = {}) => {
  if (options === null || typeof options !== "object") throw new TypeError("options are an object");
  const unknown = Object.keys(options).find((key) => !OPTIONS.includes(key));
  if (unknown !== undefined) throw new TypeError(`there is no option \`${unknown}\`; there are ${OPTIONS.join(", ")}`);
  if (options.compiled !== undefined && options.source !== undefined) throw new TypeError("a rulebook is `compiled` or `source`, not both");
  return options;
};

const files = (source) => {
  const isText = source !== null && typeof source === "object" && Object.values(source).every((text) => typeof text === "string");
  if (!isText) throw new TypeError('source is an object of file names and texts: {"mine.guide": "guideline …"}');
  return JSON.stringify(source);
};

const ofSource = ({ source, name = "rules" }) => {
  const texts = files(source);
  return new Book(({ Engine }) => new Engine(name, texts));
};

const isAddress = (value) => typeof value === "string" || value instanceof URL;

const isBytes = (value) => value instanceof ArrayBuffer || ArrayBuffer.isView(value);

const bytes = (value) => (value instanceof ArrayBuffer ? new Uint8Array(value) : new Uint8Array(value.buffer, value.byteOffset, value.byteLength));

const ofPlan = (plan, texts) => {
  const whole = bytes(plan);
  return new Book(({ Engine }) => Engine.compiled(whole), texts);
};

// A file by its address; same-origin cookies, as every script and style of the page has them.
export async function fetched(address) {
  const response = await fetch(address, { credentials: "same-origin" });
  if (!response.ok) throw new Error(`guidemark: ${address} answered ${response.status}`);
  return response;
}

// `own` has the package's files: engine, plan, texts. `get` gets a file by its address, as bytes or a Response. Where
// `own` gives bytes at once, no promises, there is `loadSync` too.
export function entry(own, get, isSync) {
  let texts;
  const ownTexts = () => {
    // One that failed is tried again.
    texts ??= Promise.resolve().then(own.texts).catch((error) => { texts = undefined; throw error; });
    return texts;
  };

  const read = async (compiled) => {
    const given = await compiled;
    const found = isAddress(given) ? await get(given) : given;
    if (isBytes(found)) return found;
    if (typeof found?.arrayBuffer !== "function") throw new TypeError("compiled is an address, a Response or bytes");
    return found.arrayBuffer();
  };

  const engineOf = (engine) => {
    if (engine === undefined) return own.engine;
    return () => (isAddress(engine) ? get(engine) : engine);
  };

  async function load(options) {
    const { engine, compiled, source, name } = checked(options);
    if (source !== undefined) files(source);
    const plan = source === undefined && (compiled === undefined ? own.plan() : read(compiled));
    const [bytes] = await Promise.all([plan, start(engineOf(engine))]);
    if (source !== undefined) return ofSource({ source, name });
    return ofPlan(bytes, compiled === undefined ? ownTexts : undefined);
  }

  function loadSync(options) {
    const { engine, compiled, source, name } = checked(options);
    if (compiled !== undefined && !isBytes(compiled)) throw new TypeError("loadSync takes a compiled rulebook as bytes");
    startSync(engine === undefined ? own.engine : () => engine);
    if (source !== undefined) return ofSource({ source, name });
    return ofPlan(compiled ?? own.plan(), compiled === undefined ? ownTexts : undefined);
  }

  const alone = (call) => {
    if (isSync) startSync(own.engine);
    return ask(call);
  };
  const check = (source) => {
    const texts = files(source);
    return alone((module) => module.check(texts));
  };
  const format = (text) => {
    if (typeof text !== "string") throw new TypeError("format takes the text of one file");
    return alone((module) => module.format(text));
  };
  return { load, loadSync, check, format };
}
