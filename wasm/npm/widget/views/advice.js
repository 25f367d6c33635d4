// The advice, in the order in which it matters: what must wait, what to ask, tests, treatments, and the rest.

import { h } from "../lib/dom.js";
import { list } from "../model/words.js";
import { ask } from "./ask.js";
import { tests } from "./tests.js";
import { treatments } from "./treatments.js";
import { conflicts, waits } from "./wait.js";
import { whyNot } from "./why-not.js";

export function advice(app) {
  const { parts } = app;
  return h("div", { key: "advice" },
    conflicts(app, parts),
    waits(app, parts),
    tests(app, parts),
    ask(app, parts),
    treatments(app, parts),
    team(app, parts),
    whyNot(app),
    rest(app, parts),
    dismissed(app));
}

function team(app, parts) {
  const { m } = app;
  if (parts.team.length === 0 && parts.trials.length === 0) return null;
  return h("section", { key: "team", class: "block", "aria-labelledby": "team" },
    h("h3", { id: "team" }, m.also.team),
    h("ul", { class: "plain" },
      parts.team.map((one) => h("li", { key: one.specialty }, h("b", null, one.title), one.because[0] && `: ${one.because[0]}`)),
      parts.trials.map((one) => h("li", { key: one.registration }, h("b", null, one.registration), " ", list(one.rules.map((rule) => rule.title), m)))));
}

function rest(app, parts) {
  const { m } = app;
  const groups = [
    [m.also.notes, parts.notes.map((note) => note.text)],
    [m.also.notUsed, parts.notUsed.map((group) => `${list(group.map((one) => (one.suggestion ? `${one.text} (${one.suggestion})` : one.text)), m)}: ${group[0].reason}`)],
    [m.also.assumptions, parts.assumptions],
    [m.tests.heading, parts.planRemarks],
  ].filter(([, texts]) => texts.length > 0);
  if (groups.length === 0) return null;
  return h("details", { key: "rest", class: "block rest" },
    h("summary", null, m.also.more, " ", h("span", { class: "quiet" }, groups.reduce((sum, [, texts]) => sum + texts.length, 0))),
    groups.map(([title, texts]) => [h("h4", null, title), h("ul", null, texts.map((text) => h("li", null, text)))]));
}

function dismissed(app) {
  const { m } = app;
  if (app.dismissed.size === 0) return null;
  return h("details", { key: "dismissed", class: "block rest" },
    h("summary", null, m.dismiss.dismissed(app.dismissed.size)),
    h("ul", { class: "plain" }, [...app.dismissed].map(([key, { label, reason }]) => h("li", { key },
      label, " ", h("span", { class: "quiet" }, m.dismiss.reasons[reason]), " ",
      h("button", { type: "button", class: "link", onclick: () => {
        app.dismissed.delete(key);
        app.changed();
      } }, m.dismiss.undo)))));
}
