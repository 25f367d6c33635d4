// What can be done with the page as a whole: suppose, print, copy, turn to the patient.

import { button } from "../lib/controls.js";
import { h } from "../lib/dom.js";

export function tools(app) {
  const { m } = app;
  if (app.phase !== "ready") return null;
  const ready = Boolean(app.report) && !app.isEmpty;
  return h("div", { class: "tools", role: "group", "aria-label": m.title },
    !app.whatIf && button(m.whatIf.button, () => {
      app.startWhatIf();
      app.focus("entry");
    }, { key: "if", id: "what-if-start", disabled: !ready }),
    app.page === "patient"
      ? button(m.tools.back, () => app.showAdvice(), { key: "patient" })
      : button(m.tools.patient, () => app.showPatient(), { key: "patient", disabled: !ready }),
    h("details", { key: "copy", class: "menu", onkeydown: closeOnEscape, onfocusout: closeOnLeaving },
      h("summary", { class: "button" }, m.tools.copy),
      h("div", { class: "choices" },
        copyButton(app, m.tools.copyText, async () => (await app.engine.ask("text", app.current, app.settings, "text")).text),
        copyButton(app, m.tools.copyJson, () => JSON.stringify(app.report, null, 2)),
        copyButton(app, m.tools.copyProfile, () => JSON.stringify(app.current, null, 2)))),
    button(m.tools.print, () => window.print(), { key: "print", disabled: !ready }));
}

function copyButton(app, label, text) {
  const { m } = app;
  return button(label, async (event) => {
    const menu = event.currentTarget.closest("details");
    try {
      await navigator.clipboard.writeText(await text());
      app.say(m.tools.copied);
    } catch {
      app.say(m.tools.notCopied);
    }
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}

function closeOnEscape(event) {
  if (event.key !== "Escape" || !event.currentTarget.open) return;
  event.currentTarget.open = false;
  event.currentTarget.querySelector("summary").focus();
  event.stopPropagation();
}

function closeOnLeaving(event) {
  if (event.relatedTarget && !event.currentTarget.contains(event.relatedTarget)) event.currentTarget.open = false;
}
