// Why not: any drug or class can be asked about, also one that is nowhere on the page.

import { combobox } from "../lib/combobox.js";
import { fold, link } from "../lib/controls.js";
import { h } from "../lib/dom.js";
import { search } from "../lib/search.js";
import { drug, regimen } from "../model/words.js";
import { ruleBox } from "./why.js";

/** How many rules are shown before the others are folded away. */
const NEAREST = 3;

export function whyNot(app) {
  const { m } = app;
  const field = app.field("why-not-answer");
  const { about, rules } = field;
  const said = about ? app.report.treatments.filter((entry) => entry.drugs.includes(about) || entry.members?.includes(about)) : [];
  // The answer is about one profile: for another it is asked again.
  if (about && field.of !== app.report) find(app, field, about);
  return h("section", { key: "why-not", class: "block why-not", part: "why-not" },
    combobox({
      id: "why-not",
      field: app.field("why-not"),
      label: m.whyNot.label,
      value: "",
      placeholder: m.whyNot.placeholder,
      none: m.whyNot.no,
      options: (text) => search(app.vocabulary.agentIndex, text).map(({ thing, found }) => ({ key: thing.name, label: drug(thing.name, m), hint: found ?? thing.title })),
      pick: (option) => find(app, field, option.key),
      changed: app.changed,
    }),
    about && h("div", { key: about, class: "answer", role: "region", "aria-labelledby": "why-not-title" },
      h("div", { class: "heading" },
        h("h4", { id: "why-not-title" }, m.whyNot.of(drug(about, m))),
        link(m.close, () => {
          Object.assign(field, { about: undefined, rules: undefined });
          app.focus("why-not");
        })),
      said.length > 0 && h("ul", null, said.map((entry) => h("li", null, h("b", null, regimen(entry, m, app.vocabulary)), `: ${m.whatIf.status[entry.status]}`))),
      rules === undefined && h("p", { class: "quiet" }, m.why.loading),
      rules?.length === 0 && h("p", null, m.whyNot.none),
      rules?.slice(0, NEAREST).map((rule) => ruleBox(app, rule, rule)),
      rules?.length > NEAREST && fold("more", "small", m.whyNot.more(rules.length - NEAREST),
        rules.slice(NEAREST).map((rule) => ruleBox(app, rule, rule)))));
}

async function find(app, field, about) {
  if (field.about !== about) field.rules = undefined;
  Object.assign(field, { about, of: app.report });
  const answer = await app.engine.askLatest("why-not", "explain", app.current, { whyNot: about }, app.settings);
  if (!answer || field.about !== about) return;
  field.rules = answer.ok ? answer.explanation.rules : [];
  app.changed();
}
