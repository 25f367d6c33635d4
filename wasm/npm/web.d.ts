// The types of the entry for pages: without `loadSync`.
export { Book, check, format, load, version } from "./index.js";
export type * from "./index.js";
