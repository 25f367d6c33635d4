// The treatments so far and the specimens at hand. Not stated is not the same as none, so both can be said.

import { combobox } from "../lib/combobox.js";
import { check, choice, field as labelled, fold, icon, quiet } from "../lib/controls.js";
import { h } from "../lib/dom.js";
import { search } from "../lib/search.js";
import { withKey, withTherapy, withoutItem } from "../model/profile.js";
import { errorWords } from "./errors.js";

export function therapies(app) {
  const { m, vocabulary, current } = app;
  const given = current.therapies;
  const field = app.field("therapy", { line: "", outcome: "" });
  const set = (name) => (value) => {
    field[name] = value;
    app.changed();
  };
  const add = (drug) => {
    const line = Number(field.line);
    app.edit(withTherapy(current, { drug, ...(line > 0 && { line }), ...(field.outcome && { outcome: field.outcome }) }));
  };
  return h("section", { key: "therapies", class: "group", "aria-labelledby": "therapies" },
    h("h4", { id: "therapies", tabindex: "-1" }, m.therapies.heading),
    (given ?? []).length === 0 && check(m.therapies.none, given !== undefined, (none) => app.edit(withKey(current, "therapies", none ? [] : undefined)), { key: "none" }),
    (given ?? []).length > 0 && h("ul", { key: "list", class: "plain entered" }, given.map((one, at) => row(app, one, at))),
    fold("add", "small", m.therapies.add,
      h("div", { class: "fields" },
        labelled("therapy-line", m.therapies.line, h("input", {
          id: "therapy-line", type: "number", min: "1", max: "20", placeholder: m.therapies.noLine, value: field.line,
          onchange: (event) => set("line")(event.target.value),
        })),
        labelled("therapy-outcome", m.therapies.outcome, choice("therapy-outcome", field.outcome, [
          ["", m.results.notSaid],
          ...Object.entries(m.therapies.outcomes),
        ], set("outcome"))),
        h("div", { class: "field wide" }, combobox({
          id: "therapy-drug",
          field: app.field("therapy-drug"),
          label: m.therapies.drug,
          value: "",
          placeholder: m.therapies.drugPlaceholder,
          none: m.therapies.noDrug,
          options: (text) => drugs(app, text),
          pick: (option) => add(option.key),
          changed: app.changed,
        })))));
}

function drugs(app, text) {
  const found = search(app.vocabulary.drugIndex, text).map(({ thing, found }) => ({ key: thing.name, label: thing.name, hint: found }));
  const typed = text.trim();
  // A drug that no rule knows is still part of the history.
  return found.length > 0 || typed === "" ? found : [{ key: typed, label: app.m.therapies.asTyped(typed) }];
}

function row(app, therapy, at) {
  const { m, current } = app;
  const name = therapy.drug?.code ?? therapy.drug;
  const wrong = app.errors.filter((error) => error.path.startsWith(`therapies[${at}]`));
  const how = [therapy.line ? `${m.therapies.line.toLowerCase()} ${therapy.line}` : undefined, m.therapies.outcomes[therapy.outcome], therapy.date].filter(Boolean).join(", ");
  return h("li", { key: `${at} ${name}` },
    h("div", { class: "said" }, h("b", null, name), " ", quiet(how), wrong.map((error) => h("p", { class: "wrong" }, errorWords(error)))),
    icon("×", m.results.remove, name, () => {
      app.edit(withoutItem(current, "therapies", at));
      app.focus("therapies");
    }));
}

export function specimens(app) {
  const { m, vocabulary, current } = app;
  const at = current.specimens;
  const has = (name) => (at ?? []).some((one) => vocabulary.specimen(one)?.name === name);
  const toggle = (name) => (on) => {
    const rest = (at ?? []).filter((one) => vocabulary.specimen(one)?.name !== name);
    app.edit(withKey(current, "specimens", on ? [...rest, name] : rest.length > 0 ? rest : undefined));
  };
  const said = at === undefined ? m.therapies.specimensUnknown : at.length === 0 ? m.therapies.specimensNone : at.join(", ");
  return fold("specimens", "small group", [h("b", null, m.therapies.specimens), " ", quiet(said)],
    h("div", { class: "checks" },
      vocabulary.specimens.map(({ name }) => check(name, has(name), toggle(name), { key: name })),
      check(m.therapies.specimensNone, at?.length === 0, (none) => app.edit(withKey(current, "specimens", none ? [] : undefined)), { key: "-" })));
}
