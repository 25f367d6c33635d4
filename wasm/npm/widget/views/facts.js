// The facts that matter: those that say who a tumour is, and those that are given. Any other can be asked for; those whose
// answer could change the advice come first there, and are asked one by one under "Ask next".

import { choice, field } from "../lib/controls.js";
import { h } from "../lib/dom.js";
import { withFact } from "../model/profile.js";
import { capital, prose } from "../model/words.js";

export function facts(app) {
  const { m, vocabulary, current } = app;
  const given = Object.keys(current.facts ?? {}).map((name) => vocabulary.fact(name)?.name ?? name);
  const open = (app.report?.open_questions ?? []).map((one) => one.about.fact).filter(Boolean);
  const core = [...m.core, ...m.besides.filter((name) => open.includes(name))].filter((name) => vocabulary.fact(name)?.used);
  const shown = [...new Set([...core, ...given, ...app.extra])];
  const others = vocabulary.facts.filter((fact) => !shown.includes(fact.name));
  const rank = (fact) => (open.includes(fact.name) ? 0 : fact.used ? 1 : 2);
  others.sort((a, b) => rank(a) - rank(b));
  return h("div", { key: "facts", class: "fields", role: "group", "aria-label": m.tumour.heading },
    shown.map((name) => fact(app, name, open.includes(name))),
    others.length > 0 && h("div", { key: "+", class: "field wide" },
      choice("more-facts", "", [["", `${m.tumour.moreFacts} …`], ...others.map((one) => [one.name, title(one, m)])], (name) => {
        app.extra.add(name);
        app.focus(`fact-${name}`);
      }, { "aria-label": m.tumour.moreFacts, class: "quiet" })));
}

export const title = (one, m) => m.factLabel[one.name] ?? one.title;

function fact(app, name, open) {
  const { m, vocabulary, current } = app;
  const known = vocabulary.fact(name);
  const said = current.facts?.[name] ?? (known && Object.entries(current.facts ?? {}).find(([key]) => vocabulary.fact(key) === known)?.[1]);
  const wrong = app.errors.find((error) => error.path === `facts.${name}`);
  const id = `fact-${name}`;
  const label = known ? [title(known, m), known.unit && `(${known.unit})`].filter(Boolean).join(" ") : name;
  const set = (value) => app.edit(withFact(current, name, value));
  const bears = open && h("span", { class: "mark", title: m.tumour.bears }, " •", h("span", { class: "hidden" }, ` ${m.tumour.bears}`));
  return field(id, [capital(label), bears], [
    factInput({ id, fact: known, said, set, m, assumed: app.report?.assumed?.[name], describedby: wrong && `${id}-wrong`, invalid: Boolean(wrong) }),
    wrong && h("p", { id: `${id}-wrong`, class: "wrong" }, prose(wrong.message)),
  ], { key: name, class: label.length > 20 ? "field wide" : "field" });
}

/** The input for a fact or a marker: a number, or one of its values. */
export function factInput({ id, fact, said, set, m, assumed, describedby, invalid }) {
  const shared = { id, "aria-describedby": describedby, "aria-invalid": invalid ? "true" : undefined };
  if (fact?.takes === "number") {
    return h("input", {
      ...shared, type: "number", min: fact.from, max: fact.to, step: "any", value: said ?? "",
      placeholder: assumed && m.tumour.assumed(assumed),
      onchange: (event) => set(event.target.value === "" ? undefined : Number(event.target.value)),
    });
  }
  const value = said === true ? "yes" : said === false ? "no" : said;
  const values = (fact?.values ?? []).map((one) => one.name);
  const spelt = fact?.values?.find((one) => one.name === value || one.also?.includes(value))?.name ?? value;
  return choice(id, spelt ?? "", [
    ["", assumed && !said ? m.tumour.assumed(valueWords(assumed, values, m)) : m.tumour.unknown],
    spelt !== undefined && !values.includes(spelt) && [spelt, String(spelt)],
    ...values.map((name) => [name, valueWords(name, values, m)]),
  ], (name) => set(name || undefined), shared);
}

/** A value as a reader says it. */
export const valueWords = (name, values, m) => (values.length === 2 && m.tumour[name]) || String(name).replaceAll("-", " ");
