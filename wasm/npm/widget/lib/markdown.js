// The patient's page comes as Markdown of the engine's own making: headings, lists, bold words, paragraphs. Nothing else
// is read, and nothing becomes markup that is not one of these.

import { h } from "./dom.js";

const ESCAPED = /\\([!-/:-@[-`{-~])/g;

function inline(text) {
  return text.split(/(?<!\\)\*\*/).map((piece, index) => {
    const said = piece.replace(ESCAPED, "$1").replace(/&(amp|lt|gt|quot|#39);/g, (_, name) => ENTITIES[name]);
    return index % 2 === 1 ? h("strong", null, said) : said;
  });
}

const ENTITIES = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };

/** Describes the page; headings begin at level `from`. */
export function markdown(text, from = 2) {
  return text.trim().split(/\n{2,}/).map((block) => {
    const heading = /^(#{1,4}) ([^\n]*)$/.exec(block);
    if (heading) return h(`h${heading[1].length + from - 1}`, null, inline(heading[2]));
    const lines = block.split("\n");
    if (lines.every((line) => line.startsWith("- "))) {
      return h("ul", null, lines.map((line) => h("li", null, inline(line.slice(2)))));
    }
    return h("p", null, inline(lines.join(" ")));
  });
}
