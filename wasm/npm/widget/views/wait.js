// What must wait, first of all because starting it cannot be undone; and where rules disagree, which a person decides.

import { block } from "../lib/controls.js";
import { h } from "../lib/dom.js";
import { needWords } from "../model/report.js";
import { list, regimen } from "../model/words.js";
import { line, lines } from "./line.js";
import { treatmentLine } from "./treatments.js";

export function waits(app, parts) {
  const { m, vocabulary } = app;
  if (parts.waits.length === 0 && parts.held.length === 0) return null;
  return block("wait", m.wait.heading,
    lines([
      ...parts.waits.map((wait) => {
        const agents = list(wait.agents.map((entry) => regimen(entry, m, vocabulary)), m, Infinity, m.or);
        const [first] = wait.agents;
        return line(app, {
          key: `wait ${wait.key}`,
          lead: [`${m.wait.doNotStart} `, h("b", null, agents), ` ${m.wait.until(needWords(wait.needs, m, Infinity), wait.needs.length === 1)}`],
          note: first.because[0],
          rules: first.rules.map((rule) => ({ rule, question: "why" })),
          body: wait.held.length > 0 && h("p", null, `${m.wait.held(wait.held.length)}: `, list(wait.held.map((entry) => regimen(entry, m)), m)),
          label: agents,
          item: { kind: "wait", treatment: first },
        });
      }),
      ...parts.held.map((entry) => treatmentLine(app, entry)),
    ]));
}

export function conflicts(app, parts) {
  const { m } = app;
  if (parts.conflicts.length === 0) return null;
  return block("conflict", m.wait.conflict,
    lines(parts.conflicts.map((entry) => treatmentLine(app, entry, {
      note: [
        h("span", { class: "side" }, h("b", null, m.wait.for), " ", list(entry.rules.map((rule) => rule.title), m)), " ",
        h("span", { class: "side" }, h("b", null, m.wait.against), " ", list(entry.against.map((rule) => rule.title), m)),
      ],
    }))));
}
