// The advice, in the order in which it matters: what must wait, what to ask, tests, treatments, and the rest.

import { block, fold, link, quiet } from "../lib/controls.js";
import { h } from "../lib/dom.js";
import { list } from "../model/words.js";
import { ask } from "./ask.js";
import { tests } from "./tests.js";
import { treatments } from "./treatments.js";
import { conflicts, waits } from "./wait.js";
import { whyNot } from "./why-not.js";

export function advice(app) {
  const { parts } = app;
  // What no rule asks for yet comes after what could bring one to ask.
  const tested = [tests(app, parts), ask(app, parts)];
  return h("div", { key: "advice" },
    conflicts(app, parts),
    waits(app, parts),
    parts.orders.length + parts.awaited.length > 0 || parts.questions.people.length === 0 ? tested : tested.reverse(),
    treatments(app, parts),
    team(app, parts),
    notes(app, parts),
    whyNot(app),
    rest(app, parts),
    dismissed(app));
}

function team(app, parts) {
  const { m } = app;
  if (parts.team.length === 0 && parts.trials.length === 0) return null;
  return block("team", m.also.team,
    h("ul", { class: "plain" },
      parts.team.map((one) => h("li", { key: one.specialty }, h("b", null, one.title), one.because[0] && `: ${one.because[0]}`)),
      parts.trials.map((one) => h("li", { key: one.registration }, h("b", null, one.registration), " ", list(one.rules.map((rule) => rule.title), m)))));
}

function notes(app, parts) {
  const { m } = app;
  if (parts.notes.length === 0) return null;
  return block("notes", m.also.notes,
    h("ul", null, parts.notes.map((note) => h("li", { key: note.text }, note.text))));
}

/** What the profile says and nothing here uses, and what was taken for granted. */
function rest(app, parts) {
  const { m } = app;
  const groups = [
    [m.also.notUsed, parts.notUsed.map((group) => `${list(group.map((one) => (one.suggestion ? `${one.text} (${one.suggestion})` : one.text)), m)}: ${group[0].reason}`)],
    [m.also.assumptions, parts.assumptions],
    [m.tests.heading, parts.planRemarks],
  ].filter(([, texts]) => texts.length > 0);
  if (groups.length === 0) return null;
  return fold("rest", "block rest", [m.also.more, " ", quiet(groups.reduce((sum, [, texts]) => sum + texts.length, 0))],
    groups.map(([title, texts]) => [h("h4", null, title), h("ul", null, texts.map((text) => h("li", null, text)))]));
}

function dismissed(app) {
  const { m } = app;
  if (app.dismissed.size === 0) return null;
  return fold("dismissed", "block rest", m.dismiss.dismissed(app.dismissed.size),
    h("ul", { class: "plain" }, [...app.dismissed].map(([key, { label, reason }]) => h("li", { key },
      label, " ", quiet(m.dismiss.reasons[reason]), " ",
      link(m.dismiss.undo, () => {
        app.dismissed.delete(key);
        app.changed();
      })))));
}
