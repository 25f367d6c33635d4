// One line of advice: what, how strong, why in short; it opens to the whole reason, and to what can be done about it.

import { button, choice, field as labelled } from "../lib/controls.js";
import { h } from "../lib/dom.js";
import { proofs } from "./why.js";

/**
 * Describes a line. `rules` are `{rule, question, against}` with the report's reference in `rule`; `body` is what else is
 * said when it is open; `actions` are buttons; `item` is what an event says of it when it is dismissed.
 */
export function line(app, { key, lead, meta, note, mark, rules = [], body, actions, item, label }) {
  if (app.dismissed.has(key)) return null;
  const isOpen = app.open.has(key);
  const asked = rules.map(({ rule, question }) => ({ rule: rule.rule, question }));
  return h("li", { key, part: "line" },
    h("details", { open: isOpen, ontoggle: (event) => event.target === event.currentTarget && app.toggle(key, event.target.open, asked) },
      h("summary", null,
        // The spaces are for those who hear the line.
        h("span", { class: "lead" }, lead, " ", mark && h("span", { class: "tag" }, mark)), " ",
        meta && h("span", { class: "meta" }, meta), " ",
        note && h("span", { class: "note" }, note)),
      isOpen && h("div", { class: "body" },
        body,
        proofs(app, rules, note),
        (actions || item) && h("div", { class: "actions" }, actions, item && dismissal(app, key, label, item)))));
}

/** A button for something that can be requested or chosen once. */
export function mark(app, key, text, act) {
  const done = app.marked.has(key);
  return button([done && h("span", { "aria-hidden": "true" }, "✓ "), text], () => {
    if (!app.marked.delete(key)) {
      app.marked.add(key);
      act();
    }
    app.changed();
  }, { class: "main", "aria-pressed": String(done) });
}

function dismissal(app, key, label, item) {
  const { m } = app;
  const id = `dismiss-${key.replace(/[^A-Za-z0-9-]+/g, "_")}`;
  const field = app.field(id, { reason: "unsuitable", comment: "" });
  return h("details", { class: "menu" },
    h("summary", { class: "button" }, m.dismiss.button),
    h("form", { class: "choices", onsubmit: (event) => {
      event.preventDefault();
      app.dismiss(key, label, item, field.reason, field.comment.trim());
    } },
    labelled(id, m.dismiss.label, choice(id, field.reason, Object.entries(m.dismiss.reasons), (value) => (field.reason = value))),
    labelled(`${id}-comment`, m.dismiss.comment, h("input", { id: `${id}-comment`, type: "text", value: field.comment, oninput: (event) => (field.comment = event.target.value) })),
    h("button", { type: "submit" }, m.dismiss.confirm)));
}

/** A list of lines; nothing where there are none. */
export const lines = (items, props) => {
  const shown = items.filter(Boolean);
  return shown.length > 0 && h("ul", { class: "lines", ...props }, shown);
};
