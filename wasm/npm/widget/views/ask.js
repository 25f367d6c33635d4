// Ask next: the question that decides most, with its answer in place; and the results that would decide most.

import { button, link, quiet } from "../lib/controls.js";
import { h } from "../lib/dom.js";
import { withFact, withKey } from "../model/profile.js";
import { decided, list } from "../model/words.js";
import { factInput, valueWords } from "./facts.js";
import { enter } from "./results.js";

/** Up to so many answers are buttons; more are a list to choose from. */
const BUTTONS = 6;
const CHIPS = 8;

export function ask(app, parts) {
  const { m } = app;
  const { people, biomarkers } = parts.questions;
  const open = people.filter((one) => !app.asked.has(one.ask));
  const skipped = people.length - open.length;
  if (people.length === 0 && biomarkers.length === 0) return null;
  return h("section", { key: "ask", id: "ask", class: "block ask", part: "ask", tabindex: "-1", "aria-labelledby": "ask-title" },
    h("h3", { id: "ask-title" }, m.ask.heading),
    open.length > 0 && question(app, open[0]),
    skipped > 0 && h("p", { key: "skipped", class: "quiet" }, m.ask.skipped(skipped), " ", link(m.ask.again, () => {
      app.asked.clear();
      app.changed();
    })),
    biomarkers.length > 0 && h("p", { key: "laboratory", class: "chips" },
      quiet(m.ask.laboratory), " ",
      biomarkers.slice(0, CHIPS).map((name) => [button(name, () => enter(app, name), { key: name, class: "chip", "aria-label": m.tests.enter(name) }), " "])));
}

function question(app, asked) {
  const { m } = app;
  const bears = bearsOn(asked.decides, m);
  return h("div", { key: asked.ask, class: "question" },
    h("p", { id: "question", class: "asked" }, asked.ask),
    h("div", { class: "answers", role: "group", "aria-labelledby": "question" },
      answers(app, asked.about),
      link(m.ask.skip, () => {
        app.asked.add(asked.ask);
        app.focus("ask");
      }, { key: "skip" })),
    bears.length > 0 && h("p", { class: "quiet" }, m.ask.decides(list(bears, m, 3))));
}

/** What the answer bears on: few treatments by name, many by their number. */
function bearsOn(decides, m) {
  const said = decides.filter((name) => !name.startsWith("note: "));
  const others = said.filter((name) => /^(refer|test|trial|avoid|hold) /.test(name));
  const treatments = said.filter((name) => !others.includes(name));
  const named = treatments.length > 3 ? [m.ask.treatments(treatments.length)] : treatments.map((name) => decided(name, m));
  return named.length > 0 ? named : others.slice(0, 2).map((name) => decided(name, m));
}

function answers(app, about) {
  const { m, vocabulary, current } = app;
  if (about === "therapies") return [button(m.ask.none, () => app.edit(withKey(current, "therapies", []))), quiet(m.ask.history)];
  if (about === "disease") return button(m.ask.diagnosis, () => app.focus("disease"));
  const fact = vocabulary.fact(about.fact);
  const set = (value) => {
    app.edit(withFact(current, fact.name, value));
    app.focus("ask");
  };
  const values = fact.takes === "number" ? numbers(fact) : fact.values.map((one) => one.name);
  if (values && values.length <= BUTTONS) {
    return values.map((value) => button(valueWords(value, values, m), () => set(value), { key: value }));
  }
  return [h("label", { class: "hidden", for: "answer" }, fact.title), factInput({ id: "answer", fact, said: undefined, set, m })];
}

/** The numbers of a short scale, each of which can be a button. */
function numbers(fact) {
  const count = fact.to - fact.from + 1;
  return count <= BUTTONS ? Array.from({ length: count }, (_, step) => fact.from + step) : undefined;
}
