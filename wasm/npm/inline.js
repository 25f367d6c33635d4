// Guidemark in one piece: engine and rulebook are part of the script, so nothing is fetched (`connect-src 'none'`), and
// no bundler has to know about files.
import { entry, fetched } from "./entry.js";
import engine from "./inline/engine.js";
import plan from "./inline/rulebook-plan.js";
export { Book } from "./book.js";
export { version } from "./version.js";

const bytes = (base64) => {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at);
  return bytes;
};

const own = {
  engine: () => bytes(engine),
  plan: () => bytes(plan),
  texts: async () => JSON.parse((await import("./inline/rulebook-text.js")).default),
};

export const { load, loadSync, check, format } = entry(own, fetched, true);
