// What all rests on, always in view: the rulebook and its version, the day, the region, and what this is not.

import { h } from "../lib/dom.js";

export function footer(app) {
  const { m, report, rulebook } = app;
  const by = report?.provenance;
  return h("footer", { key: "footer", part: "footer" },
    rulebook && h("span", { title: rulebook.sha256 }, `${rulebook.name} ${rulebook.version}`),
    by && h("span", { key: "engine" }, m.engine(by.engine)),
    by && h("span", { key: "date" }, m.asOf(by.date)),
    by && h("span", { key: "region" }, by.region ?? m.regionUnknown),
    h("strong", { key: "supports" }, m.supports));
}
