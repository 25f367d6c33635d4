// The rule text as it is typed, with a number for each line and an underline for each finding.

import { h } from "../widget/lib/dom.js";

/** Describes the editor of `text`; `findings` are those of this text; `typed` gets what somebody wrote. */
export function editor({ file, text, findings, typed }) {
  const lines = text.split("\n");
  const wrong = new Set(findings.filter((one) => one.severity === "error").map((one) => one.primary.start.line));
  const follow = (event) => {
    const [box, written] = [event.target.parentElement.parentElement, event.target.parentElement];
    box.querySelector(".numbers").scrollTop = event.target.scrollTop;
    Object.assign(written.querySelector("pre"), { scrollTop: event.target.scrollTop, scrollLeft: event.target.scrollLeft });
  };
  return h("div", { key: file, class: "editor" },
    h("pre", { class: "numbers", "aria-hidden": "true" }, lines.map((_, at) => (wrong.has(at + 1) ? h("b", null, `${at + 1}\n`) : `${at + 1}\n`))),
    h("div", { class: "written" },
      h("pre", { "aria-hidden": "true" }, marked(text, lines, findings), "\n "),
      h("textarea", {
        id: "text", "aria-label": file, "aria-describedby": "findings", spellcheck: "false", autocapitalize: "off", autocomplete: "off", wrap: "off",
        value: text, oninput: (event) => typed(event.target.value), onscroll: follow,
      })));
}

/** The text in pieces, those of findings marked; where two overlap the first is marked. */
function marked(text, lines, findings) {
  const starts = [];
  lines.reduce((at, line) => (starts.push(at), at + line.length + 1), 0);
  const place = ({ line, utf16 }) => Math.min((starts[line - 1] ?? text.length) + utf16 - 1, text.length);
  const ranges = findings.map((one) => ({ from: place(one.primary.start), to: Math.max(place(one.primary.end), place(one.primary.start) + 1), severity: one.severity }));
  ranges.sort((a, b) => a.from - b.from);
  const pieces = [];
  let at = 0;
  for (const { from, to, severity } of ranges) {
    if (from < at) continue;
    pieces.push(text.slice(at, from), h("mark", { class: severity }, text.slice(from, to)));
    at = to;
  }
  return [...pieces, text.slice(at)];
}

/** Goes to a place in the text, and selects what is meant. */
export function goTo(area, text, { start, end }) {
  const lines = text.split("\n");
  const offset = ({ line, utf16 }) => lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0) + utf16 - 1;
  area.focus();
  area.setSelectionRange(offset(start), end ? offset(end) : offset(start));
  const height = area.scrollHeight / lines.length;
  area.scrollTop = Math.max(0, (start.line - 4) * height);
}
