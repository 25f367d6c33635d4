// A profile from elsewhere: pasted, or from a file. What is wrong with it stands beside its path.

import { button } from "../lib/controls.js";
import { h } from "../lib/dom.js";
import { parseProfile } from "../model/profile.js";
import { errorList } from "./errors.js";

export function pasteDialog(app) {
  const { m } = app;
  const field = app.field("paste", { text: "", errors: [] });
  const close = () => app.dialog.close();
  const use = async () => {
    const read = parseProfile(field.text, m);
    const answer = read.errors ? read : await app.engine.ask("evaluate", read.profile, app.settings);
    field.errors = read.errors ?? (answer.ok ? [] : answer.errors);
    if (field.errors.length === 0) {
      close();
      app.setProfile(read.profile);
      app.emit("profile-change", { profile: read.profile });
    }
    app.changed();
  };
  return h("dialog", { key: "paste", "aria-labelledby": "paste-title", part: "dialog", made: (node) => (app.dialog = node) },
    h("h3", { id: "paste-title" }, m.paste.heading),
    h("p", { id: "paste-help", class: "quiet" }, m.paste.help),
    h("label", { for: "paste-text" }, m.paste.label),
    h("textarea", {
      id: "paste-text", rows: "14", spellcheck: "false", value: field.text,
      "aria-describedby": "paste-help paste-errors", "aria-invalid": field.errors.length > 0 ? "true" : undefined,
      oninput: (event) => (field.text = event.target.value),
    }),
    h("div", { id: "paste-errors", role: "alert" }, field.errors.length > 0 && errorList(field.errors, m)),
    h("div", { class: "actions" },
      h("label", { class: "button", for: "paste-file" }, m.paste.file),
      h("input", { id: "paste-file", class: "hidden", type: "file", accept: ".json,application/json", onchange: async (event) => {
        field.text = (await event.target.files[0]?.text()) ?? field.text;
        event.target.value = "";
        app.changed();
      } }),
      h("span", { class: "gap" }),
      button(m.cancel, close),
      button(m.paste.read, use, { class: "main" })));
}
