// A text field with a list to choose from, after the ARIA combobox pattern: arrows, Enter, Escape, and the pointer.

import { h } from "./dom.js";

/**
 * Describes a combobox. `field` holds what is typed and what is active, and must be the same object each time;
 * `options(text)` answers `[{key, label, hint}]`; `pick(option)` is called with the one chosen; `changed()` asks for a
 * new description.
 */
export function combobox({ id, field, label, value, placeholder, options, pick, changed, describedby, invalid, none, openOnFocus }) {
  const text = field.text ?? value ?? "";
  const list = field.open ? options(field.text ?? "") : [];
  const active = list.length > 0 ? Math.min(field.active ?? 0, list.length - 1) : -1;
  const listId = `${id}-list`;
  const close = () => {
    field.open = false;
    field.text = undefined;
    field.active = 0;
  };
  const choose = (option) => {
    close();
    pick(option);
    changed();
  };
  const step = (by) => {
    if (!field.open) Object.assign(field, { open: true, active: 0 });
    else if (list.length > 0) field.active = (active + by + list.length) % list.length;
    changed();
  };
  const keys = {
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    Enter: () => active >= 0 && choose(list[active]),
    Escape: () => {
      if (!field.open) return false;
      close();
      changed();
    },
  };
  const open = field.open && (list.length > 0 || (field.text ?? "").trim() !== "");
  return h("div", { class: "combobox" },
    h("label", { for: id }, label),
    h("input", {
      id, type: "text", role: "combobox", autocomplete: "off", spellcheck: "false", placeholder,
      "aria-autocomplete": "list", "aria-expanded": String(Boolean(open)), "aria-controls": listId,
      "aria-activedescendant": open && active >= 0 ? `${id}-${active}` : undefined,
      "aria-describedby": describedby, "aria-invalid": invalid ? "true" : undefined,
      value: text,
      onfocus: (event) => {
        event.target.select();
        if (openOnFocus) {
          Object.assign(field, { open: true, active: 0 });
          changed();
        }
      },
      oninput: (event) => {
        Object.assign(field, { text: event.target.value, open: true, active: 0 });
        changed();
      },
      onkeydown: (event) => {
        const act = keys[event.key];
        if (!act || event.isComposing || (event.key === "Enter" && !field.open)) return;
        if (act() !== false) {
          event.preventDefault();
          event.stopPropagation();
        }
      },
      onblur: (event) => {
        // What was typed and not chosen says nothing: the field shows again what holds.
        const typed = event.target;
        close();
        changed();
        typed.value = value ?? "";
      },
    }),
    h("ul", { id: listId, role: "listbox", "aria-label": label, hidden: !open, class: "options" },
      open && list.length === 0
        ? h("li", { key: "none", role: "option", "aria-disabled": "true", "aria-selected": "false", class: "none" }, none)
        : list.map((option, index) =>
          h("li", {
            key: option.key, id: `${id}-${index}`, role: "option", "aria-selected": String(index === active),
            // The list goes away with the focus, so it must be chosen from before the focus moves.
            onmousedown: (event) => event.preventDefault(),
            onclick: () => choose(option),
          }, h("span", null, option.label), option.hint && h("span", { class: "hint" }, option.hint)))));
}
