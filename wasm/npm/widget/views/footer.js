// What all rests on, always in view: the rulebook and its version, the day, the region, and what this is not.

import { h } from "../lib/dom.js";

export function footer(app) {
  const { m, rulebook, current, settings } = app;
  const by = app.report?.provenance;
  return h("footer", { key: "footer", part: "footer" },
    rulebook && h("span", { title: rulebook.sha256 }, `${rulebook.name} ${rulebook.version}`),
    app.version && h("span", { key: "engine", class: "engine" }, m.engine(app.version)),
    h("span", { key: "date" }, m.asOf(by?.date ?? settings.date ?? current.date ?? m.today)),
    h("span", { key: "region" }, by?.region ?? settings.region ?? current.region ?? m.regionUnknown),
    h("strong", { key: "supports" }, m.supports));
}
