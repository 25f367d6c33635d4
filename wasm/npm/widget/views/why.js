// Why, and why not: the rules with their sources, the proof with the facts it rests on, and the rule as it is written.

import { quiet } from "../lib/controls.js";
import { h } from "../lib/dom.js";
import { decisive } from "../model/proof.js";
import { sentence } from "../model/words.js";

/** The rules behind a line, each with its proof; what the line says already, `said`, is not said again. */
export function proofs(app, rules, said) {
  return rules.map(({ rule, against }) => ruleBox(app, rule, app.proofs.get(rule.rule), { against, said }));
}

export function ruleBox(app, rule, proof, { against, said } = {}) {
  const { m } = app;
  const because = proof?.because !== said && proof?.because;
  return h("section", { key: rule.rule, class: "rule", part: "rule" },
    h("h4", null, quiet(against ? m.why.against : m.why.speaks, " "), rule.title),
    because && h("p", null, because),
    proof === undefined ? h("p", { class: "quiet" }, m.why.loading) : !proof.failed && proofTree(app, proof),
    sources(app, rule.citations),
    h("details", { class: "small" },
      h("summary", null, m.why.text, " ", quiet(m.why.where(rule.file, rule.line), rule.amendment && `, ${rule.amendment}`)),
      proof?.text && h("pre", { tabindex: "0" }, h("code", null, proof.text))));
}

function proofTree(app, proof) {
  const { m } = app;
  return h("div", { class: "proof" },
    proof.not_applicable && h("p", null, sentence(proof.not_applicable)),
    tree([decisive(proof.when)], m),
    proof.unless && [h("p", { class: "quiet" }, m.why.unless), tree([decisive(proof.unless)], m)]);
}

const SIGNS = { met: "✓", "not-met": "✗", undetermined: "?" };

function tree(nodes, m) {
  return h("ul", { class: "tree" }, nodes.map((node) => h("li", { class: node.value },
    h("span", { class: "sign", "aria-hidden": "true" }, SIGNS[node.value]),
    h("span", { class: "hidden" }, `${m.why.marks[node.value]}: `),
    node.text ?? m.why[node.role] ?? node.role,
    node.evidence && quiet(` [${node.evidence}]`),
    node.parts.length > 0 && tree(node.parts, m))));
}

function sources(app, citations) {
  if (citations.length === 0) return null;
  return h("ul", { class: "plain sources", "aria-label": app.m.why.sources }, citations.map((cited) => {
    const link = cited.link ?? (cited.doi ? `https://doi.org/${cited.doi}` : undefined);
    const title = link && /^https?:/.test(link) ? h("a", { href: link, target: "_blank", rel: "noopener noreferrer" }, cited.title) : cited.title;
    return h("li", null, h("span", { class: "tag" }, cited.publisher), " ", title, cited.locator && `, ${cited.locator}`, cited.dated && quiet(` ${cited.dated}`));
  }));
}
