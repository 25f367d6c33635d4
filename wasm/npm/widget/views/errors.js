// What is wrong with a profile, each thing beside its path in it.

import { quiet } from "../lib/controls.js";
import { h } from "../lib/dom.js";
import { prose } from "../model/words.js";

export function errorList(errors, m, props) {
  return h("ul", { class: "plain errors", ...props }, errors.map((error) =>
    h("li", null, h("code", null, error.path || m.errors.whole), " ", errorWords(error))));
}

/** The error and what helps against it. */
export const errorWords = (error) => [prose(error.message), error.help && quiet(` (${prose(error.help)})`)];
