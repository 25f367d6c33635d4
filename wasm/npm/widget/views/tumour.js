// The tumour: its disease, the facts that matter, results, treatments so far, specimens, and the day and place.

import { combobox } from "../lib/combobox.js";
import { choice, field, link } from "../lib/controls.js";
import { h } from "../lib/dom.js";
import { search } from "../lib/search.js";
import { withKey } from "../model/profile.js";
import { diseaseOf } from "../model/vocabulary.js";
import { facts } from "./facts.js";
import { results } from "./results.js";
import { specimens, therapies } from "./therapies.js";

export function tumour(app) {
  const { m } = app;
  return h("section", { key: "tumour", class: app.folded ? "tumour folded" : "tumour", part: "tumour", "aria-labelledby": "tumour" },
    h("div", { class: "heading" },
      h("h3", { id: "tumour" }, m.tumour.heading),
      // Where the advice stands below, a tumour that is entered makes room for it.
      link(app.folded ? m.tumour.show : m.tumour.hide, () => {
        app.folded = !app.folded;
        app.changed();
      }, { class: "link folding", "aria-expanded": String(!app.folded) }),
      !app.whatIf && link(m.tools.paste, () => app.dialog.showModal())),
    h("div", { class: "entries" },
      disease(app),
      facts(app),
      results(app),
      therapies(app),
      specimens(app),
      asOf(app)));
}

function disease(app) {
  const { m, vocabulary, current } = app;
  const known = diseaseOf(vocabulary, current.disease);
  const wrong = app.errors.some((error) => error.path.startsWith("disease"));
  return combobox({
    id: "disease",
    field: app.field("disease"),
    label: m.tumour.disease,
    value: known?.title ?? (typeof current.disease === "string" ? current.disease : current.disease?.code) ?? "",
    placeholder: m.tumour.diseasePlaceholder,
    none: m.tumour.noDisease,
    invalid: wrong,
    options: (text) => search(vocabulary.diseaseIndex, text).map(({ thing, found }) => ({
      key: thing.name, label: thing.title, hint: found && found !== thing.name ? `${found} · ${thing.name}` : thing.name,
    })),
    pick: (option) => app.edit(withKey(current, "disease", option.key)),
    changed: app.changed,
  });
}

function asOf(app) {
  const { m, vocabulary, current, settings } = app;
  const region = settings.region ?? current.region ?? "";
  const set = (name) => (value) => (settings[name] === undefined ? app.edit(withKey(current, name, value || undefined)) : app.reflect(name, value));
  const known = vocabulary.regions.some((one) => one.name === region);
  return h("div", { key: "as-of", class: "fields" },
    field("region", m.tumour.region, choice("region", region, [
      ["", m.tumour.noRegion],
      region && !known && [region, region],
      ...vocabulary.regions.map((one) => [one.name, `${one.name} – ${one.title}`]),
    ], set("region"))),
    field("as-of", m.tumour.date, h("input", {
      id: "as-of", type: "date", value: settings.date ?? current.date ?? app.report?.provenance.date ?? "",
      onchange: (event) => set("date")(event.target.value),
    })));
}
