// The pieces that every part of the page is made of: a block with its heading, a field with its label, buttons.

import { h } from "./dom.js";

/** A block of the advice, under its heading. */
export const block = (name, title, ...children) =>
  h("section", { key: name, class: `block ${name}`, part: name, "aria-labelledby": name }, h("h3", { id: name }, title), children);

export const button = (label, onclick, props) => h("button", { type: "button", onclick, ...props }, label);

export const link = (label, onclick, props) => button(label, onclick, { class: "link", ...props });

/** A button that is only a sign, with its name for those who do not see it. */
export const icon = (sign, name, of, onclick) =>
  button(h("span", { "aria-hidden": "true" }, sign), onclick, { class: "icon", "aria-label": `${name}: ${of}`, title: name });

export const quiet = (...children) => h("span", { class: "quiet" }, children);

export const field = (id, label, control, props) => h("div", { class: "field", ...props }, h("label", { for: id }, label), control);

/** A list to choose one of `options` from, each `[value, label]` or a group `{label, options}`; `set` gets the value. */
export const choice = (id, value, options, set, props) =>
  h("select", { id, onchange: (event) => set(event.target.value), value, ...props }, options.filter(Boolean).map(option));

const option = (one) => (one.options ? h("optgroup", { label: one.label }, one.options.map(option)) : h("option", { key: one[0], value: one[0] }, one[1]));

/** A check box with its label. */
export const check = (label, checked, set, props) =>
  h("label", { class: "check", ...props }, h("input", { type: "checkbox", checked, onchange: (event) => set(event.target.checked) }), ` ${label}`);

/** Something that is folded away under a line of its own. */
export const fold = (key, kind, summary, ...children) => h("details", { key, class: kind }, h("summary", null, summary), children);
