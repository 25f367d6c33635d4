// The page for the patient, in plain language.

import { h } from "../lib/dom.js";
import { markdown } from "../lib/markdown.js";

export function patientPage(app) {
  const { m, patient } = app;
  return h("article", { key: "patient", class: "patient", part: "patient" },
    patient === undefined ? h("p", { role: "status" }, m.why.loading) : markdown(patient, 3));
}
