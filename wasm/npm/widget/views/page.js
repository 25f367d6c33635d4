// The page: who the tumour is and what to do now, the tumour's data beside the advice, and what all rests on.

import { block, button } from "../lib/controls.js";
import { h } from "../lib/dom.js";
import { prose } from "../model/words.js";
import { headline, tumourLine } from "../model/report.js";
import { diseaseOf } from "../model/vocabulary.js";
import { advice } from "./advice.js";
import { errorList } from "./errors.js";
import { footer } from "./footer.js";
import { pasteDialog } from "./paste.js";
import { patientPage } from "./patient.js";
import { tools } from "./tools.js";
import { tumour } from "./tumour.js";
import { whatIfBar } from "./what-if.js";

export function page(app) {
  const { m } = app;
  return [
    h("p", { key: "status", class: "hidden", role: "status", "aria-live": "polite" }, app.said),
    h("section", { key: "page", class: app.whatIf ? "page supposing" : "page", part: "page", "aria-label": m.title },
      header(app),
      whatIfBar(app),
      app.phase === "ready" && h("div", { key: "columns", class: "columns" }, tumour(app), main(app)),
      app.phase === "loading" && h("p", { key: "loading", class: "state", role: "status" }, m.loading),
      app.phase === "failed" && failed(app),
      footer(app)),
    app.phase === "ready" && pasteDialog(app),
  ];
}

function header(app) {
  const { m } = app;
  const disease = app.vocabulary && diseaseOf(app.vocabulary, app.current.disease);
  const facts = app.vocabulary && disease ? tumourLine(app.report, app.current, app.vocabulary, m) : [];
  return h("header", { key: "header", part: "header" },
    h("div", { class: "who" },
      h("h2", null, disease?.title ?? app.report?.disease ?? m.tumour.none),
      facts.length > 0 && h("p", { class: "facts" }, facts.join(" · "))),
    tools(app),
    h("p", { class: "now", part: "now" }, h("b", null, m.now.label), " ", h("span", null, now(app))));
}

function now(app) {
  const { m } = app;
  if (app.errors.length > 0) return m.now.errors(app.errors.length);
  if (app.phase === "ready" && app.isEmpty) return m.now.start;
  if (!app.parts) return app.phase === "loading" ? m.loading : "";
  return headline(app.parts, m, app.vocabulary).join(" ");
}

function main(app) {
  return h("section", { key: "main", class: "advice", part: "advice", tabindex: "-1", "aria-label": app.m.advice },
    content(app));
}

function errors(app) {
  const { m } = app;
  return block("errors", m.errors.heading, h("p", null, m.errors.intro), errorList(app.errors, m));
}

/** Nothing is known yet: what to do is said in one place, and no rule is quoted. */
function start(app) {
  const { m } = app;
  return h("section", { key: "start", class: "block start" },
    h("p", null, m.start.text),
    h("p", null, button(m.start.name, () => app.focus("disease"), { class: "main" }), " ",
      button(m.tools.paste, () => app.dialog.showModal())));
}

function content(app) {
  if (app.errors.length > 0) return errors(app);
  if (app.isEmpty) return start(app);
  if (!app.parts) return null;
  return app.page === "patient" ? patientPage(app) : advice(app);
}

function failed(app) {
  const { m } = app;
  return h("section", { key: "failed", class: "block errors state" },
    h("h3", null, m.failed),
    h("ul", { class: "plain" }, app.diagnostics.filter((one) => one.severity !== "warning").slice(0, 8).map((one) =>
      h("li", null, one.primary?.file && h("code", null, `${one.primary.file}:${one.primary.start.line} `), prose(one.message)))));
}
